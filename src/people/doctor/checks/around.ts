/** What stands around the calls: mail, backups, disk, certificates. Pure. */
import { backupCondition } from '../../../base/model/last-backup.js';
import type { CertificateFact, Facts } from './facts.js';
import { findings, type Finding } from './finding.js';
import { asked } from './switch.js';

const MB = 1024 * 1024;
/** Below this the database may stop taking writes before anybody has looked again. */
const FULL_BYTES = 200 * MB;
const TIGHT_BYTES = 1024 * MB;
/** As long before it is told unless settings.notices says otherwise: three weeks are enough to order one. */
const SOON_DAYS = 21;
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** A firewall is no fault: phones may be let in where this machine is not. */
const NOT_FROM_HERE = /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/;

export function checkMail({ mail }: Facts): readonly Finding[] {
  const { ok, warning, fault } = findings('mail');
  const { server, folder, trouble, publicUrl, test } = mail;
  const found: Finding[] = [];
  if (trouble !== undefined) found.push(fault('mailTrouble', { server: server ?? folder, reason: trouble }));
  else if (server === undefined) found.push(warning('mailFolder', { folder }));
  else found.push(ok('mailReady', { server }));
  if (server !== undefined && publicUrl === undefined) found.push(warning('mailLinks'));
  if (test?.trouble !== undefined) found.push(fault('mailTestFailed', { to: test.to, reason: test.trouble }));
  else if (test !== undefined) found.push(ok('mailTestSent', { to: test.to }));
  return found;
}

export function checkBackup({ backup: { folder, last }, service: { now } }: Facts): readonly Finding[] {
  const { ok, warning, fault, skipped } = findings('backup');
  if (last === 'unknown') return [skipped('backupUnknown')];
  if (last === undefined) return [folder === undefined ? warning('backupOff') : skipped('backupNotBegun')];
  const condition = backupCondition(last, now);
  const { good } = last;
  if (condition === 'failed') return [fault('backupFailed', { reason: last.reason })];
  if (good === undefined) return [condition === 'old' ? fault('backupNever') : skipped('backupWaits')];
  const hours = Math.max(0, Math.floor((now.getTime() - good.at.getTime()) / HOUR_MS));
  const values = { file: good.file, host: good.host, size: good.bytes, documents: good.documents, hours };
  return [condition === 'good' ? ok('backupGood', values) : fault('backupOld', values)];
}

export function checkDisk({ folders }: Facts): readonly Finding[] {
  const { ok, warning, fault, skipped } = findings('disk');
  // Whether there are backups is told by their own check.
  const told = folders.filter(({ use, state }) => use !== 'backups' || state !== 'missing');
  return told.map(({ folder, use, state, free, size }) => {
    if (state === 'missing') {
      if (use === 'recordings') return warning('recordingsNotHere', { folder });
      return use === 'cdrs' ? warning('cdrsNotHere', { folder }) : skipped('folderNotMade', { folder });
    }
    if (state === 'forbidden') return fault('folderForbidden', { folder });
    if (free === undefined || size === undefined) return skipped('diskUnknown', { folder });
    const values = { folder, free, size };
    if (free < FULL_BYTES) return fault('diskFull', values);
    return free < TIGHT_BYTES ? warning('diskTight', values) : ok('diskGood', values);
  });
}

export function checkCertificates({ certificates, switches, service }: Facts): readonly Finding[] {
  const ours = certificates.map((one) => certificateFinding(one, service.now));
  const theirs = asked(switches).flatMap(({ name, certificates: own }) =>
    own.map((one) => certificateFinding(one, service.now, name)),
  );
  const all = [...ours, ...theirs];
  return all.length > 0 ? all : [findings('certificates').skipped('certificatesNone')];
}

function certificateFinding(
  { of, endsAt, reason }: CertificateFact,
  now: Date,
  freeswitch?: string,
): Finding {
  const { ok, warning, fault, skipped } = findings('certificates', freeswitch);
  if (endsAt === undefined && NOT_FROM_HERE.test(reason ?? '')) return skipped('certificateNotSeen', { of });
  if (endsAt === undefined) return fault('certificateUnreadable', { of, reason: reason ?? '' });
  const days = Math.floor((endsAt.getTime() - now.getTime()) / DAY_MS);
  if (days < 0) return fault('certificateOver', { of, days: -days });
  return days < SOON_DAYS ? warning('certificateSoon', { of, days }) : ok('certificateGood', { of, days });
}
