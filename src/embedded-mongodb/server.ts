import { createServer, type Server, type Socket } from 'node:net';
import { chmodSync } from 'node:fs';
import { once } from 'node:events';
import type { Executor } from './executor.js';
import { CommandError, codes } from './errors.js';
import { encode } from './values.js';
import { MessageReader, ProtocolError, readRequest, writeReply } from './wire.js';

/**
 * A connection reads no further while its client does not. Drivers have one request at a time on a connection:
 * of several sent at once, reads are answered before writes, which wait for their fsync.
 */
function serve(socket: Socket, executor: Executor): void {
  const reader = new MessageReader();
  const send = (bytes: Buffer): void => {
    if (socket.destroyed) return;
    if (!socket.write(bytes)) socket.pause();
  };
  socket.on('drain', () => socket.resume());
  // A client that goes away is no event for the server; 'close' follows and frees everything.
  socket.on('error', () => socket.destroy());
  socket.on('data', (piece: Buffer) => {
    try {
      for (const message of reader.push(piece)) handle(message, executor, send);
    } catch {
      socket.destroy();
    }
  });
}

function handle(message: Buffer, executor: Executor, send: (bytes: Buffer) => void): void {
  const head = { id: message.readInt32LE(4), opcode: message.readInt32LE(12) };
  try {
    const request = readRequest(message);
    executor.execute(request.database, request.body, (reply) => {
      if (!request.isOneWay) send(writeReply(request, reply));
    });
  } catch (error) {
    if (error instanceof ProtocolError || error instanceof CommandError) throw error;
    const errmsg = `The message holds malformed BSON: ${(error as Error).message}`;
    send(writeReply(head, encode({ ok: 0, errmsg, code: codes.InvalidBSON, codeName: 'InvalidBSON' })));
  }
}

export interface ListeningServer {
  close(): Promise<void>;
}

/** Listens on a unix socket that only this user can open. */
export async function listen(socketPath: string, executor: Executor): Promise<ListeningServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, executor);
  });
  // A worker cannot set the umask: until the chmod, the folder's 0700 keeps others out.
  server.listen({ path: socketPath, readableAll: false, writableAll: false });
  await once(server, 'listening');
  chmodSync(socketPath, 0o600);
  return {
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await executor.drain();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
