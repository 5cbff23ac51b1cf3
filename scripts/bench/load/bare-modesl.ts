/** A minimal modesl server that only rings one fixed phone: the baseline of `npm run bench:load`. */
import { createRequire } from 'node:module';

interface Connection {
  execute(application: string, argument: string): void;
  on(event: string, listener: () => void): void;
  disconnect(): void;
}

interface Modesl {
  readonly Server: new (
    options: { readonly port: number; readonly host: string },
    ready: () => void,
  ) => { on(event: 'connection::ready', listener: (connection: Connection) => void): void };
}

const { Server } = createRequire(import.meta.url)('modesl') as Modesl;
const PHONE = '[origination_uuid=5d1c7c5a-9a55-4a8e-8a53-1d7f0b0f6a51]sofia/internal/sip:1001@127.0.0.1:6001';

new Server({ port: Number(process.argv[2]), host: '127.0.0.1' }, () => console.log('listening')).on(
  'connection::ready',
  (connection) => {
    connection.on('esl::event::disconnect::notice', () => connection.disconnect());
    connection.execute('bridge', PHONE);
  },
);
