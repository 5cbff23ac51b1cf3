/** Asks the embedded database without a driver, to measure the server and not the client's JavaScript. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { serialize, type Document } from 'bson';

const OP_MSG = 2013;
const HEAD_BYTES = 21;

/** One request of the wire protocol: OP_MSG with one section. */
function message(command: Document): Buffer {
  const body = serialize(command);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeInt32LE(HEAD_BYTES + body.length, 0);
  head.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([head, body]);
}

/** Calls `onReply` with each whole reply of a connection. */
function eachReply(socket: Socket, onReply: (reply: Buffer) => void): void {
  let held: Buffer = Buffer.alloc(0);
  socket.on('data', (piece: Buffer) => {
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    while (held.length >= 4 && held.length >= held.readInt32LE()) {
      const length = held.readInt32LE();
      onReply(held.subarray(0, length));
      held = held.subarray(length);
    }
  });
}

/**
 * How many of `count` commands a second the server answers when each of `connections` asks again as soon as it has
 * its reply. Throws for a reply without `ok: 1` at its end.
 */
export async function wireRatePerSec(
  socketPath: string,
  count: number,
  connections: number,
  commandOf: (at: number) => Document,
): Promise<number> {
  const requests = Array.from({ length: count }, (_, at) => message(commandOf(at)));
  // The type of a double, the name, and 1 as its value.
  const succeeded = Buffer.from('016f6b00000000000000f03f', 'hex');
  let next = 0;
  const startMs = performance.now();
  const lane = async (): Promise<void> => {
    const socket = connect(socketPath);
    const ask = (): void => {
      const request = requests[next];
      next += 1;
      if (request === undefined) socket.end();
      else socket.write(request);
    };
    eachReply(socket, (reply) => {
      if (!reply.includes(succeeded)) throw new Error('the server refused a request');
      ask();
    });
    ask();
    await once(socket, 'close');
  };
  await Promise.all(Array.from({ length: connections }, lane));
  return (count * 1000) / (performance.now() - startMs);
}
