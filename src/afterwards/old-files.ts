/**
 * Deletes files when their time is over: mails in the outbox folder, and what was put aside for a person to look at. Each
 * instance has its own files, so each does this for itself.
 */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DateTime } from 'luxon';
import type { AuditLog } from '../base/model/audit-event.js';
import type { Log } from '../base/log.js';
import type { Snapshot } from '../base/model/snapshot.js';
import { systemWork } from '../base/model/who.js';

export interface OldFilesUse {
  readonly dataFolder: string;
  readonly cdrFolders: readonly string[];
  readonly snapshot: () => Snapshot | undefined;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly audit: AuditLog;
}

const DAY_MS = 24 * 60 * 60_000;

/** Where CDRs are put aside, below their folder. */
const CDRS_ASIDE = ['unreadable', 'other', 'foreign'];

/** Resolves with how many of each; writes one entry into the audit log if anything was deleted. */
export async function deleteOldFiles(
  use: OldFilesUse,
  now: DateTime,
): Promise<{ readonly outbox: number; readonly putAside: number }> {
  const { dataFolder, cdrFolders, snapshot, log, audit } = use;
  const days = snapshot()?.settings.keepDays;
  if (days === undefined) return { outbox: 0, putAside: 0 };
  const before = (kept: number) => now.toMillis() - kept * DAY_MS;
  const aside = [
    path.join(dataFolder, 'events-put-aside'),
    ...(await journalsAside(dataFolder)),
    ...cdrFolders.flatMap((folder) => CDRS_ASIDE.map((name) => path.join(folder, name))),
  ];
  let putAside = 0;
  for (const folder of aside) putAside += await deleteIn(folder, before(days.putAside), log);
  const outbox = await deleteIn(path.join(dataFolder, 'outbox'), before(days.outbox), log);
  if (outbox + putAside > 0) {
    log.info({ outbox, putAside }, 'files are deleted: their time is over');
    const facts = { outbox: String(outbox), putAside: String(putAside) };
    await audit.note(systemWork('delete old files'), 'filesDeleted', facts);
  }
  return { outbox, putAside };
}

async function journalsAside(dataFolder: string): Promise<readonly string[]> {
  const names = await readdir(dataFolder).catch(() => []);
  return names
    .filter((name) => name.startsWith('journal-'))
    .map((name) => path.join(dataFolder, name, 'unreadable'));
}

/** Files that were written before; a folder that does not exist has none. One that cannot be deleted is tried again. */
async function deleteIn(folder: string, beforeMs: number, log: OldFilesUse['log']): Promise<number> {
  let deleted = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const about = await stat(file).catch(() => undefined);
    if (about?.isFile() !== true || about.mtimeMs >= beforeMs) continue;
    try {
      await rm(file, { force: true });
      deleted += 1;
    } catch (error) {
      log.warn({ err: error, file }, 'an old file cannot be deleted');
    }
  }
  return deleted;
}
