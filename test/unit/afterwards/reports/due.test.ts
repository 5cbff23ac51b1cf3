import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Weekday } from '../../../../src/base/model/calendar.js';
import { dueDays, firstState } from '../../../../src/afterwards/reports/due.js';
import { at, BERLIN, EVERY_DAY, WORKDAYS } from '../../../factories.js';

interface Case {
  readonly lastDay: string;
  readonly now: string;
  readonly zone?: string;
  readonly days?: readonly Weekday[];
  readonly atMinute?: number;
}

const dueAt = ({ lastDay, now, zone = BERLIN, days = EVERY_DAY, atMinute = 360 }: Case) =>
  dueDays({ lastDay, policy: { days, atMinute }, timezone: zone, now: at(now, zone), most: 1000 }).map(
    ({ day, report }) => (report ? day : `(${day})`),
  );

test('a day is due from 06:00 of the next one on, not a minute before', () => {
  assert.deepEqual(dueAt({ lastDay: '2026-11-21', now: '2026-11-23T05:59:59' }), []);
  assert.deepEqual(dueAt({ lastDay: '2026-11-21', now: '2026-11-23T06:00:00' }), ['2026-11-22']);
});

test('a day that is dealt with is not due again', () => {
  assert.deepEqual(dueAt({ lastDay: '2026-11-22', now: '2026-11-23T23:59' }), []);
});

test('at 00:00 means: when the day is over', () => {
  assert.deepEqual(dueAt({ lastDay: '2026-11-21', now: '2026-11-22T23:59:59', atMinute: 0 }), []);
  assert.deepEqual(dueAt({ lastDay: '2026-11-21', now: '2026-11-23T00:00:00', atMinute: 0 }), ['2026-11-22']);
});

test('after an outage every day follows, the oldest first; days that are not reported on are passed', () => {
  assert.deepEqual(dueAt({ lastDay: '2026-11-18', now: '2026-11-24T05:00', days: WORKDAYS }), [
    '2026-11-19',
    '2026-11-20',
    '(2026-11-21)',
    '(2026-11-22)',
  ]);
});

test('only so many days are named at once, the oldest', () => {
  const policy = { days: EVERY_DAY, atMinute: 360 };
  const now = at('2026-11-24T12:00');
  assert.deepEqual(
    dueDays({ lastDay: '2026-10-01', policy, timezone: BERLIN, now, most: 2 }).map(({ day }) => day),
    ['2026-10-02', '2026-10-03'],
  );
});

test('a time that the clock jumps over: the mail comes at the next minute that exists', () => {
  const before = { lastDay: '2026-03-27', atMinute: 150 };
  assert.deepEqual(dueAt({ ...before, now: '2026-03-29T01:59:59' }), []);
  assert.deepEqual(dueAt({ ...before, now: '2026-03-29T03:00:00' }), ['2026-03-28']);
});

test('a time that the clock shows twice: the mail comes the first time', () => {
  const before = { lastDay: '2026-10-23', atMinute: 150 };
  assert.deepEqual(dueAt({ ...before, now: '2026-10-25T02:29:59+02:00' }), []);
  assert.deepEqual(dueAt({ ...before, now: '2026-10-25T02:30:00+02:00' }), ['2026-10-24']);
  assert.deepEqual(dueAt({ ...before, lastDay: '2026-10-24', now: '2026-10-25T02:30:00+01:00' }), []);
});

test('half an hour of Lord Howe: 02:10 does not exist, 02:30 is the next minute', () => {
  const before = { lastDay: '2026-10-02', zone: 'Australia/Lord_Howe', atMinute: 130 };
  assert.deepEqual(dueAt({ ...before, now: '2026-10-04T01:59:59' }), []);
  assert.deepEqual(dueAt({ ...before, now: '2026-10-04T02:30:00' }), ['2026-10-03']);
});

test('when the group moves west, the day that it has reported on does not come again', () => {
  // 06:30 in Berlin, the 22nd is dealt with; in New York it is still the 23rd, half past midnight.
  const moved = { lastDay: '2026-11-22', zone: 'America/New_York' };
  assert.deepEqual(dueAt({ ...moved, now: '2026-11-23T00:30' }), []);
  assert.deepEqual(dueAt({ ...moved, now: '2026-11-23T06:00' }), []);
  assert.deepEqual(dueAt({ ...moved, now: '2026-11-24T06:00' }), ['2026-11-23']);
});

test('when the group moves east, the days in between follow', () => {
  assert.deepEqual(dueAt({ lastDay: '2026-11-21', zone: 'Pacific/Auckland', now: '2026-11-24T06:00' }), [
    '2026-11-22',
    '2026-11-23',
  ]);
});

test('a date that the calendar of the zone leaves out is passed', () => {
  assert.deepEqual(dueAt({ lastDay: '2011-12-28', zone: 'Pacific/Apia', now: '2012-01-01T06:00' }), [
    '2011-12-29',
    '(2011-12-30)',
    '2011-12-31',
  ]);
});

test('the first day of a group is the day on which its report is switched on', () => {
  const now = at('2026-11-22T23:59:30');
  assert.deepEqual(firstState(BERLIN, now), { since: '2026-11-22', lastDay: '2026-11-21' });
  const { lastDay } = firstState(BERLIN, now);
  assert.deepEqual(dueAt({ lastDay, now: '2026-11-23T05:59' }), []);
  assert.deepEqual(dueAt({ lastDay, now: '2026-11-23T06:00' }), ['2026-11-22']);
});

test('looked at whenever, over clock changes: each day of a year comes exactly once and in order', () => {
  const pauses = fc.array(fc.integer({ min: 1, max: 5 * 24 * 60 }), { minLength: 1, maxLength: 40 });
  const zones = fc.constantFrom(BERLIN, 'Australia/Lord_Howe', 'America/Santiago');
  fc.assert(
    fc.property(pauses, zones, fc.integer({ min: 0, max: 1439 }), (minutes, zone, atMinute) => {
      let now = at('2026-03-20T12:00', zone);
      let { lastDay } = firstState(zone, now);
      const seen: string[] = [];
      for (const minute of minutes) {
        now = now.plus({ minutes: minute });
        for (const { day } of dueDays({
          lastDay,
          timezone: zone,
          now,
          most: 3,
          policy: { days: EVERY_DAY, atMinute },
        })) {
          seen.push(day);
          lastDay = day;
        }
      }
      const first = Date.parse('2026-03-20');
      const wanted = seen.map((_, index) => new Date(first + index * 86_400_000).toISOString().slice(0, 10));
      assert.deepEqual(seen, wanted);
    }),
    { numRuns: 30 },
  );
});
