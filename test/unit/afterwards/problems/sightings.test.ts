/** What counts as a problem, and from when on it is none any more. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sightings, type WatchFacts } from '../../../../src/afterwards/problems/sightings.js';
import type { LastBackup } from '../../../../src/base/model/last-backup.js';
import { problemKey } from '../../../../src/base/model/problem.js';
import { NOTICES } from '../../../factories.js';

const NOW = new Date('2026-11-23T08:00:00Z');
const GB = 1024 ** 3;

const good = (at: string) => ({
  at: new Date(at),
  host: 'house',
  file: '/backups/a',
  bytes: 1,
  documents: 1,
  tookMs: 1,
});
const backup = (changes: Partial<LastBackup>): LastBackup => ({
  since: new Date(0),
  at: NOW,
  ok: true,
  reason: '',
  good: good('2026-11-23T02:00:00Z'),
  ...changes,
});

const GOOD: WatchFacts = {
  now: NOW,
  controller: 'house:8084',
  freeswitches: [{ name: 'pbx:8021', connected: true }],
  calls: { ended: 20, failed: 1, cdrs: 40, minutes: 30 },
  mails: { failed: 0, tryingSince: undefined },
  webhooks: [],
  disk: { place: 'house:/data', freeBytes: 50 * GB, sizeBytes: 100 * GB },
  backup: backup({}),
  certificates: [{ of: 'house:/cert.pem', endsAt: new Date('2027-02-01T00:00:00Z') }],
  freeswitchCertificates: [{ of: 'pbx:8021 sofia/internal', endsAt: new Date('2027-02-01T00:00:00Z') }],
  forgottenAway: [],
  cdrFolders: [{ folder: 'house:/cdrs', isReadable: true }],
};

function seen(changes: Partial<WatchFacts>, told: readonly string[] = [], limits = NOTICES) {
  return sightings({ ...GOOD, ...changes }, limits, new Set(told));
}
const keys = (...given: Parameters<typeof seen>) => seen(...given).map(problemKey);
const calls = (ended: number, failed: number, cdrs = 40) => ({
  calls: { ended, failed, cdrs, minutes: 30 },
});
const disk = (freeGb: number) => ({
  disk: { place: 'house:/data', freeBytes: freeGb * GB, sizeBytes: 100 * GB },
});
const ends = (text: string) => ({ certificates: [{ of: 'house:/cert.pem', endsAt: new Date(text) }] });

describe('Seen as a problem', () => {
  test('is somebody who is away without an end for too long; all of them are one', () => {
    const since = new Date('2026-11-10T08:00:00Z');
    const forgottenAway = ['Anna', 'Bernd', 'Clara'].map((name) => ({ name, since }));
    const anna = { kind: 'awayForgotten', about: '', who: 'Anna', since: since.toISOString() };
    assert.deepEqual(seen({ forgottenAway }), [{ ...anna, others: 2 }]);
  });

  test('is nothing of an ordinary day', () => {
    assert.deepEqual(seen({}), []);
  });

  test('is a FreeSWITCH that is not connected, each by itself', () => {
    const freeswitches = [
      { name: 'a:8021', connected: false },
      { name: 'b:8021', connected: true },
      { name: 'c:8021', connected: false },
    ];
    assert.deepEqual(keys({ freeswitches }), [
      'freeswitchAway a:8021 house:8084',
      'freeswitchAway c:8021 house:8084',
    ]);
  });

  test('is a share of failing calls, not a few of them', () => {
    assert.deepEqual(seen(calls(10, 5)), [
      { kind: 'callsFail', about: '', failed: 5, ended: 10, minutes: 30 },
    ]);
    assert.deepEqual(keys(calls(10, 4)), []);
    assert.deepEqual(keys(calls(4, 4)), []);
    assert.deepEqual(keys(calls(10, 10), [], { ...NOTICES, failedCallsPercent: undefined }), []);
  });

  test('are failing calls until their share is half of what began it', () => {
    assert.deepEqual(keys(calls(100, 26), ['callsFail']), ['callsFail']);
    assert.deepEqual(keys(calls(100, 24), ['callsFail']), []);
  });

  test('are mails that failed, or that have been tried for half an hour', () => {
    assert.deepEqual(seen({ mails: { failed: 2, tryingSince: undefined } }), [
      { kind: 'mailsFail', about: '', failed: 2, lateMinutes: 0 },
    ]);
    const tried = (text: string) => ({ mails: { failed: 0, tryingSince: new Date(text) } });
    assert.deepEqual(seen(tried('2026-11-23T07:30:00Z')), [
      { kind: 'mailsFail', about: '', failed: 0, lateMinutes: 30 },
    ]);
    assert.deepEqual(keys(tried('2026-11-23T07:31:00Z')), []);
  });

  test('is a disk below the limit, until it is clearly above', () => {
    assert.deepEqual(keys(disk(9)), ['diskFull house:/data']);
    assert.deepEqual(keys(disk(11)), []);
    assert.deepEqual(keys(disk(11), ['diskFull house:/data']), ['diskFull house:/data']);
    assert.deepEqual(keys(disk(12), ['diskFull house:/data']), []);
    assert.deepEqual(keys({ disk: undefined }), []);
  });

  test('is a backup that failed, is too old or was never made, where backups are made', () => {
    const old = { good: good('2026-11-21T19:59:00Z') };
    assert.deepEqual(seen({ backup: backup(old) }), [
      { kind: 'backupOld', about: '', lastAt: '2026-11-21T19:59:00.000Z' },
    ]);
    assert.deepEqual(seen({ backup: backup({ ok: false }) }), [
      { kind: 'backupOld', about: '', lastAt: '2026-11-23T02:00:00.000Z' },
    ]);
    const since = new Date('2026-11-20T00:00:00Z');
    assert.deepEqual(seen({ backup: backup({ since, good: undefined }) }), [
      { kind: 'backupOld', about: '', lastAt: null },
    ]);
    assert.deepEqual(keys({ backup: backup({ since: NOW, good: undefined }) }), []);
    assert.deepEqual(keys({ backup: undefined }), []);
  });

  test('is a certificate that ends within the days of the settings', () => {
    assert.deepEqual(keys(ends('2026-12-14T07:00:00Z')), ['certificateEnds house:/cert.pem']);
    assert.deepEqual(keys(ends('2026-12-14T09:00:00Z')), []);
    assert.deepEqual(keys({ certificates: [{ of: 'x', endsAt: undefined }] }), []);
  });

  test('is a certificate that a FreeSWITCH shows, as long before', () => {
    const shown = (text: string) => ({
      freeswitchCertificates: [{ of: 'pbx:8021 sofia/internal (pbx:5061)', endsAt: new Date(text) }],
    });
    assert.deepEqual(seen(shown('2026-12-14T07:00:00Z')), [
      {
        kind: 'freeswitchCertificateEnds',
        about: 'pbx:8021 sofia/internal (pbx:5061)',
        endsAt: '2026-12-14T07:00:00.000Z',
      },
    ]);
    assert.deepEqual(keys(shown('2026-12-14T09:00:00Z')), []);
  });

  test('is a folder of CDRs that cannot be read, or that stays empty while calls end', () => {
    const folder = (isReadable: boolean) => ({ cdrFolders: [{ folder: 'house:/cdrs', isReadable }] });
    assert.deepEqual(seen(folder(false)), [{ kind: 'cdrsMissing', about: 'house:/cdrs', ended: null }]);
    assert.deepEqual(seen(calls(10, 0, 0)), [{ kind: 'cdrsMissing', about: 'house:/cdrs', ended: 10 }]);
    assert.deepEqual(keys(calls(9, 0, 0)), []);
    assert.deepEqual(keys({ ...calls(10, 0, 0), cdrFolders: [] }), []);
  });
});
