import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timesOf } from '../../../../src/base/model/times.js';

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
