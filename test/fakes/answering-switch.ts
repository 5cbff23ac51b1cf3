/** An inbound event socket that lets everybody in and answers `api` commands as a test says. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface AnsweringSwitch {
  /** `host:port`, as FREESWITCH_EVENTS names it. */
  readonly name: string;
  close(): void;
}

/** @param answer of a command without `api` */
export async function startAnsweringSwitch(answer: (command: string) => string): Promise<AnsweringSwitch> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.write('Content-Type: auth/request\n\n');
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [command, rest] = [text.slice(0, end).trim(), text.slice(end + 2)];
        text = rest;
        if (command.startsWith('api ')) {
          const body = answer(command.slice(4));
          socket.write(`Content-Type: api/response\nContent-Length: ${Buffer.byteLength(body)}\n\n${body}`);
        } else socket.write('Content-Type: command/reply\nReply-Text: +OK accepted\n\n');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    name: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
