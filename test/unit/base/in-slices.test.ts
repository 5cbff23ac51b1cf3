import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import { inSlices, turnsOf } from '../../../src/base/in-slices.js';

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

/** A loop whose turns take these times, in milliseconds; then none. In the first `calls` of them a call arrives. */
function loopOf(turns: number[], calls = 0) {
  let [now, arrived, turn] = [0, 0, 0];
  return {
    now: () => now,
    arrived: () => arrived,
    turn: () => {
      now += turns.shift() ?? 0;
      if (turn++ < calls) arrived += 1;
      return Promise.resolve();
    },
  };
}

test('waits while the loop is busy with other things', async () => {
  const loop = loopOf([3, 2, 4, 0.2, 5]);
  await turnsOf(loop)();
  assert.equal(loop.now(), 9.2);
});

test('waits while calls arrive, of which each turn of the loop accepts one', async () => {
  const loop = loopOf([0.5, 0.5, 0.5, 0.25, 5], 3);
  await turnsOf(loop)();
  assert.equal(loop.now(), 1.75);
});

test('waits no longer than 20 ms, however many calls come', async () => {
  const loop = loopOf(Array.from({ length: 100 }, () => 6));
  await turnsOf(loop)();
  assert.equal(loop.now(), 24);
});

test('gives turns in the order in which they are asked for', async () => {
  const next = turnsOf(loopOf([5, 0, 5, 0]));
  const came: string[] = [];
  await Promise.all(['first', 'second', 'third'].map((name) => next().then(() => came.push(name))));
  assert.deepEqual(came, ['first', 'second', 'third']);
});
