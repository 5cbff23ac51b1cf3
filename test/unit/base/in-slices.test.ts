import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import { inSlices } from '../../../src/base/in-slices.js';

function* steps(count: number, busyMs: number): Generator<undefined, string> {
  for (let step = 0; step < count; step += 1) {
    const endMs = performance.now() + busyMs;
    while (performance.now() < endMs);
    yield;
  }
  return 'done';
}

test('lets the event loop turn between steps that take long', async () => {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  assert.equal(await inSlices(steps(5, 6)), 'done');
  isOver = true;
  assert.ok(turns >= 4, `${turns} turns`);
});

test('gives each turn of the event loop one slice, however many computations are under way', async () => {
  let [turn, isOver] = [0, false];
  const count = (): void => {
    turn += 1;
    if (!isOver) setImmediate(count);
  };
  const turns = new Map<number, Set<string>>();
  const computation = function* (name: string): Generator<undefined, void> {
    for (let step = 0; step < 4; step += 1) {
      // The first steps come at once; from the second on each waits for its turn.
      if (step > 0) turns.set(turn, (turns.get(turn) ?? new Set()).add(name));
      const endMs = performance.now() + 3;
      while (performance.now() < endMs);
      yield;
    }
  };
  setImmediate(count);
  await Promise.all(['one', 'two', 'three'].map((name) => inSlices(computation(name))));
  isOver = true;
  assert.deepEqual(
    [...turns.values()].map(({ size }) => size),
    Array.from({ length: 9 }, () => 1),
  );
});

test('gives an error of a step to who waits', async () => {
  const failing = function* (): Generator<undefined, string> {
    yield;
    throw new Error('no such group');
  };
  await assert.rejects(inSlices(failing()), /no such group/);
});
