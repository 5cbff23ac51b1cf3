/** The card about backups on the status page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LastBackup } from '../../../../src/base/model/last-backup.js';
import { backupView } from '../../../../src/people/pages/status/backup-view.js';

const NOW = new Date('2026-11-30T12:00:00Z');
const GOOD: LastBackup = {
  since: new Date('2026-11-01T12:00:00Z'),
  at: new Date('2026-11-30T01:30:00Z'),
  ok: true,
  reason: '',
  good: {
    at: new Date('2026-11-30T01:30:00Z'),
    host: 'pbx-1',
    file: '/b/rufgruppe-20261130T013000Z.gz',
    bytes: 4_711_000,
    documents: 41_873,
    tookMs: 61_200,
  },
};

const plain = (text: string | undefined) => text?.replaceAll(/\s/g, ' ');

test('a good backup is told with its time, size, documents, length and file', () => {
  const { state, colour, good, reason } = backupView(GOOD, NOW, 'en', 'Europe/Berlin');
  assert.deepEqual([state, colour, reason], ['good', 'green', null]);
  assert.match(plain(good?.text) ?? '', /^30 Nov 2026, 02:30:00.*, 4 MB, 41,873 documents, in 62 secs?$/);
  assert.equal(good?.file, '/b/rufgruppe-20261130T013000Z.gz on pbx-1');
  const german = backupView(GOOD, NOW, 'de', 'Europe/Berlin').good;
  assert.match(plain(german?.text) ?? '', /^30\.11\.2026, 02:30:00.*, 4 MB, 41\.873 Dokumente, in 62 Sek\.$/);
});

test('a failure is told with its reason, and the last good one beside it', () => {
  const view = backupView({ ...GOOD, ok: false, reason: 'no reason' }, NOW, 'en', 'utc');
  assert.deepEqual([view.state, view.colour, view.reason], ['failed', 'red', 'no reason']);
  assert.notEqual(view.good, null);
});

test('one that is more than 36 hours old is too old, also where none was ever made', () => {
  const at = new Date('2026-11-28T23:59:59Z');
  const good = GOOD.good && { ...GOOD.good, at };
  assert.equal(backupView({ ...GOOD, good }, NOW, 'en', 'utc').state, 'too old');
  const never = { ...GOOD, at: undefined, good: undefined };
  assert.equal(backupView(never, NOW, 'en', 'utc').state, 'too old');
  assert.equal(backupView({ ...never, since: NOW }, NOW, 'en', 'utc').state, 'none was due yet');
});

test('it is told that nobody makes any', () => {
  const view = backupView(undefined, NOW, 'de', 'utc');
  assert.deepEqual([view.colour, view.tried, view.good], ['orange', null, null]);
});
