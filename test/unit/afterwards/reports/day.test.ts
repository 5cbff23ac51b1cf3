import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isIsoDate } from '../../../../src/base/model/dates.js';
import { localDay, momentAt } from '../../../../src/afterwards/reports/day.js';
import { BERLIN } from '../../../factories.js';

const hoursOf = (date: string, zone: string) => localDay(date, zone).hours.map(({ label }) => label);
const lengthOf = (date: string, zone: string) => {
  const { from, to } = localDay(date, zone);
  return (to.getTime() - from.getTime()) / 3_600_000;
};
const utc = (date: Date) => date.toISOString().slice(0, 16);

const PLAIN = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

test('a plain day in Berlin has 24 hours from midnight to midnight', () => {
  const day = localDay('2026-11-22', BERLIN);
  assert.equal(utc(day.from), '2026-11-21T23:00');
  assert.equal(utc(day.to), '2026-11-22T23:00');
  assert.deepEqual(hoursOf('2026-11-22', BERLIN), PLAIN);
});

test('the day on which the clock is put forward has 23 hours and no hour 02', () => {
  assert.equal(lengthOf('2026-03-29', BERLIN), 23);
  assert.deepEqual(
    hoursOf('2026-03-29', BERLIN),
    PLAIN.filter((hour) => hour !== '02'),
  );
});

test('the day on which the clock is turned back has 25 hours: 02A in summer time, 02B in winter time', () => {
  const day = localDay('2026-10-25', BERLIN);
  assert.equal(lengthOf('2026-10-25', BERLIN), 25);
  assert.deepEqual(hoursOf('2026-10-25', BERLIN), [...PLAIN.slice(0, 2), '02A', '02B', ...PLAIN.slice(3)]);
  assert.equal(utc(day.hours[2]?.from ?? day.to), '2026-10-25T00:00');
  assert.equal(utc(day.hours[3]?.from ?? day.to), '2026-10-25T01:00');
});

test('Lord Howe turns back half an hour: hour 01 is a whole one and then half a one, the day has 24.5 hours', () => {
  const day = localDay('2026-04-05', 'Australia/Lord_Howe');
  assert.equal(lengthOf('2026-04-05', 'Australia/Lord_Howe'), 24.5);
  assert.deepEqual(
    day.hours.slice(0, 4).map(({ label, from, to }) => [label, (to.getTime() - from.getTime()) / 60_000]),
    [
      ['00', 60],
      ['01A', 60],
      ['01B', 30],
      ['02', 60],
    ],
  );
});

test('Lord Howe puts forward half an hour: hour 02 has 30 minutes, the day has 23.5 hours', () => {
  const day = localDay('2026-10-04', 'Australia/Lord_Howe');
  assert.equal(lengthOf('2026-10-04', 'Australia/Lord_Howe'), 23.5);
  assert.deepEqual(hoursOf('2026-10-04', 'Australia/Lord_Howe'), PLAIN);
  const two = day.hours[2];
  assert.deepEqual(
    [two?.fromMinute, (two?.to.getTime() ?? 0) - (two?.from.getTime() ?? 0)],
    [150, 1_800_000],
  );
});

test('a day that begins at 01:00, because the clock jumps over midnight, begins there', () => {
  const day = localDay('2026-09-06', 'America/Santiago');
  assert.equal(utc(day.from), '2026-09-06T04:00');
  assert.equal(day.hours[0]?.label, '01');
  assert.equal(day.hours.length, 23);
});

test('a midnight that comes twice belongs to the day with both', () => {
  const day = localDay('2026-11-01', 'America/Havana');
  assert.equal(utc(day.from), '2026-11-01T04:00');
  assert.deepEqual(hoursOf('2026-11-01', 'America/Havana').slice(0, 3), ['00A', '00B', '01']);
});

test('a day that the calendar leaves out is empty', () => {
  assert.equal(lengthOf('2011-12-30', 'Pacific/Apia'), 0);
  assert.deepEqual(hoursOf('2011-12-30', 'Pacific/Apia'), []);
});

test('each day ends where the next one begins, over a whole year of clock changes', () => {
  for (const zone of [BERLIN, 'Australia/Lord_Howe', 'America/Santiago', 'Asia/Kathmandu']) {
    let day = localDay('2026-01-01', zone);
    while (day.date < '2027-01-01') {
      const hours = day.hours;
      assert.equal(hours[0]?.from.getTime(), day.from.getTime());
      assert.equal(hours.at(-1)?.to.getTime(), day.to.getTime());
      assert.ok(
        hours.every(({ to }, index) => to.getTime() === (hours[index + 1]?.from ?? day.to).getTime()),
      );
      const next = localDay(
        new Date(Date.parse(`${day.date}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10),
        zone,
      );
      assert.equal(next.from.getTime(), day.to.getTime());
      day = next;
    }
  }
});

test('06:00 of a day is that moment; a time that is jumped over is the next minute; one that comes twice the first', () => {
  assert.equal(utc(momentAt(localDay('2026-11-22', BERLIN), 360)), '2026-11-22T05:00');
  assert.equal(utc(momentAt(localDay('2026-03-29', BERLIN), 150)), '2026-03-29T01:00');
  assert.equal(utc(momentAt(localDay('2026-10-25', BERLIN), 150)), '2026-10-25T00:30');
  assert.equal(utc(momentAt(localDay('2026-10-25', BERLIN), 180)), '2026-10-25T02:00');
  assert.equal(utc(momentAt(localDay('2026-10-04', 'Australia/Lord_Howe'), 130)), '2026-10-03T15:30');
});

test('what is no date or no zone is refused', () => {
  const odd = ['9999-12-31', '3000-01-01', '0000-01-01', '0999-12-31', '+12026-01-01'];
  for (const text of ['2026-02-29', '2026-11-31', '22.11.2026', '2026-W47', '', ...odd])
    assert.equal(isIsoDate(text), false, text);
  assert.throws(() => localDay('2026-13-01', BERLIN), { code: 'NO_DAY' });
  assert.throws(() => localDay('2026-11-22', 'Europe/Nowhere'), { code: 'NO_DAY' });
});
