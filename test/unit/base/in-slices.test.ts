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

test('gives an error of a step to who waits', async () => {
  const failing = function* (): Generator<undefined, string> {
    yield;
    throw new Error('no such group');
  };
  await assert.rejects(inSlices(failing()), /no such group/);
});
