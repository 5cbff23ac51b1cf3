/** The sums of a search: of all that is found, by the hour on the house's clock. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_SUMMED, sumCalls } from '../../../../src/people/operations/call-sums.js';
import type { CallFilter, CallKey } from '../../../../src/base/store/call-search.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { aRecord } from '../../../factories.js';

const ALL = {} as CallFilter;
const miss = { group: '700', why: { kind: 'gaveUp', afterSec: 9, stage: 1 }, text: '' } as const;

/** A store that pages by key, as the real one does. */
const searchOf = (calls: readonly CallRecord[]) => ({
  olderWith: (_fields: unknown, _filter: unknown, key: CallKey | undefined, limit: number) => {
    const at = key === undefined ? 0 : calls.findIndex(({ _id }) => _id === key.id) + 1;
    return Promise.resolve({ calls: calls.slice(at, at + limit), more: calls.length > at + limit });
  },
});

test('calls are counted by outcome and hour; waiting and talking are those of answered ones', async () => {
  const calls = [
    aRecord({
      _id: 'a',
      startedAt: new Date('2026-11-25T08:10:00Z'),
      outcome: 'answered',
      waitingSec: 10,
      talkingSec: 60,
    }),
    aRecord({
      _id: 'b',
      startedAt: new Date('2026-11-25T08:59:00Z'),
      outcome: 'answered',
      waitingSec: 21,
      talkingSec: 90,
    }),
    aRecord({
      _id: 'c',
      startedAt: new Date('2026-11-25T23:30:00Z'),
      outcome: 'gaveUp',
      waitingSec: 99,
      missed: miss,
    }),
    // Midsummer: two hours ahead of UTC.
    aRecord({ _id: 'd', startedAt: new Date('2026-07-01T08:00:00Z'), outcome: 'released', missed: null }),
  ];
  const sums = await sumCalls(searchOf(calls), ALL, 'Europe/Berlin');
  const { hours, ...all } = sums;
  assert.deepEqual(all, {
    calls: 4,
    answered: 2,
    missed: 1,
    other: 1,
    averageWaitSec: 16,
    talkingSec: 150,
    isCut: false,
  });
  assert.deepEqual(hours[9], { calls: 2, answered: 2, missed: 0, other: 0 });
  assert.deepEqual(hours[0], { calls: 1, answered: 0, missed: 1, other: 0 });
  assert.deepEqual(hours[10], { calls: 1, answered: 0, missed: 0, other: 1 });
});

test('no more than so many are read, and it says so', async () => {
  const startedAt = new Date('2026-11-25T08:10:00Z');
  const calls = Array.from({ length: MOST_SUMMED + 1 }, (_, index) =>
    aRecord({ _id: `c${index}`, startedAt }),
  );
  const cut = await sumCalls(searchOf(calls), ALL, 'utc');
  assert.deepEqual([cut.calls, cut.isCut], [MOST_SUMMED, true]);
  const whole = await sumCalls(searchOf(calls.slice(1)), ALL, 'utc');
  assert.deepEqual([whole.calls, whole.isCut], [MOST_SUMMED, false]);
});
