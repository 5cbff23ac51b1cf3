/** Long computations as generators: a call that arrives meanwhile waits for one slice at most. */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

/** How long the event loop is held at a time. A single step may take longer, so steps should be small. */
const SLICE_MS = 2;

/** Ends when the slice that was asked for last may begin. */
let last: Promise<unknown> = Promise.resolve();

/** One slice in each turn of the event loop, of whichever computation: ten at once must not hold it ten times as long. */
function nextTurn(): Promise<unknown> {
  last = last.then(() => setImmediate());
  return last;
}

/** Runs a long computation and lets the event loop turn between its steps; resolves with what it returns. */
export async function inSlices<T>(steps: Generator<unknown, T>): Promise<T> {
  let begin = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - begin < SLICE_MS) continue;
    await nextTurn();
    begin = performance.now();
  }
}

/** Runs the same computation without pauses, for tools and tests that handle no calls. */
export function atOnce<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
