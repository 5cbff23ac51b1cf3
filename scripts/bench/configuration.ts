/**
 * Loads a configuration of 10,000 users and 2,000 groups while calls are being routed, and prints how long the event
 * loop was blocked. Another process writes the configuration, as another instance or the command line would. Then the
 * script saves one user as the pages do, lists the revisions, shows one and restores it, and works out what FreeSWITCH
 * needs. It also prints the longest pause of the garbage collector, which is part of the blocked time and grows with
 * the load of the machine.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DateTime } from 'luxon';
import { needSteps } from '../../src/calls/live/needs.js';
import { checkValue } from '../../src/base/configuration/check.js';
import { SnapshotProvider } from '../../src/base/configuration/provider.js';
import { startEmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { ConfigurationEditor } from '../../src/people/operations/configuration-editor.js';
import { proposeTakeBack, takeBack } from '../../src/people/operations/take-back.js';
import type { WholeUse } from '../../src/people/operations/whole-configuration.js';
import { partsThatDiffer } from '../../src/people/pages/configuration/difference.js';
import { partsViewSteps, revisionView } from '../../src/people/pages/revisions/view.js';
import { inSlices } from '../../src/base/in-slices.js';
import { partFinder } from '../../src/base/configuration/parts.js';
import { readable } from '../../src/base/configuration/import.js';
import { connectStore } from '../../src/base/store/connection.js';
import { onlyBare } from '../command-error.js';
import { largeHouse } from './load/house.js';

onlyBare('Usage: npm run bench:configuration', ['write']);

async function write(uri: string, base: number, size: number): Promise<void> {
  const checked = checkValue(largeHouse(size));
  if (checked.kind === 'faulty') throw new Error(JSON.stringify(checked.faults.slice(0, 3)));
  const store = await connectStore(uri);
  await store.configurations.save({
    base,
    content: checked.configuration,
    changes: { added: [], changed: [], removed: [] },
    author: 'bench',
    origin: 'file',
    reason: 'bench',
    at: new Date(),
  });
  await store.close();
}

async function writeElsewhere(uri: string, base: number, size: number): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ['write', uri, String(base), String(size)]);
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`the writer ended with ${code}`);
}

const quiet = { info: () => undefined, warn: () => undefined, error: console.error };

/** A line that says how long calls had to wait. */
async function heldDuring(provider: SnapshotProvider, work: () => Promise<void>): Promise<string> {
  const held = monitorEventLoopDelay({ resolution: 1 });
  let calls = 0;
  const caller = setInterval(() => (calls += provider.current().groups.has('70000') ? 1 : 0), 1);
  let pauseMs = 0;
  const pauses = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) pauseMs = Math.max(pauseMs, duration);
  });
  pauses.observe({ entryTypes: ['gc'] });
  const begin = performance.now();
  held.enable();
  await work();
  held.disable();
  // The last garbage collections are reported one turn of the event loop later.
  await delay(5);
  pauses.disconnect();
  clearInterval(caller);
  const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  return (
    `after ${seconds} s, ${calls} calls answered meanwhile; ` +
    `event loop held p99 ${ms(held.percentile(99))} ms, at most ${ms(held.max)} ms ` +
    `(garbage collection at most ${pauseMs.toFixed(1)} ms)`
  );
}

/** What the pages of revisions do. Revision 1 is a hundredth of the size of the others. */
function revisionWork(use: WholeUse): Readonly<Record<string, () => Promise<void>>> {
  const { configurations } = use;
  const newest = async () => (await configurations.head())?.revision ?? 0;
  const take = async (revision: number) => {
    const by = { who: 'bench', at: new Date(), base: await newest(), removalsMeant: true };
    const { kind } = await takeBack(use, { revision, part: undefined }, by);
    if (kind !== 'saved') throw new Error(`taking back is ${kind}`);
  };
  return {
    'the list of revisions made': async () => {
      const find = partFinder(await readable(await configurations.latest()));
      for (const info of await configurations.list()) revisionView(info, find, READER);
    },
    'what another revision would change shown': async () => {
      const { running, outcome } = await proposeTakeBack(configurations, { revision: 1, part: undefined });
      if (running === undefined || outcome.kind !== 'ready')
        throw new Error(`taking back is ${outcome.kind}`);
      const { configuration } = outcome;
      const parts = await inSlices(partsThatDiffer(running, configuration, 'en'));
      await inSlices(partsViewSteps(parts, [running, configuration], 'en'));
    },
    'a revision of one other user taken back': async () => take((await newest()) - 1),
    'a small revision and the large one again taken back': async () => {
      await take(1);
      await take(3);
    },
  };
}

const READER = { lang: 'en', timezone: 'Europe/Berlin' } as const;

async function measure(): Promise<void> {
  const load = loadavg().map((one) => one.toFixed(1));
  console.log(`load of the machine before: ${load.join(', ')}; ${availableParallelism()} processors`);
  const folder = await mkdtemp(path.join(tmpdir(), 'rufgruppe-bench-'));
  const server = await startEmbeddedMongo({ folder: path.join(folder, 'db') });
  const uri = server.uriFor('bench');
  await writeElsewhere(uri, 0, 0.01);
  const store = await connectStore(uri);
  const provider = new SnapshotProvider({
    store,
    dataFolder: path.join(folder, 'data'),
    log: quiet,
    now: () => DateTime.utc(),
  });
  await provider.start();
  for (const base of [1, 2, 3]) {
    const held = await heldDuring(provider, async () => {
      await writeElsewhere(uri, base, 1);
      while (provider.current().revision !== base + 1) await delay(5);
    });
    console.log(`revision ${base + 1}: taken up with its writing ${held}`);
  }
  const audit = { note: () => Promise.resolve() };
  const use = { configurations: store.configurations, audit, refresh: () => provider.refresh() };
  const editor = new ConfigurationEditor(use);
  for (const turn of [1, 2, 3]) {
    const held = await heldDuring(provider, async () => {
      const part = await editor.part({ kind: 'user', id: 'user-7' });
      const content = { ...(part?.content as object), name: `Somebody ${turn}` };
      const by = { who: 'bench', origin: 'page', at: new Date() } as const;
      const { kind } = await editor.save({ kind: 'user', id: 'user-7', etag: part?.etag, content, ...by });
      if (kind !== 'saved') throw new Error(`the user is ${kind}`);
    });
    console.log(`one user saved and taken up ${held}`);
  }
  const { configurations } = store;
  const needed = async () => {
    await inSlices(needSteps(provider.current()));
  };
  console.log(`what FreeSWITCH must have found ${await heldDuring(provider, needed)}`);
  for (const [what, work] of Object.entries(revisionWork({ configurations, audit, refresh: use.refresh }))) {
    for (let turn = 0; turn < 3; turn += 1) console.log(`${what} ${await heldDuring(provider, work)}`);
  }
  await provider.stop();
  await store.close();
  await server.close();
  await rm(folder, { recursive: true });
}

const [what, uri = '', base, size] = process.argv.slice(2);
if (what === 'write') await write(uri, Number(base), Number(size));
else await measure();
