/** Today's figures against the same weekday of the weeks before, up to the same time of day. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { TodayFigures } from '../../../../src/people/operations/today.js';
import { aRecord } from '../../../factories.js';

const ZONE = 'Europe/Berlin';
const at = (iso: string) => DateTime.fromISO(iso, { zone: ZONE });

type End = 'answered' | 'missed' | 'open';

function call(begin: string, end: End, waitingSec = 10): CallRecord {
  const startedAt = at(begin).toJSDate();
  return aRecord({
    _id: begin,
    startedAt,
    waitingSec: end === 'open' ? null : waitingSec,
    outcome: end === 'open' ? 'open' : end === 'missed' ? 'gaveUp' : 'answered',
    answeredBy:
      end === 'answered'
        ? { who: 'Anna', userId: 'anna', kind: 'desk', to: '1001', group: '700', stage: 1 }
        : null,
    missed:
      end === 'missed'
        ? { group: '700', why: { kind: 'gaveUp', afterSec: waitingSec, stage: 1 }, text: 'gave up' }
        : null,
  });
}

/** As the store answers; `read` has the begin of each period that was asked for. */
function kept(calls: CallRecord[]) {
  const read: string[] = [];
  const inOrder = () => calls.toSorted((one, other) => one.startedAt.getTime() - other.startedAt.getTime());
  const store = {
    // eslint-disable-next-line @typescript-eslint/require-await
    async *ofTime(from: Date, to: Date) {
      read.push(DateTime.fromJSDate(from).setZone(ZONE).toFormat('dd.MM. HH:mm'));
      yield* inOrder().filter(({ startedAt }) => startedAt >= from && startedAt < to);
    },
    oldestAt: () => Promise.resolve(inOrder()[0]?.startedAt),
  };
  return { today: new TodayFigures(store as never, 'all'), read, calls };
}

const EARLY = call('2026-10-01T08:00', 'answered');

describe('Today', () => {
  test('is counted up to now, and the usual is the mean of the same weekday up to the same time', async () => {
    const { today } = kept([
      EARLY,
      call('2026-11-25T08:00', 'answered', 12),
      call('2026-11-25T09:00', 'missed', 31),
      call('2026-11-25T09:10', 'open'),
      call('2026-11-18T08:00', 'answered', 8),
      call('2026-11-18T09:29', 'missed', 20),
      // Later in the day than now.
      call('2026-11-18T09:31', 'missed', 90),
      // Another weekday.
      call('2026-11-24T08:00', 'missed', 70),
      call('2026-11-11T07:00', 'answered', 40),
    ]);
    const found = await today.look(at('2026-11-25T09:30'));
    assert.ok(found !== undefined);
    assert.deepEqual(found.soFar, { calls: 3, answered: 1, missed: 1, longestWaitSec: 31 });
    // Of four Wednesdays: 2, 1, 0 and 0 calls.
    assert.deepEqual(found.usual, {
      days: 4,
      tally: { calls: 1, answered: 1, missed: 0, longestWaitSec: 15 },
    });
  });

  test('with calls of less than two such days nobody knows what is usual', async () => {
    const { today } = kept([call('2026-11-18T00:00', 'answered'), call('2026-11-25T08:00', 'answered')]);
    const found = await today.look(at('2026-11-25T09:30'));
    assert.equal(found?.usual, undefined);
    assert.equal(found?.soFar.calls, 1);
  });

  test('a day on which the first call came is not known as a whole', async () => {
    const { today } = kept([call('2026-11-11T08:00', 'answered'), call('2026-11-18T08:00', 'answered')]);
    assert.equal((await today.look(at('2026-11-25T09:30')))?.usual, undefined);
  });

  test('where the clock was put back, the same time of day is that of the clock on the wall', async () => {
    const { today } = kept([
      call('2026-10-05T08:00', 'answered'),
      ...['08:30', '08:31', '09:30', '09:31'].map((time) => call(`2026-10-18T${time}`, 'answered')),
      call('2026-10-25T08:30', 'answered'),
    ]);
    const found = await today.look(at('2026-10-25T09:00'));
    assert.deepEqual([found?.soFar.calls, found?.usual?.tally.calls], [1, 1]);
  });

  test('is read once for all, and later only what may be new: open calls, and those of the last minutes', async () => {
    const { today, read, calls } = kept([EARLY, call('2026-11-25T09:00', 'open')]);
    await Promise.all([today.look(at('2026-11-25T09:30')), today.look(at('2026-11-25T09:30'))]);
    assert.equal(read.length, 5, 'four days before, and today');
    await today.look(at('2026-11-25T09:30:09'));
    assert.equal(read.length, 5, 'nothing is older than ten seconds');
    calls.splice(1, 1, call('2026-11-25T09:00', 'missed', 44), call('2026-11-25T09:29:59', 'answered'));
    const found = await today.look(at('2026-11-25T09:30:10'));
    assert.deepEqual(read.slice(5), ['25.11. 09:00']);
    assert.deepEqual(found?.soFar, { calls: 2, answered: 1, missed: 1, longestWaitSec: 44 });
    await today.look(at('2026-11-25T10:00'));
    assert.deepEqual(read.slice(6), ['25.11. 09:20']);
  });

  test('a new day begins with nothing of the old one', async () => {
    const { today } = kept([EARLY, call('2026-11-25T23:00', 'missed')]);
    assert.equal((await today.look(at('2026-11-25T23:59')))?.soFar.missed, 1);
    assert.equal((await today.look(at('2026-11-26T00:00')))?.soFar.missed, 0);
  });
});
