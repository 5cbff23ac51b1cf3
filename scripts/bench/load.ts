/**
 * `npm run bench:load`: compares this service with a modesl server that only rings a fixed phone, in one run on one
 * machine. A scripted FreeSWITCH, made as cheap as possible, places the calls, and all are answered. Linux only.
 */
import { onlyBare } from '../command-error.js';
import type { LoadResult } from './load/peer.js';
import { smallHouse } from './load/house.js';
import { everyRecord, placeCalls, startBareModesl, type Program } from './load/processes.js';
import { startService } from './load/service.js';
import { note } from './results.js';

onlyBare('Usage: npm run bench:load [-- --write]', ['--write']);

/** How many calls at the same time, and how many in total. */
const LOADS = [
  { parallel: 20, calls: 2_000, ringMs: 5 },
  { parallel: 300, calls: 6_000, ringMs: 5 },
];

/** A service runs for weeks: what is measured is not how the program is compiled while it begins. */
const WARM_UP = { parallel: 20, calls: 3_000, ringMs: 5 };

interface Measured extends LoadResult {
  readonly cpuMs: number;
}

async function measure(program: Program, load: (typeof LOADS)[number]): Promise<Measured> {
  const before = program.cpuMs();
  const result = await placeCalls(program, load);
  if (program.folder !== '') await everyRecord(program.folder, placed);
  return { ...result, cpuMs: (program.cpuMs() - before) / load.calls };
}

let placed = 0;

async function run(name: string, start: () => Promise<Program>): Promise<readonly Measured[]> {
  const program = await start();
  placed = 0;
  try {
    const results: Measured[] = [];
    for (const load of [WARM_UP, ...LOADS]) {
      placed += load.calls;
      results.push(await measure(program, load));
    }
    console.log(`${name}: ${program.memoryMb().toFixed(0)} MB at the end`);
    return results.slice(1);
  } finally {
    await program.stop();
  }
}

const bare = await run('bare modesl', startBareModesl);
const service = await run('this service', () => startService({ configuration: smallHouse(0) }));
const large = await run('this service, 10,000 users', () =>
  startService({ configuration: smallHouse(9_999) }),
);

const figures = ({ calls, seconds, p50, p99, cpuMs }: Measured): string =>
  [
    `${(calls / seconds).toFixed(0).padStart(6)} calls/s`,
    `connect to bridge ${p50.toFixed(1).padStart(6)} / ${p99.toFixed(1).padStart(6)} ms (p50 / p99)`,
    `${cpuMs.toFixed(2)} ms of processor time a call`,
  ].join('   ');

for (const [index, { parallel }] of LOADS.entries()) {
  const [least, own, many] = [bare[index], service[index], large[index]];
  if (least === undefined || own === undefined || many === undefined) continue;
  const ratio = own.calls / own.seconds / (least.calls / least.seconds);
  console.log(`\n${parallel} at a time: ${ratio.toFixed(2)} of the bare server's calls a second`);
  console.log(`  bare modesl                 ${figures(least)}`);
  console.log(`  this service                ${figures(own)}`);
  console.log(`  this service, 10,000 users  ${figures(many)}`);
}

if (process.argv.includes('--write')) {
  const loads = LOADS.map(({ parallel }, index) => ({
    parallel,
    bare: figuresOf(bare[index]),
    service: figuresOf(service[index]),
    large: figuresOf(large[index]),
  }));
  await note('load', { loads });
}

function figuresOf(measured: Measured | undefined) {
  if (measured === undefined) return null;
  const { calls, seconds, p50, p99, cpuMs } = measured;
  return { perSec: calls / seconds, p50, p99, cpuMs };
}
