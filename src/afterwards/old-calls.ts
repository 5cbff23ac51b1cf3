/**
 * Deletes calls and their call-back items when their retention time is over, because they contain people's names
 * and numbers.
 */
import type { DateTime } from 'luxon';
import type { AuditLog } from '../base/model/audit-event.js';
import { systemWork } from '../base/model/who.js';
import type { Log } from '../base/log.js';
import type { Snapshot } from '../base/model/snapshot.js';
import type { Forgetful } from '../base/store/delete-oldest.js';
import type { CallbackStore } from '../base/store/callback-store.js';
import type { CallStore } from '../base/store/calls.js';

export interface OldCallsUse {
  readonly calls: Pick<CallStore, 'deleteBefore'>;
  /** Notes on calls, which go with them. */
  readonly callNotes: Forgetful;
  readonly callbacks: Pick<CallbackStore, 'deleteEnded' | 'deleteNotes'>;
  /** What days with such calls came to. */
  readonly dayFigures: Forgetful;
  readonly snapshot: () => Snapshot | undefined;
  readonly log: Pick<Log, 'info'>;
  readonly audit: AuditLog;
}

/** The job's name. */
export const DELETE_OLD_CALLS = 'delete old calls';

/** Deleted in one step, so that calls that are being answered do not wait longer. */
const AT_ONCE = 200;

/** Deleted in one run. A backlog of years is deleted over some hours. */
const MOST = 20_000;

/**
 * Deletes calls that began at least `settings.keepCallsDays` ago, call-back items that ended at least
 * `settings.keepDays.callbacks` ago, and notes of both after `settings.keepDays.notes`; resolves with how many. Without a configuration it deletes nothing, because the configuration may ask for a
 * longer time.
 */
export async function deleteOldCalls(
  { calls, callNotes, callbacks, dayFigures, snapshot, log, audit }: OldCallsUse,
  now: DateTime,
): Promise<{ readonly calls: number; readonly callbacks: number; readonly notes: number }> {
  const settings = snapshot()?.settings;
  if (settings === undefined) return { calls: 0, callbacks: 0, notes: 0 };
  const ago = (days: number) => now.minus({ days }).toJSDate();
  const before = ago(settings.keepCallsDays);
  const { keepDays } = settings;
  const notesBefore = ago(Math.min(settings.keepCallsDays, keepDays.notes));
  await inSteps((limit) => dayFigures.deleteOld(before, limit));
  const deleted = {
    calls: await inSteps((limit) => calls.deleteBefore(before, limit)),
    callbacks: await inSteps((limit) => callbacks.deleteEnded(ago(keepDays.callbacks), limit)),
    notes:
      (await inSteps((limit) => callbacks.deleteNotes(ago(keepDays.notes), limit))) +
      (await inSteps((limit) => callNotes.deleteOld(notesBefore, limit))),
  };
  if (deleted.calls + deleted.callbacks + deleted.notes > 0) {
    log.info(deleted, 'calls are deleted: their time is over');
    const facts = {
      calls: String(deleted.calls),
      callbacks: String(deleted.callbacks),
      ...(deleted.notes > 0 && { notes: String(deleted.notes) }),
      before: before.toISOString(),
    };
    await audit.note(systemWork(DELETE_OLD_CALLS), 'callsDeleted', facts);
  }
  return deleted;
}

/** Repeats a step until it finds no more, or has deleted enough for this run. */
export async function inSteps(step: (limit: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (let last = AT_ONCE; last === AT_ONCE && total < MOST; total += last) last = await step(AT_ONCE);
  return total;
}
