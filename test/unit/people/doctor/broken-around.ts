/** One thing at a time is wrong around FreeSWITCH, and what the doctor says then. */
import type { LastBackup } from '../../../../src/base/model/last-backup.js';
import type { Facts, FolderFact } from '../../../../src/people/doctor/checks/facts.js';
import { facts, NAME } from './facts.js';
import { houseWith } from './houses.js';

export function folder(changed: Partial<FolderFact>): Facts {
  const plain = { folder: '/data', use: 'data', state: 'usable', free: 5e10, size: 1e11 } as const;
  const [, ...others] = facts().folders;
  return facts({ folders: [{ ...plain, ...changed }, ...others] });
}

const NOT_YET: LastBackup = {
  since: new Date('2026-11-30T08:00:00Z'),
  at: undefined,
  ok: true,
  reason: '',
  good: undefined,
};

function backup(changed: Partial<LastBackup>): Facts {
  const { backup: given } = facts();
  if (given.last === undefined || given.last === 'unknown') throw new TypeError('there is a backup');
  return facts({ backup: { ...given, last: { ...given.last, ...changed } } });
}

const OLD = {
  at: new Date('2026-11-28T01:30:00Z'),
  host: 'pbx-1',
  file: '/b.gz',
  bytes: 900,
  documents: 9,
  tookMs: 1,
};

export const certificate = (endsAt: string | undefined, reason?: string) =>
  facts({
    certificates: [
      { of: '/tls/cert.pem', endsAt: endsAt === undefined ? undefined : new Date(endsAt), reason },
    ],
  });

export const BROKEN_AROUND: Readonly<Record<string, readonly [Facts, ...string[]]>> = {
  'the database is away': [
    facts({ database: { place: 'db', state: 'away', reason: 'connect ECONNREFUSED' } }),
    'fault database databaseAway',
  ],
  'there is no database yet': [
    facts({
      database: { place: '/data', state: 'notBegun', reason: '' },
      configuration: { kind: 'unknown' },
    }),
    'skipped database databaseNotBegun',
    'skipped configuration configurationUnknown',
  ],
  'the files belong to somebody else': [
    facts({ database: { place: '/data', state: 'othersFiles', reason: 'rufgruppe' } }),
    'skipped database databaseOthers',
  ],
  'there is no configuration': [
    facts({ configuration: { kind: 'none' } }),
    'fault configuration configurationNone',
  ],
  'the configuration cannot be read': [
    facts({ configuration: { kind: 'broken', reason: 'revision 7' } }),
    'fault configuration configurationBroken',
  ],
  'no group is enabled': [houseWith({ enabled: false }), 'warning configuration configurationEmpty'],
  'the service does not run': [
    facts({ service: { ...facts().service, runs: false } }),
    'fault service serviceAway',
  ],
  'no FreeSWITCH is named': [
    facts({ switches: [] }),
    'warning eventSocket noFreeswitch',
    'skipped certificates certificatesNone',
  ],
  'a test call does not come': [
    facts({ testCalls: [{ group: '700', freeswitch: NAME, result: 'notTaken', reason: 'NO_ANSWER' }] }),
    'fault testCall testCallNotTaken',
  ],
  'a test call finds no extension': [
    facts({ testCalls: [{ group: '700', freeswitch: NAME, result: 'noChannel', reason: '' }] }),
    'fault testCall testCallNoChannel',
  ],
  'a test call cannot be made': [
    facts({ testCalls: [{ group: '700', freeswitch: NAME, result: 'failed', reason: '-ERR' }] }),
    'fault testCall testCallFailed',
  ],
  'no CDRs are read': [
    facts({ folders: facts().folders.filter(({ use }) => use !== 'cdrs') }),
    'warning cdrs cdrsUnset',
  ],
  'the mail server refuses': [
    facts({ mail: { ...facts().mail, trouble: 'connect ECONNREFUSED', test: undefined } }),
    'fault mail mailTrouble',
  ],
  'there is no mail server': [
    facts({ mail: { ...facts().mail, server: undefined } }),
    'warning mail mailFolder',
  ],
  'links in mails lead nowhere': [
    facts({ mail: { ...facts().mail, publicUrl: undefined } }),
    'warning mail mailLinks',
  ],
  'a test mail is refused': [
    facts({ mail: { ...facts().mail, test: { to: 'x@example.com', trouble: '550 no' } } }),
    'fault mail mailTestFailed',
  ],
  'the last backup failed': [backup({ ok: false, reason: 'ENOSPC' }), 'fault backup backupFailed'],
  'the last backup is two days old': [backup({ good: OLD }), 'fault backup backupOld'],
  'no backup was ever made': [
    facts({ backup: { folder: '/b', last: { ...NOT_YET, since: new Date('2026-11-28T08:00:00Z') } } }),
    'fault backup backupNever',
  ],
  'no backup was due yet': [facts({ backup: { folder: '/b', last: NOT_YET } }), 'skipped backup backupWaits'],
  'nobody makes backups': [
    facts({ backup: { folder: undefined, last: undefined } }),
    'warning backup backupOff',
  ],
  'no backup has begun': [
    facts({ backup: { folder: '/b', last: undefined } }),
    'skipped backup backupNotBegun',
  ],
  'backups are not known': [
    facts({ backup: { folder: '/b', last: 'unknown' } }),
    'skipped backup backupUnknown',
  ],
  'the disk is nearly full': [folder({ free: 9e8 }), 'warning disk diskTight'],
  'the disk is full': [folder({ free: 1e8 }), 'fault disk diskFull'],
  'the disk is not told': [folder({ free: undefined }), 'skipped disk diskUnknown'],
  'the folder of the data is not there': [folder({ state: 'missing' }), 'skipped disk folderNotMade'],
  'the folder may not be written': [folder({ state: 'forbidden' }), 'fault disk folderForbidden'],
  'the recordings are not here': [
    folder({ state: 'missing', use: 'recordings' }),
    'warning disk recordingsNotHere',
  ],
  'the CDRs are not here': [folder({ state: 'missing', use: 'cdrs' }), 'warning disk cdrsNotHere'],
  'the folder of the backups may not be written': [
    folder({ state: 'forbidden', use: 'backups' }),
    'fault disk folderForbidden',
  ],
  'the folder of the backups is not made yet': [folder({ state: 'missing', use: 'backups' })],
  'a certificate ends soon': [certificate('2026-12-05T12:00:00Z'), 'warning certificates certificateSoon'],
  'a certificate is for another firewall to see': [
    certificate(undefined, 'connect ETIMEDOUT 192.0.2.7:5061'),
    'skipped certificates certificateNotSeen',
  ],
  'a certificate is over': [certificate('2026-11-20T12:00:00Z'), 'fault certificates certificateOver'],
  'a certificate cannot be read': [
    certificate(undefined, 'ENOENT'),
    'fault certificates certificateUnreadable',
  ],
};
