import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { RecentTimes } from '../../../../src/calls/limits/recent-times.js';

const MINUTE_MS = 60_000;

describe('How often something has happened of late', () => {
  test('is reached with the third time within a minute, and not when the first is a minute ago', () => {
    const times = new RecentTimes(MINUTE_MS);
    for (const atMs of [0, 20_000]) times.add('a', 3, atMs);
    assert.equal(times.hasReached('a', 3, 20_000), false);
    times.add('a', 3, 40_000);
    assert.equal(times.hasReached('a', 3, 59_999), true);
    assert.equal(times.hasReached('a', 3, 60_000), false);
    assert.equal(times.hasReached('b', 1, 59_999), false);
  });

  test('is what a list of all times says, whatever the times and keys are', () => {
    const events = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), afterMs: fc.nat(70_000) }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 5 }), (all, most) => {
        const times = new RecentTimes(MINUTE_MS);
        const list: { key: string; atMs: number }[] = [];
        let atMs = 0;
        for (const { key, afterMs } of all) {
          atMs += afterMs;
          const now = atMs;
          const counted = list.filter((one) => one.key === key && one.atMs > now - MINUTE_MS).length;
          assert.equal(times.hasReached(key, most, atMs), counted >= most);
          times.add(key, most, atMs);
          list.push({ key, atMs });
        }
      }),
    );
  });

  test('fills no memory: random keys push out the oldest, and a window later all are forgotten', () => {
    const times = new RecentTimes(MINUTE_MS, 100);
    for (let index = 0; index < 5_000; index += 1) times.add(`caller ${index}`, 3, index);
    assert.ok(times.size <= 200, `${times.size} keys`);
    times.hasReached('x', 1, 10 * MINUTE_MS);
    assert.equal(times.size, 0);
  });
});
