/** What is wrong, of what one controller knows. Pure. */
import { backupCondition, type LastBackup } from '../../base/model/last-backup.js';
import { problemKey, type ProblemKind, type Sighting } from '../../base/model/problem.js';

export interface WatchFacts {
  readonly now: Date;
  /** Names this controller. */
  readonly controller: string;
  readonly freeswitches: readonly { readonly name: string; readonly connected: boolean }[];
  /** Calls of this controller that ended within the last `minutes`. */
  readonly calls: {
    readonly ended: number;
    /** Of these: no phone could be reached, nothing was played, or control was lost. */
    readonly failed: number;
    /** CDRs that were read meanwhile. */
    readonly cdrs: number;
    readonly minutes: number;
  };
  readonly mails: {
    readonly failed: number;
    /** First attempt of the mail that has been tried longest and still waits. */
    readonly tryingSince: Date | undefined;
  };
  /** Machine and folder of the data; undefined: its space cannot be read. */
  readonly disk:
    { readonly place: string; readonly freeBytes: number; readonly sizeBytes: number } | undefined;
  /** Webhooks that take nothing. */
  readonly webhooks: readonly {
    readonly id: string;
    readonly name: string;
    readonly since: Date;
    readonly isGone: boolean;
  }[];
  /** Undefined: nobody makes backups. */
  readonly backup: LastBackup | undefined;
  /** Certificates of this service; `endsAt` undefined: it cannot be read, which the log says. */
  readonly certificates: readonly WatchedCertificate[];
  /** Those that ports of FreeSWITCHes show, as far as they could be seen since the start. */
  readonly freeswitchCertificates: readonly WatchedCertificate[];
  /** Those who are away without an end and have been for too long, the longest first. */
  readonly forgottenAway: readonly { readonly name: string; readonly since: Date }[];
  readonly cdrFolders: readonly { readonly folder: string; readonly isReadable: boolean }[];
}

export interface WatchedCertificate {
  /** Machine and file, or FreeSWITCH, profile and port. */
  readonly of: string;
  readonly endsAt: Date | undefined;
}

/** From settings.notices. */
export interface WatchLimits {
  /** Undefined: failing calls are not told. */
  readonly failedCallsPercent: number | undefined;
  readonly freeDiskPercent: number;
  readonly certificateDays: number;
}

/** With fewer calls a share says nothing. */
const FEWEST_CALLS = 5;
/** A share that has begun to be a problem is one until it is half of that. */
const ENDS_AT_SHARE = 0.5;
/** Percent above the limit that end a full disk, so that it does not begin and end with every file. */
const DISK_MARGIN = 2;
/** Greylisting takes a quarter of an hour. */
const LATE_MINUTES = 30;
/** So many calls without one CDR mean that none is written. */
const CALLS_WITHOUT_CDR = 10;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Everything but the database, which its own reader knows to be away.
 * @param told keys of the problems that have begun: a limit that was passed must be left clearly
 */
export function sightings(
  facts: WatchFacts,
  limits: WatchLimits,
  told: ReadonlySet<string>,
): readonly Sighting[] {
  const lasts = (kind: ProblemKind, about = '') => told.has(problemKey({ kind, about }));
  return [
    ...switchesAway(facts),
    ...failingCalls(facts, limits, lasts('callsFail')),
    ...failingMails(facts),
    ...failingWebhooks(facts),
    ...fullDisk(facts, limits, lasts('diskFull', facts.disk?.place)),
    ...oldBackup(facts),
    ...endingCertificates('certificateEnds', facts.certificates, facts.now, limits),
    ...endingCertificates('freeswitchCertificateEnds', facts.freeswitchCertificates, facts.now, limits),
    ...forgottenAway(facts),
    ...missingCdrs(facts),
  ];
}

function switchesAway({ freeswitches, controller }: WatchFacts): readonly Sighting[] {
  return freeswitches.flatMap(({ name, connected }) =>
    connected ? [] : [{ kind: 'freeswitchAway' as const, about: name, seenBy: controller }],
  );
}

function failingCalls(
  { calls: { ended, failed, minutes } }: WatchFacts,
  { failedCallsPercent }: WatchLimits,
  lasts: boolean,
): readonly Sighting[] {
  if (failedCallsPercent === undefined || ended < FEWEST_CALLS) return [];
  const limit = lasts ? failedCallsPercent * ENDS_AT_SHARE : failedCallsPercent;
  if ((100 * failed) / ended < limit) return [];
  return [{ kind: 'callsFail', about: '', failed, ended, minutes }];
}

function failingMails({ mails: { failed, tryingSince }, now }: WatchFacts): readonly Sighting[] {
  const triedMinutes =
    tryingSince === undefined ? 0 : Math.floor((now.getTime() - tryingSince.getTime()) / MINUTE_MS);
  const lateMinutes = triedMinutes >= LATE_MINUTES ? triedMinutes : 0;
  return failed === 0 && lateMinutes === 0 ? [] : [{ kind: 'mailsFail', about: '', failed, lateMinutes }];
}

function failingWebhooks({ webhooks }: WatchFacts): readonly Sighting[] {
  return webhooks.map(({ id, name, since, isGone }) => ({
    kind: 'webhookFails' as const,
    about: id,
    name,
    failingSince: since.toISOString(),
    isGone,
  }));
}

function fullDisk(
  { disk }: WatchFacts,
  { freeDiskPercent }: WatchLimits,
  lasts: boolean,
): readonly Sighting[] {
  if (disk === undefined || disk.sizeBytes === 0) return [];
  const { place, freeBytes, sizeBytes } = disk;
  const limit = lasts ? freeDiskPercent + DISK_MARGIN : freeDiskPercent;
  if ((100 * freeBytes) / sizeBytes >= limit) return [];
  return [{ kind: 'diskFull', about: place, freeBytes, sizeBytes }];
}

function oldBackup({ backup, now }: WatchFacts): readonly Sighting[] {
  const condition = backup && backupCondition(backup, now);
  if (condition !== 'failed' && condition !== 'old') return [];
  return [{ kind: 'backupOld', about: '', lastAt: backup?.good?.at.toISOString() ?? null }];
}

function endingCertificates(
  kind: 'certificateEnds' | 'freeswitchCertificateEnds',
  certificates: readonly WatchedCertificate[],
  now: Date,
  { certificateDays }: WatchLimits,
): readonly Sighting[] {
  return certificates.flatMap(({ of, endsAt }) =>
    endsAt !== undefined && endsAt.getTime() - now.getTime() < certificateDays * DAY_MS
      ? [{ kind, about: of, endsAt: endsAt.toISOString() }]
      : [],
  );
}

function forgottenAway({ forgottenAway: [longest, ...others] }: WatchFacts): readonly Sighting[] {
  if (longest === undefined) return [];
  const { name: who, since } = longest;
  return [{ kind: 'awayForgotten', about: '', who, since: since.toISOString(), others: others.length }];
}

function missingCdrs({ cdrFolders, calls: { ended, cdrs } }: WatchFacts): readonly Sighting[] {
  const unreadable = cdrFolders.filter(({ isReadable }) => !isReadable);
  if (unreadable.length > 0)
    return unreadable.map(({ folder }) => ({ kind: 'cdrsMissing' as const, about: folder, ended: null }));
  if (cdrFolders.length === 0 || cdrs > 0 || ended < CALLS_WITHOUT_CDR) return [];
  const folders = cdrFolders.map(({ folder }) => folder).join(', ');
  return [{ kind: 'cdrsMissing', about: folders, ended }];
}
