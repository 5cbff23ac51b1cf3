/**
 * Work that can wait, a little at a time: long computations as generators, and whatever else is not for a call. A call that
 * arrives meanwhile waits for one slice at most, and where calls wait, this work waits longer.
 */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';

/** How long the event loop is held at a time. A single step may take longer, so steps should be small. */
const SLICE_MS = 2;

/** A turn of the event loop in which everything else took longer: others are waiting. */
const BUSY_TURN_MS = 1;

/** So much later it is this work's turn all the same, or people would see no page as long as calls are many. */
const LONGEST_WAIT_MS = 20;

/** What the order of turns needs of the event loop. */
export interface Loop {
  now(): number;
  /** How many calls have arrived so far. */
  arrived(): number;
  /** Resolves in the loop's next turn, when all that was waiting has been worked on. */
  turn(): Promise<unknown>;
}

/**
 * Hands out turns, one after the other in the order in which they are asked for: ten computations at once must not hold
 * the event loop ten times as long. Returns a function that resolves when the turn has come: behind a turn of the loop in
 * which no call arrived and that was not busy with other things, or after LONGEST_WAIT_MS.
 *
 * Node accepts one connection in each turn of the loop (libuv since 1.45): while calls wait to be accepted, every slice
 * would let only one of them pass.
 */
export function turnsOf(loop: Loop): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const quiet = async (): Promise<void> => {
    const asked = loop.now();
    for (;;) {
      const [begun, arrived] = [loop.now(), loop.arrived()];
      await loop.turn();
      const now = loop.now();
      const isQuiet = now - begun < BUSY_TURN_MS && loop.arrived() === arrived;
      if (isQuiet || now - asked >= LONGEST_WAIT_MS) return;
    }
  };
  return () => (last = last.then(quiet));
}

let arrived = 0;

/** A call has been accepted: behind it others may wait. */
export function callArrived(): void {
  arrived += 1;
}

/**
 * Resolves when work that can wait may go on for a moment: a page that is asked for, the next records of a file. Calls
 * never wait for it.
 */
export const myTurn = turnsOf({
  now: () => performance.now(),
  arrived: () => arrived,
  turn: () => setImmediate(),
});

/** Runs a long computation and lets the event loop turn between its steps; resolves with what it returns. */
export async function inSlices<T>(steps: Generator<unknown, T>): Promise<T> {
  let begin = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - begin < SLICE_MS) continue;
    await myTurn();
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
