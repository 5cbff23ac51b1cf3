import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DateTime } from 'luxon';
import { inWindow } from '../../../../src/base/model/time-window.js';
import { quietAt, type Quiet } from '../../../../src/afterwards/missed/quiet-hours.js';
import { at, aWindow, BERLIN, EVERY_DAY } from '../../../factories.js';

const NIGHT = [aWindow('20:00-07:00')];
const end = (moment: string, windows = NIGHT) => ended(at(moment), quietAt(windows, BERLIN, at(moment)));
const ended = (moment: DateTime, quiet: Quiet) =>
  (quiet.kind === 'no' ? moment : quiet.at).setZone(BERLIN).toISO({ suppressMilliseconds: true });

test('a mail outside the quiet hours is due when it is due', () => {
  assert.equal(end('2026-11-25T19:59:59'), '2026-11-25T19:59:59+01:00');
  assert.equal(end('2026-11-25T07:00:00'), '2026-11-25T07:00:00+01:00');
  assert.equal(end('2026-11-25T07:00:00', []), '2026-11-25T07:00:00+01:00');
});

test('a mail in the quiet hours waits for their end', () => {
  assert.equal(end('2026-11-25T20:00:00'), '2026-11-26T07:00:00+01:00');
  assert.equal(end('2026-11-26T06:59:59'), '2026-11-26T07:00:00+01:00');
});

test('windows that meet are one quiet time: the night to Saturday and the weekend', () => {
  const windows = [...NIGHT, aWindow('00:00-24:00', [6, 7])];
  assert.equal(end('2026-11-27T21:00:00', windows), '2026-11-30T07:00:00+01:00');
});

test('the clock on the wall decides in the nights of the clock changes', () => {
  assert.equal(end('2026-10-25T01:00:00'), '2026-10-25T07:00:00+01:00');
  assert.equal(end('2027-03-28T01:00:00'), '2027-03-28T07:00:00+02:00');
  // The clock jumps from 02:00 to 03:00: the end of the window never shows.
  assert.equal(end('2027-03-28T01:30:00', [aWindow('22:00-02:30')]), '2027-03-28T03:00:00+02:00');
});

test('quiet hours without an end hold a mail until 08:00, once a day', () => {
  const always = [aWindow('00:00-24:00', EVERY_DAY)];
  assert.equal(quietAt(always, BERLIN, at('2026-11-25T12:00:00')).kind, 'endless');
  assert.equal(end('2026-11-25T12:00:00', always), '2026-11-26T08:00:00+01:00');
  assert.equal(end('2026-11-25T07:59:59', always), '2026-11-25T08:00:00+01:00');
  assert.equal(end('2026-11-25T08:00:00', always), '2026-11-26T08:00:00+01:00');
  assert.equal(end('2026-10-24T12:00:00', always), '2026-10-25T08:00:00+01:00');
});

test('quiet hours with one loud minute a week end there', () => {
  const windows = [
    aWindow('00:00-24:00', [1, 2, 4, 5, 6, 7]),
    aWindow('00:00-11:59', [3]),
    aWindow('12:00-24:00', [3]),
  ];
  assert.equal(end('2026-11-25T12:00:00', windows), '2026-12-02T11:59:00+01:00');
});

test('the end is the first minute outside, also over clock changes and with odd minutes', () => {
  const windows = [aWindow('20:07-07:13'), aWindow('12:59-13:01', [6]), aWindow('01:50-03:20', [7])];
  for (const day of ['2026-10-24', '2026-10-25', '2027-03-27', '2027-03-28', '2026-11-25']) {
    for (let quarter = 0; quarter < 24 * 4; quarter += 1) {
      const moment = at(`${day}T00:00:00`).plus({ minutes: quarter * 15, seconds: 3 });
      let expected = moment;
      while (inWindow(windows, BERLIN, expected)) expected = expected.startOf('minute').plus({ minutes: 1 });
      const quiet = quietAt(windows, BERLIN, moment);
      const found = quiet.kind === 'no' ? moment : quiet.at;
      assert.equal(found.toMillis(), expected.toMillis(), moment.toISO() ?? '');
    }
  }
});

test('the end of a long quiet time is found without holding up calls', () => {
  const weeks = [aWindow('00:00-24:00', EVERY_DAY)];
  const begunAt = performance.now();
  quietAt(weeks, BERLIN, at('2026-11-25T12:00:00'));
  assert.ok(performance.now() - begunAt < 100, 'a busy machine needs 20 ms');
});
