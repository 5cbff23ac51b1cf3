/** One problem of each kind, in their order. */
import type { Sighting } from '../../../../src/base/model/problem.js';

export const PROBLEMS: readonly Sighting[] = [
  { kind: 'databaseAway', about: 'house:8084' },
  { kind: 'freeswitchAway', about: '192.0.2.7:8021', seenBy: 'house:8084' },
  { kind: 'callsFail', about: '', failed: 6, ended: 10, minutes: 30 },
  { kind: 'mailsFail', about: '', failed: 2, lateMinutes: 45 },
  {
    kind: 'webhookFails',
    about: 'erp',
    name: 'ERP',
    failingSince: '2026-11-23T07:00:00.000Z',
    isGone: false,
  },
  { kind: 'diskFull', about: 'house:/var/lib/rufgruppe', freeBytes: 2 ** 30, sizeBytes: 2 ** 35 },
  { kind: 'backupOld', about: '', lastAt: '2026-11-20T02:00:00.000Z' },
  { kind: 'certificateEnds', about: 'house:/etc/rufgruppe/cert.pem', endsAt: '2026-12-01T00:00:00.000Z' },
  {
    kind: 'freeswitchCertificateEnds',
    about: '192.0.2.7:8021 sofia/internal (192.0.2.7:5061)',
    endsAt: '2026-12-01T00:00:00.000Z',
  },
  { kind: 'awayForgotten', about: '', who: 'Anna Schmidt', since: '2026-11-10T08:00:00.000Z', others: 2 },
  { kind: 'cdrsMissing', about: 'house:/var/spool/cdrs', ended: 12 },
];
