/** Asks a FreeSWITCH for the users of its directory, over a connection of its own. */
import { connect } from 'node:net';
import { describeEnd } from '../../telephony/esl/errors.js';
import { EventConnection } from '../../telephony/esl/event-connection.js';
import type { EventSocketAddress } from '../../telephony/esl/event-source.js';
import { MOST_BYTES, UnreadableSource, type SourceFile } from './source.js';

export interface AskedEventSockets {
  readonly addresses: readonly EventSocketAddress[];
  /** Of those that have none of their own. */
  readonly password: string;
}

/** The FreeSWITCHes that can be asked, by `host:port`. */
export interface Directories {
  readonly names: readonly string[];
  /** What it answers to `list_users`. Errors: UnreadableSource (`away`). */
  ask(name: string): Promise<SourceFile>;
}

const CONNECT_MS = 3_000;

/** For each user FreeSWITCH looks up the phones that are registered. */
const ANSWER_MS = 30_000;

const HEAD_BYTES = 256 * 1024;

export function directoriesOf({ addresses, password }: AskedEventSockets): Directories {
  const named = new Map(addresses.map((address) => [`${address.host}:${address.port}`, address]));
  return {
    names: [...named.keys()],
    ask: async (name) => {
      const address = named.get(name);
      if (address === undefined) throw new UnreadableSource('unknownFreeswitch', { name: name.slice(0, 60) });
      return { name, bytes: Buffer.from(await listUsers(address, password)) };
    },
  };
}

async function listUsers(address: EventSocketAddress, password: string): Promise<string> {
  const connection = new EventConnection(connect({ host: address.host, port: address.port }), {
    password: address.password ?? password,
    handshakeMs: CONNECT_MS,
    commandMs: ANSWER_MS,
    limits: { maxHeadBytes: HEAD_BYTES, maxBodyBytes: MOST_BYTES },
    onEvent: () => undefined,
  });
  try {
    await connection.open();
    return await connection.api('list_users');
  } catch (error) {
    connection.fail(error);
    const reason = describeEnd(await connection.ended);
    throw new UnreadableSource('away', { name: `${address.host}:${address.port}`, reason });
  } finally {
    connection.close();
  }
}
