/** SIP over TCP and TLS: messages one behind the other, cut by Content-Length (RFC 3261, 18.3). */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { Transport, TransportOptions } from './transport.js';

/** The switch of the tests has a certificate that it signed itself. */
export function connectTo(port: number, isSecure: boolean): Socket {
  return isSecure
    ? connectSecurely({ host: '127.0.0.1', port, rejectUnauthorized: false })
    : connect({ host: '127.0.0.1', port });
}

export async function closed(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  socket.destroy();
  await once(socket, 'close');
}

export async function openStream(
  { switchPort, onMessage }: TransportOptions,
  isSecure: boolean,
): Promise<Transport> {
  const socket = connectTo(switchPort, isSecure);
  await once(socket, isSecure ? 'secureConnect' : 'connect');
  socket.on('error', () => undefined);
  const cut = messageCutter(onMessage);
  socket.on('data', cut);
  return {
    protocol: isSecure ? 'TLS' : 'TCP',
    port: socket.localPort ?? 0,
    send: (message) => socket.write(message),
    close: () => closed(socket),
  };
}

/** Takes pieces of any size; hands on whole messages, and drops the line ends between them that keep a connection alive. */
function messageCutter(onMessage: (message: string) => void): (piece: Buffer) => void {
  let waiting: Buffer = Buffer.alloc(0);
  return (piece) => {
    waiting = Buffer.concat([waiting, piece]);
    for (;;) {
      const start = waiting.findIndex((byte) => byte !== 0x0d && byte !== 0x0a);
      waiting = start < 0 ? Buffer.alloc(0) : waiting.subarray(start);
      const head = waiting.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = /^(?:Content-Length|l)\s*:\s*(\d+)/im.exec(waiting.subarray(0, head).toString('latin1'));
      const end = head + 4 + Number(length?.[1] ?? 0);
      if (waiting.length < end) return;
      onMessage(waiting.subarray(0, end).toString('utf8'));
      waiting = waiting.subarray(end);
    }
  };
}
