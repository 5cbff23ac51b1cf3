/**
 * Works around a bug in the MongoDB driver: makes an operation fail if its connection closes while the command is being
 * written. Without this it would wait forever.
 *
 * The driver (7.8 and 7.9, `Connection.writeCommand`) waits for the socket's `drain` whenever `write` returns false. A
 * destroyed socket returns false too and never drains, and one that the driver's own timeout destroys emits no `error`,
 * so the operation waits forever, whatever timeouts are set. The same happens to the driver's server monitoring and to
 * the handshake of a new connection; after two such handshakes the pool opens no more connections. See docs/adr/0003.
 */
import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

/** The parts of the driver's connection that are used. It sets `error`, then `closed`, then emits `close`, once. */
interface DriverConnection extends EventEmitter {
  readonly closed: boolean;
  readonly error: Error | null;
  writeCommand(...given: unknown[]): Promise<void>;
}

const require = createRequire(import.meta.url);
const { Connection } = require('mongodb/lib/cmap/connection.js') as {
  Connection: { readonly prototype: DriverConnection };
};
const { prototype } = Connection;
// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the connection, below
const write = prototype.writeCommand;

prototype.writeCommand = function (this: DriverConnection, ...given) {
  return orClosed(this, write.apply(this, given));
};

/** Rejects with the connection's error when it closes first. */
function orClosed(connection: DriverConnection, writing: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = (): void =>
      reject(connection.error ?? new Error('The connection to the database closed'));
    connection.once('close', onClose);
    if (connection.closed) onClose();
    writing.then(resolve, reject).finally(() => connection.off('close', onClose));
  });
}
