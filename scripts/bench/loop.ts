/**
 * `npm run bench:loop`: is the event loop held while much is asked of the service? Calls are set up at half of the rate
 * that the service can do at most, measured in the same run, while people read live pages, fetch all calls as CSV, look
 * at reports of 20,000 calls and change a configuration of 10,000 users, all at once. Linux only.
 *
 * `--each` measures each of these things alone; `--profile` says what ran during the longest holds; `--calls 1000000` says
 * how many calls there are; `--seconds 60` how long all of it lasts; `--only NAME` one thing only.
 */
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from './load/child.js';
import { DAY } from './report-calls.js';
import { activities, signIn, type CrowdResult } from './load/crowd.js';
import { fill, VISITOR } from './load/fill.js';
import { houseWithSales } from './load/house.js';
import type { LoopReport } from './load/inside.js';
import type { LoadResult } from './load/peer.js';
import { newFolder, placeCalls } from './load/processes.js';
import { startWatchedService, type WatchedService } from './load/service.js';
import { note } from './results.js';
import { optionsOf } from './options.js';

const values = optionsOf(
  'Usage: npm run bench:loop [-- --calls N --seconds N --streams N --each --only NAME --profile --write]',
  {
    calls: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '60' },
    streams: { type: 'string', default: '400' },
    only: { type: 'string' },
    each: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
);
const CALLS = Number(values.calls);
const SECONDS = Number(values.seconds);
const ON_DAY = 20_000;

interface Crowd {
  end(): Promise<CrowdResult>;
}

let session: Promise<string> | undefined;

/** One session for all: signing in is limited. */
function cookie({ pages }: WatchedService): Promise<string> {
  session ??= signIn(pages, VISITOR.name, VISITOR.password).then((visitor) => visitor.cookie);
  return session;
}

/** Resolves when the streams are open. */
async function startCrowd(service: WatchedService, streams: number, only?: string): Promise<Crowd> {
  const words = [service.pages, await cookie(service), DAY, String(streams)];
  if (only !== undefined) words.push(only);
  const child = startChild(path.join(import.meta.dirname, 'load/crowd-process.js'), words);
  const exited = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the crowd ended: ${code}`)));
  exited.catch(() => undefined);
  await Promise.race([once(child, 'message'), exited]);
  return {
    end: async () => {
      const told = once(child, 'message');
      child.send('end');
      return ((await Promise.race([told, exited])) as [CrowdResult])[0];
    },
  };
}

const ms = (value: number): string => value.toFixed(1).padStart(7);

function show(name: string, { late, held, pauses, holds }: LoopReport): void {
  console.log(
    `${name.padEnd(36)} late p99 ${ms(late.p99)} max ${ms(late.max)}   held p99 ${ms(held.p99)} p99.9 ${ms(held.p999)} max ${ms(held.max)}   gc max ${ms(pauses.longestMs)} ms`,
  );
  if (!values.profile) return;
  for (const { lateMs, waitedMs, ran } of holds.slice(0, 5)) {
    console.log(`  ${ms(lateMs)} ms, of which ${ms(waitedMs)} ms waiting for a processor`);
    for (const line of ran) console.log(`      ${line}`);
  }
}

async function each(service: WatchedService): Promise<void> {
  for (const name of Object.keys(activities(DAY))) {
    if (values.only !== undefined && name !== values.only) continue;
    const people = await startCrowd(service, 0, name);
    // The first time compiles.
    await delay(1000);
    await service.ask('begin');
    await delay(4000);
    show(name, await service.ask('loop'));
    const { faults } = await people.end();
    if (faults.length > 0) console.log(`  FAULTS: ${faults.join('; ')}`);
  }
}

async function together(service: WatchedService): Promise<void> {
  await placeCalls(service, { calls: 2_000, parallel: 100, ringMs: 5 });
  const most = await placeCalls(service, { calls: 6_000, parallel: 300, ringMs: 5 });
  const perSec = Math.floor(most.calls / most.seconds / 2);
  console.log(`at most ${(most.calls / most.seconds).toFixed(0)} calls/s; now ${perSec} calls/s`);
  const load = { calls: perSec * SECONDS, parallel: 0, ringMs: 2000, perSec };
  await service.ask('begin');
  const quiet = await placeCalls(service, { ...load, calls: perSec * 10 });
  const alone = await service.ask('loop');
  show('calls alone', alone);
  console.log(`  connect to bridge p50 ${ms(quiet.p50)}  p99 ${ms(quiet.p99)} ms`);
  const people = await startCrowd(service, Number(values.streams), values.only);
  await delay(2000);
  await service.ask('begin');
  const cpuBefore = service.cpuMs();
  const busy = await placeCalls(service, load);
  const all = await service.ask('loop');
  const serviceCpuMs = service.cpuMs() - cpuBefore;
  show('calls and everything', all);
  console.log(`  connect to bridge p50 ${ms(busy.p50)}  p99 ${ms(busy.p99)} ms`);
  const { done, streamedMb, csvMb, cpuMs, faults } = await people.end();
  const processors = {
    service: serviceCpuMs / busy.seconds / 1000,
    callers: busy.callerCpuMs / busy.seconds / 1000,
    readers: cpuMs / busy.seconds / 1000,
  };
  const shares = Object.entries(processors).map(([who, count]) => `${who} ${count.toFixed(2)}`);
  console.log(`  processors busy: ${shares.join(', ')}`);
  console.log(
    `  done: ${JSON.stringify(done)}; ${streamedMb.toFixed(0)} MB of streams, ${csvMb.toFixed(0)} MB of CSV`,
  );
  if (faults.length > 0) console.log(`  FAULTS: ${faults.join('; ')}`);
  if (!values.write) return;
  const bridge = ({ p50, p99 }: LoadResult) => ({ p50, p99 });
  const loop = ({ late, held, pauses }: LoopReport) => ({ late, held, pauses });
  await note('loop', {
    calls: CALLS,
    streams: Number(values.streams),
    mostPerSec: most.calls / most.seconds,
    perSec,
    alone: { bridge: bridge(quiet), ...loop(alone) },
    all: { bridge: bridge(busy), ...loop(all), done },
    processors,
  });
}

const folder = newFolder();
const begun = performance.now();
await fill(folder, CALLS, ON_DAY);
console.log(`${CALLS} calls are there after ${((performance.now() - begun) / 1000).toFixed(0)} s`);
if (values.profile) process.env['BENCH_PROFILE'] = '1';
const service = await startWatchedService({
  folder,
  configuration: JSON.stringify(houseWithSales(1)),
  nodeOptions: process.execArgv,
});
try {
  if (values.each) await each(service);
  else await together(service);
} finally {
  await service.stop();
}
