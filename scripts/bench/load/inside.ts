/**
 * Loaded into a measured process before anything else (`--import`): watches its event loop, and tells over IPC what only
 * the process itself knows. Linux only.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { createHistogram, performance, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { LoopProfile } from './loop-profile.js';

/** One time that the event loop was held. Times in milliseconds. */
export interface Hold {
  /** Of the process's monotonic clock. */
  readonly endedAt: number;
  /** How long a timer was late. */
  readonly lateMs: number;
  /** Of this: the thread could have run, but the machine ran something else. */
  readonly waitedMs: number;
  /** What ran meanwhile; empty unless profiled. */
  readonly ran: readonly string[];
}

export interface LoopReport {
  /** How late a timer of 1 ms was, and the same without the time in which the thread waited for a processor. */
  readonly late: Spread;
  readonly held: Spread;
  /** The longest ones. */
  readonly holds: readonly Hold[];
  /** Pauses of the garbage collector. */
  readonly pauses: { readonly longestMs: number; readonly totalMs: number };
  readonly seconds: number;
}

export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface MemoryReport {
  readonly rssMb: number;
  readonly heapMb: number;
  /** Buffers and other memory outside the heap. */
  readonly externalMb: number;
  /** Sockets, timers and others that keep a process alive, by kind. */
  readonly resources: Readonly<Record<string, number>>;
}

export type Question = 'begin' | 'loop' | 'memory' | 'snapshot';

const RESOLUTION_MS = 1;
/** Shorter holds are only counted. */
const NOTED_MS = 8;
const KEPT = 12;

class LoopWatch {
  readonly #stat = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  readonly #bytes = Buffer.alloc(80);
  readonly #late = createHistogram();
  readonly #held = createHistogram();
  readonly #profile = process.env['BENCH_PROFILE'] === '1' ? new LoopProfile() : undefined;
  #holds: Hold[] = [];
  #pauses = { longestMs: 0, totalMs: 0 };
  #begunAt = performance.now();
  #before = performance.now();
  #waited = 0;

  constructor() {
    this.#waited = this.#waitedMs();
    setInterval(() => this.#tick(), RESOLUTION_MS).unref();
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        this.#pauses.totalMs += duration;
        this.#pauses.longestMs = Math.max(this.#pauses.longestMs, duration);
      }
    }).observe({ entryTypes: ['gc'] });
  }

  #tick(): void {
    const now = performance.now();
    const lateMs = Math.max(0, now - this.#before - RESOLUTION_MS);
    const waited = this.#waitedMs();
    const waitedMs = Math.min(lateMs, waited - this.#waited);
    this.#before = now;
    this.#waited = waited;
    // A histogram counts whole numbers from 1.
    this.#late.record(Math.max(1, Math.round(lateMs * 1000)));
    this.#held.record(Math.max(1, Math.round((lateMs - waitedMs) * 1000)));
    if (lateMs < NOTED_MS) return;
    this.#holds.push({ endedAt: now, lateMs, waitedMs, ran: [] });
    if (this.#holds.length > KEPT * 10) this.#holds = longest(this.#holds);
  }

  /** How long this thread has waited for a processor so far, by the kernel's count. */
  #waitedMs(): number {
    const length = readSync(this.#stat, this.#bytes, 0, this.#bytes.length, 0);
    return Number(this.#bytes.toString('latin1', 0, length).split(' ')[1]) / 1e6;
  }

  async begin(): Promise<void> {
    this.#late.reset();
    this.#held.reset();
    this.#holds = [];
    this.#pauses = { longestMs: 0, totalMs: 0 };
    await this.#profile?.begin();
    this.#begunAt = performance.now();
    this.#before = this.#begunAt;
    this.#waited = this.#waitedMs();
  }

  async report(): Promise<LoopReport> {
    const holds = longest(this.#holds);
    const seconds = (performance.now() - this.#begunAt) / 1000;
    const report = {
      late: spread(this.#late),
      held: spread(this.#held),
      pauses: { ...this.#pauses },
      seconds,
      holds,
    };
    const ran = await this.#profile?.during(holds);
    return ran === undefined
      ? report
      : { ...report, holds: holds.map((one, index) => ({ ...one, ran: ran[index] ?? [] })) };
  }

  close(): void {
    closeSync(this.#stat);
  }
}

function longest(holds: readonly Hold[]): Hold[] {
  return holds
    .toSorted((one, other) => other.lateMs - other.waitedMs - (one.lateMs - one.waitedMs))
    .slice(0, KEPT);
}

function spread(of: { percentile(share: number): number; readonly max: number }): Spread {
  const ms = (value: number) => value / 1000;
  return {
    p50: ms(of.percentile(50)),
    p99: ms(of.percentile(99)),
    p999: ms(of.percentile(99.9)),
    max: ms(of.max),
  };
}

async function memory(): Promise<MemoryReport> {
  // What is dropped after one collection, such as what finalizers let go, goes with the next.
  for (let time = 0; time < 4; time += 1) {
    globalThis.gc?.();
    await setImmediate();
  }
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  const mb = (bytes: number) => bytes / 2 ** 20;
  return {
    rssMb: mb(rss),
    heapMb: mb(heapUsed),
    externalMb: mb(Math.max(external, arrayBuffers)),
    resources,
  };
}

async function answer(watch: LoopWatch, question: Question): Promise<unknown> {
  switch (question) {
    case 'begin':
      await watch.begin();
      return {};
    case 'loop':
      return watch.report();
    case 'memory':
      return memory();
    case 'snapshot': {
      const { writeHeapSnapshot } = await import('node:v8');
      return { file: writeHeapSnapshot() };
    }
  }
}

// The database's thread loads this file too.
if (isMainThread && process.send !== undefined) {
  const watch = new LoopWatch();
  process.on('message', (question: Question) => {
    void answer(watch, question).then((told) => process.send?.(told));
  });
  process.channel?.unref();
}
