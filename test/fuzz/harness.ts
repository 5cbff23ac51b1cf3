/**
 * How inputs without number are tried on a part of the product, and what counts as a failure of every part: an exception
 * that nobody caught, an answer that does not come, the first input of which the target says that it was treated wrongly.
 * Seeds decide everything, so that a failure comes back: a batch of a thousand inputs has one, the next batch the next.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { watchForHangs } from './hang-watch.js';

export interface FuzzTarget<Input> {
  /** As in `--only`. */
  readonly name: string;
  /** How many inputs the suite tries; all targets together take half a minute. */
  readonly few: number;
  /** Undefined: what is opened says which there are. */
  readonly inputs?: fc.Arbitrary<Input>;
  /** Brings up the part of the product. */
  open(): Promise<OpenTarget<Input>>;
}

export interface OpenTarget<Input> {
  readonly inputs?: fc.Arbitrary<Input>;
  /** Throws when the product did not do what it promises. */
  check(input: Input): void | Promise<void>;
  /** Before each batch: back to the state of the beginning, so that a seed alone brings a failure back. */
  reset?(): Promise<void>;
  /** After each batch. Throws when something was left over. */
  settled?(): void | Promise<void>;
  close(): Promise<void>;
}

/** A target whose inputs nobody else has to know. */
export type AnyTarget = FuzzTarget<unknown>;

/** Hides the type of the inputs, so that targets can stand in one list. */
export function fuzzTarget<Input>(target: FuzzTarget<Input>): AnyTarget {
  return target;
}

export interface FuzzRun {
  readonly inputs: number;
  readonly seed: number;
  /** After each batch, with the number of inputs so far. */
  readonly onBatch?: (done: number) => void | Promise<void>;
}

const BATCH = 1000;

/** For one input, on a busy machine; and when one was late, for each that is tried in search of a shorter one. */
const DEADLINE_MS = 20_000;
const DEADLINE_OF_SHORTER_MS = 2_000;

/** Rejects with the seed and the shortest input that fails. */
export async function fuzz(target: AnyTarget, { inputs, seed, onBatch }: FuzzRun): Promise<void> {
  const stray: unknown[] = [];
  let limitMs = DEADLINE_MS;
  const keep = (error: unknown): void => void stray.push(error);
  process.on('uncaughtException', keep).on('unhandledRejection', keep);
  const watch = watchForHangs(target.name, DEADLINE_MS * 2);
  const opened = await target.open();
  const given = opened.inputs ?? target.inputs ?? assert.fail(`${target.name} has no inputs`);
  try {
    for (let done = 0; done < inputs; done += BATCH) {
      await opened.reset?.();
      const property = fc.asyncProperty(given, async (input) => {
        watch.begins(seed + done / BATCH, input);
        await inTime(opened.check(input), limitMs).catch((error: unknown) => {
          if (error instanceof LateError) limitMs = DEADLINE_OF_SHORTER_MS;
          throw error;
        });
        assert.deepEqual(stray.splice(0), [], 'an error that nobody caught');
      });
      await fc.assert(property, { seed: seed + done / BATCH, numRuns: Math.min(BATCH, inputs - done) });
      await opened.settled?.();
      assert.deepEqual(stray.splice(0), [], 'an error that nobody caught, after the last input');
      watch.pauses();
      await onBatch?.(Math.min(done + BATCH, inputs));
    }
  } finally {
    watch.ends();
    await opened.close();
    process.off('uncaughtException', keep).off('unhandledRejection', keep);
  }
}

async function inTime(work: void | Promise<void>, limitMs: number): Promise<void> {
  if (work === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LateError(`no answer within ${limitMs} ms`)), limitMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

class LateError extends Error {}
