/** Places calls to a controller and prints the results as JSON on standard output. Runs in a process of its own. */
import { setTimeout as delay } from 'node:timers/promises';
import { placeLoadCall } from './call.js';
import { readTraffic } from './traffic.js';

export interface LoadResult {
  readonly calls: number;
  readonly seconds: number;
  /** Connection to `bridge`, milliseconds; of calls at a rate without those of the first second. */
  readonly p50: number;
  readonly p99: number;
  /** Processor time of this caller, milliseconds. */
  readonly callerCpuMs: number;
  /** What went wrong, the first few. */
  readonly faults: readonly string[];
}

const [port = 0, calls = 0, parallel = 0, ringMs = 0, perSec = 0] = process.argv.slice(2, 7).map(Number);
const group = process.argv[7] ?? '';
const traffic = readTraffic();
/** Calls at a rate in this time are placed but not measured: the caller has just started, and is itself too slow for them. */
const WARM_UP_MS = 1_000;
const times: number[] = [];
const uncounted: number[] = [];
const faults: string[] = [];
let begunCalls = 0;

async function place(): Promise<void> {
  begunCalls += 1;
  const into = perSec > 0 && performance.now() - begun < WARM_UP_MS ? uncounted : times;
  try {
    into.push((await placeLoadCall({ port, group, ringMs, traffic })).bridgeMs);
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
const { user, system } = process.cpuUsage();
const result: LoadResult = {
  calls: times.length + uncounted.length,
  seconds,
  p50: at(0.5),
  p99: at(0.99),
  callerCpuMs: (user + system) / 1000,
  faults: faults.slice(0, 5),
};
console.log(JSON.stringify(result));
