import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timesOf, wallClockText } from '../../../../src/base/model/times.js';

const AT = new Date('2026-11-27T12:55:44Z');

test('a German reads 27.11.2026, an Englishman 27 Nov 2026, each on the clock of the zone', () => {
  const german = timesOf('de', 'Europe/Berlin');
  assert.equal(german.exact(AT), '27.11.2026, 13:55:44');
  assert.equal(german.moment(AT), '27.11.2026, 13:55');
  assert.deepEqual([german.date(AT), german.day(AT)], ['27.11.2026', '27.11.']);
  assert.deepEqual([german.time(AT), german.clock(AT)], ['13:55', '13:55:44']);
  const english = timesOf('en', 'utc');
  assert.equal(english.exact(AT), '27 Nov 2026, 12:55:44');
  assert.deepEqual([english.date(AT), english.day(AT)], ['27 Nov 2026', '27 Nov']);
});

test('midnight is 00:00', () => {
  assert.equal(timesOf('de', 'Europe/Berlin').clock(new Date('2026-11-26T23:00:00Z')), '00:00:00');
  assert.equal(timesOf('en', 'utc').time(new Date('2026-11-26T00:00:00Z')), '00:00');
});

test('an hour that the clock shows twice says which of the two it is', () => {
  const german = timesOf('de', 'Europe/Berlin');
  const [first, second] = [new Date('2026-10-25T00:30:00Z'), new Date('2026-10-25T01:30:00Z')];
  assert.equal(german.moment(first), '25.10.2026, 02:30 (Sommerzeit)');
  assert.equal(german.moment(second), '25.10.2026, 02:30 (Winterzeit)');
  assert.equal(timesOf('en', 'Europe/Berlin').time(second), '02:30 (winter time)');
  assert.equal(german.time(new Date('2026-10-25T02:00:00Z')), '03:00');
  assert.equal(timesOf('en', 'utc').time(first), '00:30');
  // South of the equator, and where the clock changes by half an hour.
  assert.equal(
    timesOf('en', 'Australia/Lord_Howe').time(new Date('2026-04-04T14:45:00Z')),
    '01:45 (summer time)',
  );
  assert.equal(
    timesOf('en', 'Australia/Lord_Howe').time(new Date('2026-04-04T15:15:00Z')),
    '01:45 (winter time)',
  );
});

test("a record's wall clock says it, too", () => {
  assert.equal(wallClockText('de', '2026-10-25 02:30 winter'), '25.10.2026, 02:30 (Winterzeit)');
  assert.equal(wallClockText('en', '2026-10-25 02:30 summer'), '25 Oct 2026, 02:30 (summer time)');
  assert.equal(wallClockText('en', '2026-10-25 02:30'), '25 Oct 2026, 02:30');
});
