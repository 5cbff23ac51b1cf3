import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

/** Calls wait no longer than this for what is worked on in slices. */
const SLICE_MS = 4;

/** Runs a long computation and lets the event loop turn between its steps; resolves with what it returns. */
export async function inSlices<T>(steps: Generator<unknown, T>): Promise<T> {
  let begin = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - begin < SLICE_MS) continue;
    await setImmediate();
    begin = performance.now();
  }
}
