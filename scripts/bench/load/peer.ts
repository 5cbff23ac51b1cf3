/** Places calls to a controller and prints the results as JSON on standard output. Runs in a process of its own. */
import { setTimeout as delay } from 'node:timers/promises';
import { placeLoadCall } from './call.js';
import { readTraffic } from './traffic.js';

export interface LoadResult {
  readonly calls: number;
  readonly seconds: number;
  /** Connection to `bridge`, milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** What went wrong, the first few. */
  readonly faults: readonly string[];
}

const [port = 0, calls = 0, parallel = 0, ringMs = 0, perSec = 0] = process.argv.slice(2, 7).map(Number);
const group = process.argv[7] ?? '';
const traffic = readTraffic();
const times: number[] = [];
const faults: string[] = [];
let begunCalls = 0;

async function place(): Promise<void> {
  begunCalls += 1;
  try {
    times.push((await placeLoadCall({ port, group, ringMs, traffic })).bridgeMs);
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
}

async function line(): Promise<void> {
  while (begunCalls < calls) await place();
}

/** Calls come when they come, whether the controller keeps up or not. */
async function atRate(): Promise<void> {
  const under: Promise<void>[] = [];
  while (begunCalls < calls) {
    const due = Math.min(calls, Math.floor(((performance.now() - begun) / 1000) * perSec) + 1);
    while (begunCalls < due) under.push(place());
    await delay(1);
  }
  await Promise.all(under);
}

const begun = performance.now();
if (perSec > 0) await atRate();
else await Promise.all(Array.from({ length: parallel }, line));
const seconds = (performance.now() - begun) / 1000;
const sorted = times.toSorted((one, other) => one - other);
const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
const result: LoadResult = {
  calls: times.length,
  seconds,
  p50: at(0.5),
  p99: at(0.99),
  faults: faults.slice(0, 5),
};
console.log(JSON.stringify(result));
