/** Long computations as generators: a call that arrives meanwhile waits for one slice at most. */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

/** How long the event loop is held at a time. A single step may take longer, so steps should be small. */
const SLICE_MS = 2;

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

/** Runs the same computation without pauses, for tools and tests that handle no calls. */
export function atOnce<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
