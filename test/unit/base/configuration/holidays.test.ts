import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildCalendar } from '../../../../src/base/configuration/holidays.js';
import { calendarSchema } from '../../../../src/base/configuration/schema.js';

function daysOf(value: object, ...years: number[]) {
  return buildCalendar(calendarSchema.parse({ id: 'h', ...value }), years).days;
}

test('Bavaria has twelve public holidays in 2026, Berlin has ten', () => {
  assert.deepEqual(
    [...daysOf({ country: 'DE', state: 'BY' }, 2026).keys()],
    [
      '2026-01-01',
      '2026-01-06',
      '2026-04-03',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-25',
      '2026-06-04',
      '2026-10-03',
      '2026-11-01',
      '2026-12-25',
      '2026-12-26',
    ],
  );
  assert.equal(daysOf({ country: 'DE', state: 'BE' }, 2026).size, 10);
});

test('Assumption Day is a holiday in the Catholic communes of Bavaria only', () => {
  assert.equal(daysOf({ country: 'DE', state: 'BY' }, 2026).has('2026-08-15'), false);
  assert.deepEqual(daysOf({ country: 'DE', state: 'BY', region: 'KATH' }, 2026).get('2026-08-15'), {
    name: 'Mariä Himmelfahrt',
    fromMinute: 0,
  });
});

test('a half day of every year is there in each year, from its time on', () => {
  const days = daysOf({ ownDays: [{ date: '12-24', name: 'Christmas Eve', from: '12:00' }] }, 2025, 2026);
  assert.deepEqual(
    [...days],
    [
      ['2025-12-24', { name: 'Christmas Eve', fromMinute: 720 }],
      ['2026-12-24', { name: 'Christmas Eve', fromMinute: 720 }],
    ],
  );
});

test('a half day of one year is there in that year only, and 29 February in leap years only', () => {
  const ownDays = [
    { date: '2026-12-24', name: 'Once' },
    { date: '02-29', name: 'Leap day' },
  ];
  assert.deepEqual([...daysOf({ ownDays }, 2026, 2027, 2028).keys()], ['2026-12-24', '2028-02-29']);
});

test('an own half day on a public holiday leaves the holiday whole', () => {
  const value = { country: 'DE', ownDays: [{ date: '12-25', name: 'Half', from: '12:00' }] };
  assert.deepEqual(daysOf(value, 2026).get('2026-12-25'), { name: '1. Weihnachtstag', fromMinute: 0 });
});

test('a holiday on a day of 25 hours does not reach into the next day', () => {
  // 26 October 2025 was Austria's national day, and the night in which the clocks go back.
  const days = daysOf({ country: 'AT' }, 2025);
  assert.deepEqual(days.get('2025-10-26'), { name: 'Nationalfeiertag', fromMinute: 0 });
  assert.equal(days.has('2025-10-27'), false);
});

test('dates that no calendar has are faults', () => {
  for (const date of ['2026-02-30', '13-01', '2026-1-1', '24.12.2026', '02-30']) {
    assert.equal(calendarSchema.safeParse({ id: 'h', ownDays: [{ date, name: 'X' }] }).success, false, date);
  }
});
