/** Deletes recordings whose retention time is over, and notes it in their calls. */
import type { DateTime } from 'luxon';
import type { AuditLog } from '../../base/model/audit-event.js';
import { systemWork } from '../../base/model/who.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallStore } from '../../base/store/calls.js';
import { removeRecording } from './files.js';

export interface RetentionUse {
  readonly calls: Pick<CallStore, 'recordedBefore' | 'recordingGone'>;
  readonly snapshot: () => Snapshot | undefined;
  /** Where this service finds the files; undefined: nowhere, and nothing is deleted. */
  readonly folder: () => string | undefined;
  readonly audit: AuditLog;
  readonly log: { info(facts: object, message: string): void; warn(facts: object, message: string): void };
}

/** The job's name. */
export const DELETE_OLD_RECORDINGS = 'delete old recordings';

/** For a group that is not configured any more. */
const KEEP_DAYS = 90;

const AT_ONCE = 500;

/**
 * Resolves with the number of deleted recordings. The group that was dialled says how long they are kept. A file
 * that cannot be deleted keeps the mark on its call and is tried again next time.
 */
export async function deleteOldRecordings(use: RetentionUse, now: DateTime): Promise<number> {
  const { calls, snapshot, folder, log } = use;
  const [groups, root] = [snapshot()?.groups, folder()];
  if (groups === undefined || root === undefined) return 0;
  const keeps = [...groups.values()].map(({ recordingKeepDays }) => recordingKeepDays);
  const shortest = Math.min(KEEP_DAYS, ...keeps);
  let deleted = 0;
  let after: Date | undefined;
  for (;;) {
    const found = await calls.recordedBefore(now.minus({ days: shortest }).toJSDate(), after, AT_ONCE);
    for (const { _id, group, startedAt, recording } of found) {
      const days = groups.get(group.number)?.recordingKeepDays ?? KEEP_DAYS;
      if (recording === null || startedAt > now.minus({ days }).toJSDate()) continue;
      try {
        if (!(await removeRecording(root, recording))) continue;
        await calls.recordingGone(_id);
        deleted += 1;
      } catch (error) {
        log.warn({ err: error, call: _id }, 'a recording cannot be deleted');
      }
    }
    const last = found.at(-1)?.startedAt;
    if (found.length < AT_ONCE || last === undefined || last.getTime() === after?.getTime()) break;
    after = last;
  }
  if (deleted > 0) {
    log.info({ deleted }, 'recordings are deleted: their time is over');
    await use.audit.note(systemWork(DELETE_OLD_RECORDINGS), 'recordingsDeleted', {
      recordings: String(deleted),
    });
  }
  return deleted;
}
