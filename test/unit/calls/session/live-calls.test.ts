/** The calls of this moment, found by their records and by their callers' channels. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveCalls } from '../../../../src/calls/session/live-calls.js';
import { aRecord } from '../../../factories.js';

const open = (id: string, channel: string) => aRecord({ _id: id, channel, endedAt: null, outcome: 'open' });

test("a caller's channel has a call here until the last of its records is finished or taken over", () => {
  const live = new LiveCalls();
  live.update(open('c', 'c'));
  live.update({ ...open('c', 'c'), hangupCause: 'NORMAL_CLEARING' });
  live.update(open('c-2', 'c'));
  live.update({ ...open('c', 'c'), endedAt: new Date() });
  assert.deepEqual([live.hasChannel('c'), live.list().map(({ _id }) => _id)], [true, ['c-2']]);
  live.forget('c-2');
  live.forget('c-2');
  assert.deepEqual([live.hasChannel('c'), live.list()], [false, []]);
});
