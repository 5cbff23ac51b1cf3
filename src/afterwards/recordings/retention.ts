/** Deletes recordings whose retention time is over, and notes it in their calls. */
import type { DateTime } from 'luxon';
import type { AuditLog } from '../../base/model/audit-event.js';
import { systemWork } from '../../base/model/who.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallStore } from '../../base/store/calls.js';
import { RecordingsFolderError, removeRecording } from './files.js';

export interface RetentionUse {
  readonly calls: Pick<CallStore, 'recordedBefore' | 'recordingGone'>;
  readonly snapshot: () => Snapshot | undefined;
  /** The folder with the files; undefined: this service has none, and nothing is deleted. */
  readonly folder: () => string | undefined;
  readonly audit: AuditLog;
  readonly log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
}

/** The job's name. */
export const DELETE_OLD_RECORDINGS = 'delete old recordings';

/** For a group that is no longer configured. */
const KEEP_DAYS = 90;

const AT_ONCE = 500;

/**
 * Resolves with the number of deleted recordings. The group that was dialled says how long they are kept. If a file
 * cannot be deleted, its call keeps its mark and the next run tries again.
 *
 * @throws RecordingsFolderError at the first recording when the folder cannot be read; no further call is marked.
 */
export async function deleteOldRecordings(use: RetentionUse, now: DateTime): Promise<number> {
  const [snapshot, root] = [use.snapshot(), use.folder()];
  if (snapshot === undefined || root === undefined) return 0;
  let deleted = 0;
  try {
    for await (const { _id, recording } of outdated(use.calls, snapshot, now)) {
      if (!(await isRemoved(use, root, { _id, recording }))) continue;
      await use.calls.recordingGone(_id);
      deleted += 1;
    }
  } finally {
    if (deleted > 0) await tell(use, deleted);
  }
  return deleted;
}

interface Outdated {
  /** Of the call. */
  readonly _id: string;
  /** The file's name. */
  readonly recording: string;
}

async function* outdated(
  calls: RetentionUse['calls'],
  { groups }: Snapshot,
  now: DateTime,
): AsyncGenerator<Outdated> {
  const shortest = Math.min(KEEP_DAYS, ...[...groups.values()].map((one) => one.recordingKeepDays));
  let after: Date | undefined;
  for (;;) {
    const found = await calls.recordedBefore(now.minus({ days: shortest }).toJSDate(), after, AT_ONCE);
    for (const { _id, group, startedAt, recording } of found) {
      const days = groups.get(group.number)?.recordingKeepDays ?? KEEP_DAYS;
      if (recording === null || startedAt > now.minus({ days }).toJSDate()) continue;
      yield { _id, recording };
    }
    const last = found.at(-1)?.startedAt;
    if (found.length < AT_ONCE || last === undefined || last.getTime() === after?.getTime()) return;
    after = last;
  }
}

async function isRemoved(
  { log }: RetentionUse,
  root: string,
  { _id, recording }: Outdated,
): Promise<boolean> {
  try {
    return await removeRecording(root, recording);
  } catch (error) {
    // Every other recording would fail in the same way.
    if (error instanceof RecordingsFolderError) throw error;
    log.warn({ err: error, call: _id }, 'a recording cannot be deleted');
    return false;
  }
}

async function tell({ log, audit }: RetentionUse, deleted: number): Promise<void> {
  log.info({ deleted }, 'recordings are deleted: their time is over');
  await audit.note(systemWork(DELETE_OLD_RECORDINGS), 'recordingsDeleted', { recordings: String(deleted) });
}
