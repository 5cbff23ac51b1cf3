import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { chmodSync } from 'node:fs';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { loopback, type Address } from './address.js';
import { Gate, maxStrangerBytes } from './authentication.js';
import { errorReply, nameOf, succeed, type Executor } from './executor.js';
import { CommandError, codes } from './errors.js';
import { encode, type Document } from './values.js';
import {
  MessageReader,
  ProtocolError,
  maxMessageBytes,
  readRequest,
  writeReply,
  type Request,
} from './wire.js';

/**
 * A connection reads no further while its client does not. Drivers have one request at a time on a connection:
 * of several sent at once, reads are answered before writes, which wait for their fsync.
 */
function serve(socket: Socket, executor: Executor, gate?: Gate): void {
  const reader = new MessageReader();
  if (gate !== undefined) reader.limitBytes = maxStrangerBytes;
  const send = (bytes: Buffer): void => {
    if (socket.destroyed) return;
    if (!socket.write(bytes)) socket.pause();
  };
  socket.on('drain', () => socket.resume());
  // A client that goes away is no event for the server; 'close' follows and frees everything.
  socket.on('error', () => socket.destroy());
  socket.on('data', (piece: Buffer) => {
    try {
      for (const message of reader.push(piece)) {
        handle(message, executor, send, gate);
        if (gate?.isOpen === true) reader.limitBytes = maxMessageBytes;
        if (gate?.isShut !== true) continue;
        socket.removeAllListeners('data').destroySoon();
        return;
      }
    } catch {
      socket.destroy();
    }
  });
}

function handle(message: Buffer, executor: Executor, send: (bytes: Buffer) => void, gate?: Gate): void {
  const head = { id: message.readInt32LE(4), opcode: message.readInt32LE(12) };
  try {
    const request = readRequest(message);
    const answer = (reply: Buffer): void => {
      if (!request.isOneWay) send(writeReply(request, reply));
    };
    if (gate === undefined) executor.execute(request.database, request.body, answer);
    else passGate(request, executor, answer, gate);
  } catch (error) {
    if (error instanceof ProtocolError || error instanceof CommandError) throw error;
    const errmsg = `The message holds malformed BSON: ${(error as Error).message}`;
    send(writeReply(head, encode({ ok: 0, errmsg, code: codes.InvalidBSON, codeName: 'InvalidBSON' })));
  }
}

function passGate(
  { database, body }: Request,
  executor: Executor,
  answer: (reply: Buffer) => void,
  gate: Gate,
): void {
  const name = nameOf(body);
  let own: Document | undefined;
  try {
    own = gate.pass(name, body);
  } catch (error) {
    answer(errorReply(error));
    return;
  }
  if (own !== undefined) answer(succeed(own));
  else executor.execute(database, body, (reply) => answer(gate.complete(name, body, reply)));
}

export interface ListeningServer {
  readonly address: Address;
  close(): Promise<void>;
}

/** Listens on a unix socket that only this user can open; without a path, on a port of the loopback interface. */
export async function listen(socketPath: string | undefined, executor: Executor): Promise<ListeningServer> {
  const secret = randomBytes(32).toString('hex');
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, executor, socketPath === undefined ? new Gate(secret) : undefined);
  });
  // A worker cannot set the umask: until the chmod, the folder's 0700 keeps others out.
  if (socketPath !== undefined) server.listen({ path: socketPath, readableAll: false, writableAll: false });
  else server.listen(0, loopback);
  await once(server, 'listening');
  if (socketPath !== undefined) chmodSync(socketPath, 0o600);
  const address =
    socketPath === undefined ? { port: (server.address() as AddressInfo).port, secret } : { socketPath };
  return {
    address,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await executor.drain();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
