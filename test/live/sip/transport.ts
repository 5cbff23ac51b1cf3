/** How a phone reaches the switch. Each way delivers and takes whole SIP messages. */
import dgram from 'node:dgram';
import { once } from 'node:events';
import { openStream } from './stream-transport.js';
import { openWebSocket } from './web-socket.js';

export type Protocol = 'UDP' | 'TCP' | 'TLS' | 'WS' | 'WSS';

export interface Transport {
  readonly protocol: Protocol;
  /** This end's port. */
  readonly port: number;
  send(message: Buffer): void;
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly protocol: Protocol;
  readonly switchPort: number;
  /** This end's port; undefined: any free one. Only for UDP. */
  readonly port?: number | undefined;
  readonly onMessage: (message: string) => void;
}

export async function openTransport(options: TransportOptions): Promise<Transport> {
  switch (options.protocol) {
    case 'UDP':
      return await openUdp(options);
    case 'TCP':
    case 'TLS':
      return await openStream(options, options.protocol === 'TLS');
    case 'WS':
    case 'WSS':
      return await openWebSocket(options, options.protocol === 'WSS');
  }
}

async function openUdp({ switchPort, port = 0, onMessage }: TransportOptions): Promise<Transport> {
  const socket = dgram.createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  socket.on('message', (data) => onMessage(data.toString('utf8')));
  return {
    protocol: 'UDP',
    port: socket.address().port,
    send: (message) => socket.send(message, switchPort, '127.0.0.1'),
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}
