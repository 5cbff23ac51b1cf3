/** Which calls of a channel are finished, and that this does not grow without an end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DoneCalls } from '../../../../src/calls/follow/done-calls.js';

test('each call of a channel is known, and when the newest was finished', () => {
  const done = new DoneCalls();
  done.note({ _id: 'c', channel: 'c' }, 1_000);
  done.note({ _id: 'c-2', channel: 'c' }, 2_000);
  const has = (_id: string) => done.has({ _id, channel: 'c' });
  assert.deepEqual(['c', 'c-2', 'c-3'].map(has), [true, true, false]);
  assert.deepEqual([done.atMs('c'), done.atMs('other')], [2_000, undefined]);
});

test('of very many channels the oldest are dropped', () => {
  const done = new DoneCalls();
  for (let call = 0; call < 20_002; call += 1) done.note({ _id: `${call}`, channel: `${call}` }, call);
  assert.deepEqual([done.atMs('1'), done.atMs('2'), done.atMs('20001')], [undefined, 2, 20_001]);
});
