/**
 * Ends a process that stands still: an input that makes the product turn in circles leaves no timer of its own thread a
 * chance. Another thread looks at what was begun when, prints the seed and the input, and kills.
 */
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';

export interface HangWatch {
  begins(seed: number, input: unknown): void;
  /** Nothing is tried now. */
  pauses(): void;
  ends(): void;
}

const TEXT_BYTES = 64 * 1024;

const WATCHER = `
const { writeSync } = require('node:fs');
const { workerData } = require('node:worker_threads');
const state = new Int32Array(workerData.shared, 0, 3);
const text = new Uint8Array(workerData.shared, 12);
let seen = 0, since = Date.now();
setInterval(() => {
  const count = Atomics.load(state, 0);
  if (count === 0 || count !== seen) { seen = count; since = Date.now(); return; }
  if (Date.now() - since < workerData.limitMs) return;
  const input = Buffer.from(text.slice(0, state[2])).toString();
  writeSync(2, 'fuzz: ' + workerData.name + ' stands still; seed ' + state[1] + ', input ' + input + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, 500);
`;

export function watchForHangs(name: string, limitMs: number): HangWatch {
  const shared = new SharedArrayBuffer(12 + TEXT_BYTES);
  /** Which input is tried (0: none), its seed, the length of its text. */
  const state = new Int32Array(shared, 0, 3);
  const text = new Uint8Array(shared, 12);
  const worker = new Worker(WATCHER, { eval: true, workerData: { shared, name, limitMs } });
  worker.unref();
  const encoder = new TextEncoder();
  let count = 0;
  return {
    begins: (seed, input) => {
      state[1] = seed;
      state[2] = encoder.encodeInto(fc.stringify(input), text).written;
      Atomics.store(state, 0, (count += 1));
    },
    pauses: () => void Atomics.store(state, 0, 0),
    ends: () => void worker.terminate(),
  };
}
