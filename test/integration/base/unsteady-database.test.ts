/** Every operation ends, whatever happens to the database and whenever it happens. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { SnapshotProvider } from '../../../src/base/configuration/provider.js';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { createLog } from '../../../src/base/log.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { configuration, file } from '../../unit/base/configuration/minimal.js';
import { withDatabase } from '../../fakes/database.js';
import { TROUBLES, UnsteadyProxy } from '../../fakes/unsteady-proxy.js';

/** Of each of the eight clients, which are side by side. */
const ROUNDS = 30;
/** Far above what an operation may take here: one that is not over by then never will be. */
const NEVER_MS = 30_000;
/** Long enough to connect on a busy machine, which is all that it must be. */
const WAIT_MS = 250;
/** The driver looks at a server that was away twice a second at most; who waits less never sees it come back. */
const SELECTION_MS = 700;

/** The same numbers in each run (mulberry32), so that a round that fails can be seen again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Rejects when the work has no end, whatever that end is. */
async function ends(what: string, work: Promise<unknown>): Promise<'done' | 'failed'> {
  const watch = new AbortController();
  const never = delay(NEVER_MS, undefined, { signal: watch.signal }).then(() => {
    throw new Error(`${what} has no end`);
  });
  never.catch(() => undefined);
  const end = work.then(
    () => 'done' as const,
    () => 'failed' as const,
  );
  return Promise.race([end, never]).finally(() => watch.abort());
}

const realUri = process.env['MONGODB_URI'] ?? '';

interface Client {
  readonly proxy: UnsteadyProxy;
  readonly store: Store;
  readonly provider: SnapshotProvider;
}

async function clientOf(direct: string, folder: string): Promise<Client> {
  const { proxy, uri } = await UnsteadyProxy.before(direct);
  const waits = { serverSelectionTimeoutMs: SELECTION_MS, waitMs: WAIT_MS };
  // The waits are short for the troubles' sake; a machine that has much to do needs longer to begin.
  const store = await connectStore(uri, { waitForServer: false, retryMs: 50, ...waits });
  await store.ready;
  await importConfiguration({
    configurations: store.configurations,
    configuration: configuration(file()),
    author: 'test',
    reason: '',
    at: new Date(0),
  });
  const log = createLog('silent');
  const now = () => DateTime.utc(2026, 11, 23, 9);
  const provider = new SnapshotProvider({ store, dataFolder: folder, now, log, pollMs: 5 });
  await provider.start();
  return { proxy, store, provider };
}

async function trouble(
  { proxy, store, provider }: Client,
  random: () => number,
  round: number,
): Promise<void> {
  const kind = TROUBLES[Math.floor(random() * TROUBLES.length)] ?? 'cut';
  const what = (name: string) => `round ${round}, ${kind}: ${name}`;
  const by = { by: 'test', at: new Date(0) };
  const operations = (when: string) => [
    ends(what(`a look ${when}`), store.configurations.head()),
    ends(what(`the whole configuration ${when}`), store.configurations.latest()),
    ends(what(`a write ${when}`), store.switchStates.setManual('closed', true, by)),
    ends(what(`the provider ${when}`), provider.refresh()),
  ];
  const before = operations('before');
  // At no moment in particular: between two answers, in the middle of one, before the first.
  for (let turns = Math.floor(random() * 40); turns > 0; turns -= 1) await Promise.resolve();
  if (random() < 0.5) await delay(random() * 3);
  proxy.begin(kind);
  await Promise.all([...before, ...operations('meanwhile')]);
  proxy.end();
  let isBack = false;
  const deadlineMs = Date.now() + NEVER_MS;
  while (!isBack && Date.now() < deadlineMs) {
    isBack = (await ends(what('a look afterwards'), store.configurations.head())) === 'done';
  }
  assert.ok(isBack, what('it works again'));
}

for (const kind of realUri === '' ? ['embedded'] : ['embedded', 'real']) {
  describe(`a database that comes and goes (${kind})`, { concurrency: true }, () => {
    let folder: string;
    let uri = withDatabase(realUri, `unsteady-${process.pid}`);
    let closeServer = () => Promise.resolve();

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'rufgruppe-unsteady-'));
      if (kind === 'real') return;
      const server = await startEmbeddedMongo({ folder: join(folder, 'db'), transport: 'tcp' });
      uri = server.uriFor('unsteady');
      closeServer = () => server.close();
    });
    after(async () => {
      await closeServer();
      await rm(folder, { recursive: true });
    });

    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      test(`${ROUNDS} troubles at random moments: every operation ends, all goes on, and stops in one (seed ${seed})`, async () => {
        const random = randomFrom(seed);
        const client = await clientOf(
          withDatabase(uri, `unsteady-${seed}-${process.pid}`),
          join(folder, String(seed)),
        );
        for (let round = 0; round < ROUNDS; round += 1) await trouble(client, random, round);
        client.proxy.begin('stall');
        assert.equal(await ends('the provider’s stop', client.provider.stop()), 'done');
        assert.equal(await ends('the close', client.store.close()), 'done');
        await client.proxy.close();
      });
    }
  });
}
