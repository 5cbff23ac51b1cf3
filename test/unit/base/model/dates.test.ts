/** Days of a calendar by their dates: the same steps as a calendar makes, and every count of days ends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import { daysOf, isIsoDate, shiftDay, weekdayOf } from '../../../../src/base/model/dates.js';

test('days are shifted as in the calendar, over months, leap years and centuries', () => {
  for (const day of ['2026-11-30', '2028-02-28', '2100-02-28', '1582-10-04', '1000-01-01', '2999-12-31'])
    for (const days of [-364, -1, 0, 1, 7, 31])
      assert.equal(
        shiftDay(day, days),
        DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate(),
        day,
      );
});

test('the days up to the last that is a date are as many as there are', () => {
  assert.deepEqual(daysOf({ from: '2999-12-30', to: '2999-12-31' }), ['2999-12-30', '2999-12-31']);
  assert.equal(isIsoDate(shiftDay('2999-12-31', 1)), false);
  assert.deepEqual(daysOf({ from: '2026-11-22', to: '2026-11-21' }), []);
});

test('weekdays count from Monday', () => {
  assert.deepEqual(['2026-11-23', '2026-11-29', '1999-12-31'].map(weekdayOf), [1, 7, 5]);
});
