import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Binary } from 'bson';
import { loopback, plainPayload, type Address } from './address.js';
import { fail } from './errors.js';
import { errorReply, succeed, type Executor } from './executor.js';
import type { Document } from './values.js';
import { maxMessageBytes, MessageReader, ProtocolError, readHead, readRequest, writeReply } from './wire.js';

/** The longest message before authentication, as MongoDB's preAuthMaximumMessageSizeBytes. */
const maxStrangerBytes = 16 * 1024;

const openToAll = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'buildInfo', 'endSessions']);

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Guards a connection until its client has authenticated with the secret; a wrong secret ends the connection. */
class Gate {
  #state: 'closed' | 'open' | 'shut' = 'closed';

  constructor(private readonly secret: string) {}

  get state(): 'closed' | 'open' | 'shut' {
    return this.#state;
  }

  /** The gate's own reply; undefined if the command may run. Throws CommandError if it may not. */
  pass(body: Document): Document | undefined {
    const [name = ''] = Object.keys(body);
    if (name === 'saslStart') return this.#authenticate(body);
    if (this.#state !== 'open' && !openToAll.has(name))
      fail('Unauthorized', `Command ${name} requires authentication`);
    return undefined;
  }

  #authenticate({ mechanism, payload }: Document): Document {
    this.#state = 'shut';
    if (mechanism !== 'PLAIN')
      fail(
        'MechanismUnavailable',
        `Authentication mechanism ${String(mechanism)} is not available: use PLAIN`,
      );
    // Digests always have the same length, which timingSafeEqual requires.
    const given = payload instanceof Binary ? payload.value() : Buffer.alloc(0);
    if (!timingSafeEqual(digest(given), digest(plainPayload(this.secret))))
      fail('AuthenticationFailed', 'Authentication failed.');
    this.#state = 'open';
    return { conversationId: 1, done: true, payload: new Binary(Buffer.alloc(0)) };
  }
}

/**
 * Serves one connection. Stops reading while the client does not read replies; requests take effect in the order in
 * which they arrive.
 */
function serve(socket: Socket, executor: Executor, gate: Gate | undefined): void {
  const reader = new MessageReader();
  if (gate !== undefined) reader.limitBytes = maxStrangerBytes;
  let unanswered = 0;
  const handle = (message: Buffer): void => {
    const head = readHead(message);
    let isAwaited = true;
    const answer = (reply: Buffer): void => {
      unanswered -= 1;
      if (isAwaited && !socket.destroyed && !socket.write(writeReply(head, reply))) socket.pause();
    };
    unanswered += 1;
    try {
      const { database, body, isOneWay } = readRequest(message);
      isAwaited = !isOneWay;
      const own = gate?.pass(body);
      if (own !== undefined) answer(succeed(own));
      else executor.execute(database, body, answer, unanswered > 1);
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      answer(errorReply(error));
    }
  };
  socket.on('drain', () => socket.resume());
  // A client that disconnects is normal; 'close' follows and frees everything.
  socket.on('error', () => socket.destroy());
  socket.on('data', (piece: Buffer) => {
    try {
      for (const message of reader.push(piece)) {
        handle(message);
        if (gate?.state === 'open') reader.limitBytes = maxMessageBytes;
        if (gate?.state !== 'shut') continue;
        socket.removeAllListeners('data').destroySoon();
        return;
      }
    } catch {
      socket.destroy();
    }
  });
}

export interface ListeningServer {
  readonly address: Address;
  close(): Promise<void>;
}

/** Listens on a unix socket that only this user can open; without a path, on a port of the loopback interface. */
export async function listen(socketPath: string | undefined, executor: Executor): Promise<ListeningServer> {
  const secret = randomBytes(32).toString('hex');
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    // A connection that arrived while the server was closing.
    if (!server.listening) socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, executor, socketPath === undefined ? new Gate(secret) : undefined);
  });
  // A worker cannot set the umask: until the chmod, the folder's 0700 keeps others out.
  server.listen(socketPath === undefined ? { port: 0, host: loopback } : { path: socketPath });
  await once(server, 'listening');
  if (socketPath !== undefined) chmodSync(socketPath, 0o600);
  return {
    address:
      socketPath === undefined ? { port: (server.address() as AddressInfo).port, secret } : { socketPath },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      executor.flush();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
