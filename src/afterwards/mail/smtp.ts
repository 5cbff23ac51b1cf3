/** Sends mails to an SMTP server, over a connection that stays open for a short time. */
import nodemailer, { type NodemailerError } from 'nodemailer';
import type { ConnectionOptions } from 'node:tls';
import type { Recipient } from '../../base/model/snapshot.js';
import { composeMessage } from './message.js';
import { answered, resultOf, type Scrub } from './smtp-result.js';
import type { SmtpServer } from './smtp-url.js';
import type { MailTransport } from './transport.js';

export interface SmtpOptions {
  readonly server: SmtpServer;
  readonly from: Recipient;
  readonly timeouts?: Partial<SmtpTimeouts>;
  /** Further authorities whose certificates are trusted (PEM). */
  readonly ca?: string;
}

/** In milliseconds. */
export interface SmtpTimeouts {
  /** From the look-up of the name to the end of the TLS handshake. */
  readonly connectMs: number;
  readonly greetingMs: number;
  /**
   * How long the server may be silent after the greeting. A server may take long to accept a message, and it
   * delivers the message even if we have given up: the next attempt is then a repetition (RFC 5321, 4.5.3.2.6).
   */
  readonly silenceMs: number;
  /** For the whole mail, however slowly the server answers. Must be shorter than the lease in deliver.ts. */
  readonly mailMs: number;
}

const TIMEOUTS: SmtpTimeouts = { connectMs: 10_000, greetingMs: 10_000, silenceMs: 120_000, mailMs: 240_000 };

/** Contacts nobody before the first mail. */
export function smtpTransport({ server, from, timeouts, ca }: SmtpOptions): MailTransport {
  const { connectMs, greetingMs, silenceMs, mailMs } = { ...TIMEOUTS, ...timeouts };
  const mailer = nodemailer.createTransport({
    pool: true,
    // Mails go one after another.
    maxConnections: 1,
    maxMessages: 100,
    // nodemailer itself retries only if no byte was sent, over a connection that had been idle.
    maxRequeues: 1,
    idleTimeout: 30_000,
    host: server.host,
    ...(server.port !== undefined && { port: server.port }),
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'required',
    ignoreTLS: server.tls === 'off',
    ...(server.login !== undefined && { auth: { user: server.login.user, pass: server.login.password } }),
    tls: tlsOptions(ca),
    dnsTimeout: connectMs,
    connectionTimeout: connectMs,
    greetingTimeout: greetingMs,
    socketTimeout: silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const scrub = passwordScrub(server);
  let closed = false;
  return {
    delivered: 'sent',
    send: async (mail) => {
      const message = { ...composeMessage(mail, from), signal: AbortSignal.timeout(mailMs) };
      try {
        const { rejectedErrors } = await mailer.sendMail(message);
        return answered(mail.addresses, rejectedErrors ?? [], scrub);
      } catch (error) {
        const result = resultOf(error as NodemailerError, mail.addresses, scrub);
        if (result !== undefined) return result;
        if (closed) return { kind: 'unavailable', code: 'CLOSED', words: 'The service is stopping' };
        throw error;
      }
    },
    verify: async () => {
      try {
        await mailer.verify();
        return undefined;
      } catch (error) {
        const result = resultOf(error as NodemailerError, [], scrub);
        return result?.kind === 'unavailable' ? result.words : scrub((error as Error).message);
      }
    },
    close: () => {
      closed = true;
      mailer.close();
    },
  };
}

/** `ca` in Node's options replaces Node's own list of authorities, so it is only set when one is given. */
function tlsOptions(ca: string | undefined): ConnectionOptions {
  return ca === undefined ? {} : { ca };
}

/** Removes what was sent, because some servers repeat it. */
function passwordScrub({ login }: SmtpServer): Scrub {
  if (login === undefined) return (text) => text;
  const { user, password } = login;
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  const secrets = [password, base64(password), base64(`\0${user}\0${password}`)];
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}
