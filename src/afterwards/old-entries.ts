/**
 * Deletes sent mails, calls that waited to be mailed, and entries of the audit log when their time is over. The
 * database could do so by itself, but then the audit log would not say that it did.
 */
import type { DateTime } from 'luxon';
import type { AuditLog } from '../base/model/audit-event.js';
import { systemWork } from '../base/model/who.js';
import type { Log } from '../base/log.js';
import type { Forgetful } from '../base/store/delete-oldest.js';
import { inSteps } from './old-calls.js';

export interface OldEntriesUse {
  readonly mails: Forgetful;
  /** Missed calls of withheld callers, mailed or not. */
  readonly withheld: Forgetful;
  /** What administrators were told. */
  readonly notices: Forgetful;
  readonly entries: Forgetful;
  readonly log: Pick<Log, 'info'>;
  readonly audit: AuditLog;
}

/** The job's name. */
export const DELETE_OLD_ENTRIES = 'delete old mails and entries';

/** Resolves with how many of each; writes one entry into the audit log if anything was deleted. */
export async function deleteOldEntries(
  { mails, withheld, notices, entries, log, audit }: OldEntriesUse,
  now: DateTime,
): Promise<Readonly<Record<'mails' | 'withheld' | 'notices' | 'entries', number>>> {
  const at = now.toJSDate();
  const of = (store: Forgetful) => inSteps((limit) => store.deleteOld(at, limit));
  const deleted = {
    mails: await of(mails),
    withheld: await of(withheld),
    notices: await of(notices),
    entries: await of(entries),
  };
  const gone = Object.entries(deleted).filter(([, count]) => count > 0);
  if (gone.length > 0) {
    log.info(deleted, 'mails and entries are deleted: their time is over');
    const facts = Object.fromEntries(gone.map(([what, count]) => [what, String(count)]));
    await audit.note(systemWork(DELETE_OLD_ENTRIES), 'entriesDeleted', facts);
  }
  return deleted;
}
