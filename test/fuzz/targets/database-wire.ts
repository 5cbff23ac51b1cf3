/**
 * Whatever bytes and whatever commands reach the embedded database: it lives, each whole request is answered or its connection
 * ended, no refusal is an error of the server itself, and it goes on to answer others.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Long, serialize, type Document } from 'bson';
import fc from 'fast-check';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { command } from '../database-commands.js';
import { tower, towerCommand, type Tower } from '../database-towers.js';
import { fuzzTarget, type OpenTarget } from '../harness.js';
import { closed, cuts, mutated, packets, words } from '../mutations.js';
import { Client, message, OP_QUERY, opMsg, sequence } from '../wire-messages.js';

type Traffic =
  | {
      readonly kind: 'bytes';
      readonly bytes: Buffer;
      readonly cuts: readonly number[];
      readonly end: 'fin' | 'reset';
    }
  | { readonly kind: 'command'; readonly command: Document }
  | Tower;

const $db = 'fuzz';
const FIRST = Buffer.concat([
  Buffer.alloc(4),
  Buffer.from('admin.$cmd\0'),
  Buffer.alloc(4),
  Buffer.alloc(4, 255),
  serialize({ ismaster: 1 }),
]);
const SAMPLES = [
  message(OP_QUERY, FIRST),
  opMsg({ ping: 1, $db }),
  opMsg({ insert: 'c', $db }, [
    sequence('documents', [
      { a: 1, b: 'x' },
      { a: [1, 2], at: new Date(0) },
    ]),
  ]),
  opMsg({ find: 'c', filter: { a: { $gte: 1 } }, sort: { b: -1 }, batchSize: 1, $db }),
  opMsg({
    update: 'c',
    updates: [{ q: { a: 1 }, u: { $set: { b: 'y' }, $inc: { n: 1 } }, upsert: true }],
    $db,
  }),
  opMsg({ delete: 'c', deletes: [{ q: { a: 1 }, limit: 1 }], $db }),
  opMsg({ aggregate: 'c', pipeline: [{ $group: { _id: 1, n: { $sum: 1 } } }], cursor: {}, $db }),
  opMsg({ createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'a_1' }], $db }),
  opMsg({ getMore: Long.fromNumber(1), collection: 'c', $db }),
];
const BYTES = words('find insert $db $set $where \u0000 documents c fuzz admin');

const inputs: fc.Arbitrary<Traffic> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('bytes' as const),
      bytes: mutated(SAMPLES, BYTES),
      cuts,
      end: fc.constantFrom('fin' as const, 'reset' as const),
    }),
  },
  { weight: 40, arbitrary: fc.record({ kind: fc.constant('command' as const), command }) },
  { weight: 1, arbitrary: tower },
);

export const databaseWire = fuzzTarget<Traffic>({ name: 'database', few: 800, inputs, open });

async function open(): Promise<OpenTarget<Traffic>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-fuzz-database-'));
  const server = await startEmbeddedMongo({ folder });
  let failed: Error | undefined;
  void server.failed.then((error) => (failed = error));
  const socketPath = server.socketPath ?? assert.fail('no unix socket here');
  let client = await Client.connect(socketPath);
  const isAlive = async (): Promise<void> => {
    assert.equal(failed, undefined, String(failed?.stack));
    if (client.socket.destroyed) client = await Client.connect(socketPath);
    assert.deepEqual(await client.ask({ ping: 1, $db }), { ok: 1 });
  };
  return {
    reset: async () => {
      await isAlive();
      await client.ask({ dropDatabase: 1, $db });
      await client.ask({
        insert: 'c',
        documents: [1, 2, 3].map((n) => ({ _id: n, a: n, b: 'x', n: [n, { a: n }] })),
        $db,
      });
    },
    check: async (traffic) => {
      if (traffic.kind === 'bytes') await say(socketPath, traffic);
      else
        judge(
          await client.send(
            traffic.kind === 'tower' ? towerCommand(traffic) : opMsg({ ...traffic.command, $db }),
          ),
        );
      await isAlive();
    },
    close: async () => {
      client.socket.destroy();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A refusal names what the client did wrong: an error of the server itself is none. */
function judge(reply: Document): void {
  assert.ok(reply['ok'] === 1 || reply['ok'] === 0, 'a reply without an ok');
  const faults = [reply, ...((reply['writeErrors'] ?? []) as Document[])];
  for (const { code, errmsg } of faults) assert.notEqual(code, 1, String(errmsg));
}

/** Sends it, leaves, and waits until the server has left too. */
async function say(
  socketPath: string,
  { bytes, cuts: places, end }: Extract<Traffic, { kind: 'bytes' }>,
): Promise<void> {
  const socket = connect(socketPath);
  socket.on('error', () => undefined).on('data', () => undefined);
  await once(socket, 'connect');
  for (const piece of packets(bytes, places)) {
    if (socket.destroyed) return;
    socket.write(piece);
    await new Promise(setImmediate);
  }
  if (end === 'fin') socket.end();
  else socket.destroy();
  await closed(socket);
}
