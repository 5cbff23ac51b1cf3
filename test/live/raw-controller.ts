/** The least that a controller can be: one write of pipelined commands. The measure for what the service adds. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

function execute(application: string, argument: string): string {
  const head = `sendmsg\ncall-command: execute\nexecute-app-name: ${application}\ncontent-type: text/plain`;
  return `${head}\ncontent-length: ${Buffer.byteLength(argument)}\n\n${argument}`;
}

/** Answers each call with one `bridge` to these contacts and hangs up when that returns. */
export async function startRawController(port: number, contacts: readonly string[]): Promise<Server> {
  const legs = contacts.map((contact) => `[sip_cid_type=none]${contact}`).join(',');
  const commands = [
    'connect\n\nlinger\n\n',
    execute('multiset', 'continue_on_fail=true hangup_after_bridge=true sip_ignore_remote_cause=true'),
    execute('bridge', `{ignore_early_media=true,originate_timeout=5}${legs}`),
    execute('hangup', 'USER_BUSY'),
  ].join('');
  const server = createServer((socket) => {
    socket.setNoDelay(true).on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      if (chunk.includes('text/disconnect-notice')) socket.end();
    });
    socket.write(commands);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
