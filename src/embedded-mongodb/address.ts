import { connect } from 'node:net';
import { plainPayload, saslStart, user } from './authentication.js';
import { approximate, encode } from './values.js';
import { MessageReader, opMsg, readRequest, writeReply } from './wire.js';

/** Where a server listens. A socket is guarded by its file's mode, a port by a secret that is new at each start. */
export type Address = { readonly socketPath: string } | { readonly port: number; readonly secret: string };

/** The only interface on which a server listens. */
export const loopback = '127.0.0.1';

/** Idle time after which who listens on a port is taken for another program. */
const probeMs = 5000;

/** For the official driver; with the secret, if there is one. */
export function uriOf(address: Address, database = ''): string {
  const name = encodeURIComponent(database);
  if ('socketPath' in address) return `mongodb://${encodeURIComponent(address.socketPath)}/${name}`;
  const { port, secret } = address;
  return `mongodb://${user}:${secret}@${loopback}:${port}/${name}?authMechanism=PLAIN&authSource=%24external`;
}

/**
 * Whether the server that named this address still listens there.
 *
 * The port of a server that was killed may belong to any program now, so on a port only who takes the secret
 * counts. If it is another one, it learns a secret that no longer opens anything.
 */
export function isListening(address: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const isSocket = 'socketPath' in address;
    const socket = isSocket ? connect(address.socketPath) : connect(address.port, loopback);
    const finish = (isRunning: boolean): void => {
      socket.destroy();
      resolve(isRunning);
    };
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
    if (isSocket) {
      socket.once('connect', () => finish(true));
      return;
    }
    const reader = new MessageReader();
    socket.setTimeout(probeMs, () => finish(false));
    socket.on('data', (piece) => {
      try {
        for (const message of reader.push(piece)) finish(approximate(readRequest(message).body['ok']) === 1);
      } catch {
        finish(false);
      }
    });
    const request = saslStart(plainPayload(address.secret));
    socket.write(writeReply({ id: 0, opcode: opMsg }, encode(request)));
  });
}
