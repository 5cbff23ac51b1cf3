/** A real SMTP server on a free port whose answers a test decides. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net, { type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { projectFolder } from '../../src/base/project-folder.js';

const fixture = (name: string) =>
  readFileSync(path.join(projectFolder(), 'test', 'fixtures', 'mail', name), 'utf8');

/** For localhost and 127.0.0.1, signed by itself; nobody else has or trusts it. */
export const CERTIFICATE = fixture('certificate.pem');

export interface ReceivedMail {
  readonly from: string;
  /** The envelope's recipients. */
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly parsed: ParsedMail;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  readonly user: string | undefined;
}

/** What the server answers instead of yes; `drop` closes the connection without an answer, `hang` is silence. */
export type Refusal = { readonly code: number; readonly words: string } | 'drop' | 'hang';

export interface SmtpServerOptions {
  readonly tls?: 'implicit' | 'starttls' | 'none';
  readonly login?: { readonly user: string; readonly password: string };
  readonly mailFrom?: (address: string) => Refusal | undefined;
  /** @param attempt how often this address was asked for, from 1 on. */
  readonly recipient?: (address: string, attempt: number) => Refusal | undefined;
  /** Asked when the whole message has been read. @param attempt from 1 on. */
  readonly message?: (attempt: number) => Refusal | undefined;
  /** Without, each command waits for its answer. Default true. */
  readonly pipelining?: boolean;
}

export interface FakeSmtpServer {
  readonly port: number;
  /** Accepted mails and, with `drop` and `hang`, those that were read whole. */
  readonly mails: readonly ReceivedMail[];
  /** Connections since the start. */
  readonly connections: () => number;
  close(): Promise<void>;
}

interface OpenConnection {
  readonly _socket: Socket;
}

export async function startSmtpServer(options: SmtpServerOptions = {}): Promise<FakeSmtpServer> {
  const { tls = 'none', login } = options;
  const mails: ReceivedMail[] = [];
  const asked = new Map<string, number>();
  let messages = 0;
  let connections = 0;
  const answer = (refusal: Refusal | undefined, callback: (error?: Error | null) => void): void => {
    if (refusal === undefined) callback();
    else if (refusal === 'drop') dropAll();
    else if (refusal !== 'hang')
      callback(Object.assign(new Error(refusal.words), { responseCode: refusal.code }));
  };
  const server = new SMTPServer({
    ...tlsOptions(tls),
    authOptional: login === undefined,
    allowInsecureAuth: true,
    closeTimeout: 1,
    hidePIPELINING: options.pipelining === false,
    ...(login === undefined && { disabledCommands: ['AUTH', ...(tls === 'none' ? ['STARTTLS'] : [])] }),
    onConnect: (_session, callback) => {
      connections++;
      callback();
    },
    onAuth: ({ username, password }, _session, callback) => {
      if (username === login?.user && password === login?.password) callback(null, { user: username });
      else callback(Object.assign(new Error(`no user with ${password ?? ''}`), { responseCode: 535 }));
    },
    onMailFrom: ({ address }, _session, callback) => answer(options.mailFrom?.(address), callback),
    onRcptTo: ({ address }, _session, callback) => {
      const attempt = (asked.get(address) ?? 0) + 1;
      asked.set(address, attempt);
      answer(options.recipient?.(address, attempt), callback);
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        const refusal = options.message?.(++messages);
        void simpleParser(raw).then((parsed) => {
          const { mailFrom, rcptTo } = session.envelope;
          const to = rcptTo.map(({ address }) => address);
          const from = mailFrom === false ? '' : mailFrom.address;
          const received = {
            from,
            to,
            raw,
            parsed,
            secure: session.secure,
            user: session.user as string | undefined,
          };
          if (refusal === undefined || typeof refusal === 'string') mails.push(received);
          answer(refusal, callback);
        });
      });
    },
  });
  const dropAll = (): void => {
    for (const { _socket } of (server as unknown as { connections: Set<OpenConnection> }).connections)
      _socket.destroy();
  };
  // Clients that go away, and those that do not trust the certificate, are part of the tests.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      dropAll();
      server.close(() => resolve());
    });
  const { port } = server.server.address() as AddressInfo;
  return { port, mails, connections: () => connections, close };
}

function tlsOptions(tls: 'implicit' | 'starttls' | 'none'): Partial<SMTPServerOptions> {
  if (tls === 'none') return { hideSTARTTLS: true };
  return { secure: tls === 'implicit', key: fixture('key.pem'), cert: CERTIFICATE };
}

/** Accepts connections and never says a word. */
export async function startSilentServer(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
