import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { HolidayCalendar, TimeWindow, Weekday } from '../../../../src/base/model/calendar.js';
import { nextChange, type Schedule } from '../../../../src/calls/routing/schedule-change.js';
import { readState } from '../../../../src/calls/routing/switch-state.js';

const ZONE = 'Europe/Berlin';
const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
const hours = (from: number, to: number, days: readonly Weekday[] = WORKDAYS): TimeWindow => ({
  days,
  fromMinute: from * 60,
  toMinute: to * 60,
});
const schedule = (windows: readonly TimeWindow[], more: Partial<Schedule> = {}): Schedule => ({
  kind: 'schedule',
  windows,
  timezone: ZONE,
  holidays: undefined,
  onHolidays: 'asUsual',
  ...more,
});
const calendar = (date: string, fromMinute = 0): HolidayCalendar => ({
  id: 'c',
  days: new Map([[date, { name: 'Feast', fromMinute }]]),
});

const after = (one: Schedule, now: string) =>
  nextChange(one, DateTime.fromISO(now, { zone: ZONE }))
    ?.setZone(ZONE)
    .toISO({ suppressMilliseconds: true }) ?? 'never';

describe('the next change of a schedule', () => {
  const office = schedule([hours(8, 18)]);
  for (const [now, change] of [
    ['2026-11-27T12:00', '2026-11-27T18:00:00+01:00'],
    ['2026-11-27T18:00', '2026-11-30T08:00:00+01:00'],
    ['2026-11-30T07:59:59', '2026-11-30T08:00:00+01:00'],
    ['2026-11-30T08:00', '2026-11-30T18:00:00+01:00'],
  ] as const) {
    test(`office hours, at ${now}: ${change}`, () => assert.equal(after(office, now), change));
  }

  test('two windows that meet are one', () => {
    assert.equal(
      after(schedule([hours(8, 12), hours(12, 18)]), '2026-11-27T09:00'),
      '2026-11-27T18:00:00+01:00',
    );
  });

  test('one that is always on, or never, does not change', () => {
    assert.equal(after(schedule([hours(0, 24, [1, 2, 3, 4, 5, 6, 7])]), '2026-11-27T09:00'), 'never');
    assert.equal(after(schedule([]), '2026-11-27T09:00'), 'never');
  });

  test('a holiday far away changes one that is always on, for its day', () => {
    const one = schedule([hours(0, 24, [1, 2, 3, 4, 5, 6, 7])], {
      holidays: calendar('2027-05-01'),
      onHolidays: 'off',
    });
    assert.equal(after(one, '2026-11-27T09:00'), '2027-05-01T00:00:00+02:00');
    assert.equal(after(one, '2027-05-01T09:00'), '2027-05-02T00:00:00+02:00');
  });

  test('a half day begins at its hour', () => {
    const one = schedule([hours(8, 18, [1, 2, 3, 4, 5])], {
      holidays: calendar('2026-12-24', 12 * 60),
      onHolidays: 'off',
    });
    assert.equal(after(one, '2026-12-24T09:00'), '2026-12-24T12:00:00+01:00');
  });

  test('in the night in which an hour comes twice, a window can end twice', () => {
    const one = schedule([{ days: [7], fromMinute: 60, toMinute: 150 }]);
    assert.equal(after(one, '2026-10-25T01:30'), '2026-10-25T02:30:00+02:00');
    assert.equal(after(one, '2026-10-25T02:45:00+02:00'), '2026-10-25T02:00:00+01:00');
    assert.equal(after(one, '2026-10-25T02:10:00+01:00'), '2026-10-25T02:30:00+01:00');
  });

  test('a window that begins in the hour that does not come begins after it', () => {
    const one = schedule([{ days: [7], fromMinute: 150, toMinute: 600 }]);
    assert.equal(after(one, '2027-03-28T01:00'), '2027-03-28T03:00:00+02:00');
  });

  test('nothing changes before it, and something does at it, whatever the windows', () => {
    const window = fc.record({
      days: fc.subarray([1, 2, 3, 4, 5, 6, 7] as Weekday[], { minLength: 1 }),
      fromMinute: fc.integer({ min: 0, max: 1439 }),
      toMinute: fc.integer({ min: 1, max: 1440 }),
    });
    const moment = fc.integer({ min: Date.UTC(2026, 9, 20), max: Date.UTC(2027, 3, 5) });
    fc.assert(
      fc.property(fc.array(window, { maxLength: 3 }), moment, (windows, millis) => {
        const one = schedule(windows.filter(({ fromMinute, toMinute }) => fromMinute !== toMinute));
        const now = DateTime.fromMillis(millis);
        const change = nextChange(one, now);
        const isOn = readState(one, now).on;
        if (change !== undefined) assert.notEqual(readState(one, change).on, isOn);
        const until = Math.min(change?.toMillis() ?? Infinity, millis + 8 * 86_400_000);
        for (let at = millis; at < until; at += 17 * 60_000) {
          assert.equal(
            readState(one, DateTime.fromMillis(at)).on,
            isOn,
            DateTime.fromMillis(at).toISO() ?? '',
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('what was found once is told again only as long as it is true', () => {
  const minute = fc.integer({ min: 0, max: 400 * 1440 });
  const start = DateTime.fromISO('2026-01-01T00:00', { zone: ZONE });
  const windows = fc.constantFrom([hours(8, 18)], [hours(18, 8)], [hours(2, 3, [7]), hours(0, 24, [1])], []);
  fc.assert(
    fc.property(windows, fc.array(minute, { minLength: 2, maxLength: 6 }), (of, minutes) => {
      const make = () => schedule(of, { holidays: calendar('2026-12-24', 840), onHolidays: 'on' });
      const asked = make();
      for (const minutesLater of minutes) {
        const now = start.plus({ minutes: minutesLater });
        assert.deepEqual(nextChange(asked, now)?.toMillis(), nextChange(make(), now)?.toMillis());
      }
    }),
    { numRuns: 60 },
  );
});
