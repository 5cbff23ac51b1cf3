import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OtherCalls } from '../../../../src/calls/live/other-calls.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { aRecord } from '../../../factories.js';

/** Lets what was asked for arrive. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('calls of other instances are read while somebody looks, every three seconds at most', async () => {
  let [nowMs, reads, changes] = [10_000, 0, 0];
  let found: readonly CallRecord[] = [aRecord({ _id: 'other' })];
  const others = new OtherCalls({
    read: () => {
      reads += 1;
      return reads === 3 ? Promise.reject(new Error('the database is away')) : Promise.resolve(found);
    },
    onChange: () => (changes += 1),
    nowMs: () => nowMs,
  });
  assert.deepEqual(others.list(), []);
  await settled();
  assert.deepEqual(
    others.list().map(({ _id }) => _id),
    ['other'],
  );
  assert.deepEqual([reads, changes], [1, 1]);
  nowMs += 3000;
  others.list();
  await settled();
  assert.deepEqual([reads, changes], [2, 1], 'the same calls are no change');
  nowMs += 3000;
  others.list();
  await settled();
  assert.deepEqual(others.list(), [], 'nobody knows of them while the database is away');
  found = [];
  assert.equal(reads, 3);
});
