/** SIP over a WebSocket (RFC 7118), as a browser's phone does it: one message a frame. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { closed, connectTo } from './stream-transport.js';
import type { Transport, TransportOptions } from './transport.js';

const [TEXT, CLOSE, PING, PONG] = [1, 8, 9, 10];

export async function openWebSocket(
  { switchPort, onMessage }: TransportOptions,
  isSecure: boolean,
): Promise<Transport> {
  const socket = connectTo(switchPort, isSecure);
  await once(socket, isSecure ? 'secureConnect' : 'connect');
  socket.on('error', () => undefined);
  const lines = [
    'GET / HTTP/1.1',
    `Host: 127.0.0.1:${switchPort}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: sip',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const send = oneByOne(socket);
  let waiting: Buffer = Buffer.alloc(0);
  let isOpen = false;
  const opened = new Promise<void>((resolve, reject) => {
    socket.on('close', () => reject(new Error('the switch takes no WebSocket')));
    socket.on('data', (piece) => {
      waiting = Buffer.concat([waiting, piece]);
      if (!isOpen) {
        const end = waiting.indexOf('\r\n\r\n');
        if (end < 0) return;
        const answer = waiting.subarray(0, end).toString('latin1');
        waiting = waiting.subarray(end + 4);
        isOpen = answer.startsWith('HTTP/1.1 101');
        if (isOpen) resolve();
        else reject(new Error(answer));
      }
      waiting = readFrames(waiting, (opcode, payload) => {
        if (opcode === PING) send(frame(PONG, payload));
        else if (opcode === CLOSE) socket.end();
        else onMessage(payload.toString('utf8'));
      });
    });
  });
  await opened;
  return {
    protocol: isSecure ? 'WSS' : 'WS',
    port: socket.localPort ?? 0,
    send: (message) => send(frame(TEXT, message)),
    close: () => closed(socket),
  };
}

/**
 * Node puts frames that wait for each other into one TLS record, and sofia-sip reads only the first frame of a record; the
 * others wait until something else arrives. So each goes when the one before it has gone.
 */
function oneByOne(socket: Socket): (frame: Buffer) => void {
  let last = Promise.resolve();
  return (next) => {
    last = last.then(() => new Promise((resolve) => socket.write(next, () => resolve())));
  };
}

/** A client masks what it sends (RFC 6455, 5.3). */
function frame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const head = Buffer.alloc(payload.length < 126 ? 2 : 4);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (payload.length < 126 ? payload.length : 126);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([head, mask, masked]);
}

/** Hands on the whole frames; returns the rest. */
function readFrames(data: Buffer, take: (opcode: number, payload: Buffer) => void): Buffer {
  let rest = data;
  for (;;) {
    const short = (rest[1] ?? 0) & 0x7f;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (rest.length < head) return rest;
    const length =
      short === 126 ? rest.readUInt16BE(2) : short === 127 ? Number(rest.readBigUInt64BE(2)) : short;
    if (rest.length < head + length) return rest;
    take((rest[0] ?? 0) & 0x0f, rest.subarray(head, head + length));
    rest = rest.subarray(head + length);
  }
}
