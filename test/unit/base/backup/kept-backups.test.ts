/** When a backup is due, and which ones are kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import {
  backupName,
  backupTime,
  beforeName,
  isDue,
  outdated,
} from '../../../../src/base/backup/kept-backups.js';

const ZONE = 'Europe/Berlin';
const at = (text: string) => DateTime.fromISO(text, { zone: ZONE });
const NOW = at('2026-11-30T23:59');
const date = (text: string) => at(text).toJSDate();
const AT_MINUTE = 2 * 60 + 30;

const due = (now: string, goodAt?: string, failedAt?: string) =>
  isDue(at(now), AT_MINUTE, {
    since: date('2026-11-01T12:00'),
    goodAt: goodAt === undefined ? undefined : date(goodAt),
    failedAt: failedAt === undefined ? undefined : date(failedAt),
  });

test('a backup is due once a day, from its minute on', () => {
  assert.equal(due('2026-11-30T02:29:59', '2026-11-29T02:30:00'), false);
  assert.equal(due('2026-11-30T02:30:00', '2026-11-29T02:30:00'), true);
  assert.equal(due('2026-11-30T02:31:00', '2026-11-30T02:30:00'), false);
});

test('one that was missed is made up for, however late', () => {
  assert.equal(due('2026-11-30T17:00:00', '2026-11-27T02:30:00'), true);
});

test('the first one waits for its minute', () => {
  assert.equal(due('2026-11-01T13:00:00'), false);
  assert.equal(due('2026-11-02T02:30:00'), true);
});

test('after a failure the next attempt comes an hour later', () => {
  assert.equal(due('2026-11-30T03:29:00', '2026-11-29T02:30:00', '2026-11-30T02:30:00'), false);
  assert.equal(due('2026-11-30T03:30:00', '2026-11-29T02:30:00', '2026-11-30T02:30:00'), true);
});

test('what ran while a clock was far ahead keeps no later backup away, one of a clock that is a little ahead does', () => {
  assert.equal(due('2026-11-30T02:31:00', '2038-01-19T03:14:00'), true);
  assert.equal(due('2026-11-30T02:31:00', '2026-11-29T02:30:00', '2038-01-19T03:14:00'), true);
  assert.equal(due('2026-11-30T02:31:00', '2026-11-30T02:33:00'), false);
});

test('on the days on which clocks change there is one, no more and no less', () => {
  const runs = (day: string, before: string) => {
    let goodAt = before;
    let count = 0;
    for (let now = at(`${day}T00:00`); now < at(`${day}T23:59`); now = now.plus({ minutes: 1 })) {
      if (!isDue(now, AT_MINUTE, { since: date(before), goodAt: date(goodAt), failedAt: undefined }))
        continue;
      goodAt = now.toISO() ?? '';
      count += 1;
    }
    return count;
  };
  assert.equal(runs('2026-03-29', '2026-03-28T02:30'), 1);
  assert.equal(runs('2026-10-25', '2026-10-24T02:30'), 1);
});

test('the newest of seven days and of four weeks are kept', () => {
  const names = Array.from({ length: 60 }, (_, days) => backupName(at('2026-11-30T02:30').minus({ days })));
  const gone = outdated(names, { daily: 7, weekly: 4 }, NOW);
  const kept = names.filter((name) => !gone.includes(name)).map((name) => backupTime(name)?.toISODate());
  assert.deepEqual(kept, [
    '2026-11-30',
    '2026-11-29',
    '2026-11-28',
    '2026-11-27',
    '2026-11-26',
    '2026-11-25',
    '2026-11-24',
    '2026-11-22',
    '2026-11-15',
  ]);
});

test('of several of one day the newest is kept, and the last one always', () => {
  const [morning, evening] = [backupName(at('2026-11-30T02:30')), backupName(at('2026-11-30T20:00'))];
  assert.deepEqual(outdated([morning, evening], { daily: 1, weekly: 0 }, NOW), [morning]);
});

test('a backup dated by a clock far ahead takes no other one’s place, and stays', () => {
  const [ahead, newest, old] = ['2031-01-01T02:30', '2026-11-30T02:30', '2026-11-29T02:30'].map((one) =>
    backupName(at(one)),
  );
  assert.deepEqual(outdated([ahead ?? '', newest ?? '', old ?? ''], { daily: 1, weekly: 0 }, NOW), [old]);
});

test('days are those of the zone: half past midnight is another day than half an hour before', () => {
  const names = [backupName(at('2026-11-30T00:30')), backupName(at('2026-11-29T23:30'))];
  assert.deepEqual(outdated(names, { daily: 2, weekly: 0 }, NOW), []);
});

test('what the schedule did not write is never deleted', () => {
  const others = ['rufgruppe-20261130T013000Z.gz.part', 'mine.gz', 'rufgruppe-20261399T013000Z.gz'];
  const before = beforeName(2, at('2020-01-01T00:00'));
  assert.equal(before, 'rufgruppe-before-version-2-20191231T230000Z.gz');
  assert.deepEqual(
    outdated([...others, before, backupName(at('2026-11-30T02:30'))], { daily: 1, weekly: 0 }, NOW),
    [],
  );
});
