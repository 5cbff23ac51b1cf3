/** The recurring backup: when it is due, where it goes, what is kept, and what is told of it. */
import { readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { PART } from '../base/backup/back-up.js';
import { backupName, backupTime, beforeName, isDue, outdated } from '../base/backup/kept-backups.js';
import { reasonOf } from '../base/errors.js';
import type { Job } from '../base/jobs/scheduler.js';
import type { Log } from '../base/log.js';
import type { BackupStore } from '../base/store/backups.js';
import type { BackupSettings } from './backup-settings.js';
import { runBackup } from './run-backup.js';

/** The job's name. */
export const BACK_UP = 'back up the database';

/** A backup that takes longer has failed; the lock of the job ends then. */
const LONGEST_MS = 55 * 60_000;

export interface BackupsUse {
  readonly settings: BackupSettings;
  readonly uri: string;
  readonly backups: BackupStore;
  readonly log: Log;
  readonly now: () => DateTime;
  readonly signal: AbortSignal;
}

/** The job, once for all controllers; none where no folder is set. */
export function backupJobs(use: BackupsUse): readonly Job[] {
  const { folder } = use.settings;
  if (folder === undefined) return [];
  return [{ name: BACK_UP, everySec: 60, run: () => backUpIfDue(use, folder) }];
}

/** Rejects when a backup failed, after the failure is stored. One that a stop of the service ends is none. */
export async function backUpIfDue(use: BackupsUse, folder: string): Promise<void> {
  const { settings, backups, signal } = use;
  const now = use.now();
  await backups.begin(now.toJSDate());
  const last = await backups.last();
  if (last === undefined) return;
  const failedAt = last.ok ? undefined : last.at;
  if (!isDue(now, settings.atMinute, { since: last.since, goodAt: last.good?.at, failedAt })) return;
  try {
    await makeOne(use, folder, now);
  } catch (error) {
    if (signal.aborted) return;
    await backups.failed(now.toJSDate(), reasonOf(error));
    throw error;
  }
}

async function makeOne({ settings, uri, backups, log, signal }: BackupsUse, folder: string, now: DateTime) {
  await removeParts(folder);
  const file = path.join(folder, backupName(now));
  const begunMs = performance.now();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);
  const { bytes, documents } = await runBackup({ uri, file, isPaced: true }, limit);
  const tookMs = Math.round(performance.now() - begunMs);
  await backups.good({ at: now.toJSDate(), host: os.hostname(), file, bytes, documents, tookMs });
  log.info(
    { file, bytes, documents, tookMs },
    'the database is backed up, and the backup was restored for a try',
  );
  const old = outdated(await readdir(folder), settings, now);
  for (const name of old) await rm(path.join(folder, name), { force: true });
  if (old.length > 0)
    log.info({ folder, files: old.length }, 'backups are deleted: newer ones are kept in their place');
}

/** What a process that was killed has left. */
async function removeParts(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const whole = name.replace(/\.try$/, '');
    if (whole.endsWith(PART) && backupTime(whole.slice(0, -PART.length)) !== undefined)
      await rm(path.join(folder, name), { recursive: true, force: true });
  }
}

/** The lines of a log that are used before a migration. */
export interface BeforeLog {
  info(facts: { readonly file: string }, message: string): void;
  warn(facts: object, message: string): void;
}

export interface BeforeUse extends Pick<BackupsUse, 'settings' | 'uri' | 'signal'> {
  readonly log: BeforeLog;
}

/** Before data is migrated. Errors: as `runBackup`. */
export async function backUpBefore(
  to: number,
  { settings: { folder }, uri, log, signal }: BeforeUse,
): Promise<void> {
  if (folder === undefined) {
    log.warn({}, 'BACKUP_DIR is none: the data is migrated without a backup before');
    return;
  }
  const file = path.join(folder, beforeName(to, DateTime.utc()));
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);
  await runBackup({ uri, file, isPaced: false }, limit);
  log.info({ file }, 'the database is backed up as it is before the migration');
}
