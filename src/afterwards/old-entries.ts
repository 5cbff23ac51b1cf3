/**
 * Deletes sent mails, calls that waited to be mailed, and entries of the audit log when their time is over. The
 * database could do so by itself, but then the audit log would not say that it did.
 */
import type { DateTime } from 'luxon';
import type { AuditLog } from '../base/model/audit-event.js';
import type { Snapshot } from '../base/model/snapshot.js';
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
  /** What was sent to webhooks. */
  readonly deliveries: Forgetful;
  readonly entries: Forgetful;
  /** Who was away. */
  readonly away: Forgetful;
  readonly snapshot: () => Snapshot | undefined;
  readonly log: Pick<Log, 'info'>;
  readonly audit: AuditLog;
}

const DAY_MS = 24 * 60 * 60_000;

/**
 * Calls of withheld callers hold nothing about a person; they are remembered so that a repeated follow-up does not mail
 * them again.
 */
const WITHHELD_DAYS = 30;

/** Days after which what administrators were told is deleted. */
const NOTICE_DAYS = 90;

/** Days after which an absence that is over is deleted. It has no effect any more; the audit log says that it was. */
const AWAY_DAYS = 1;

/** The job's name. */
export const DELETE_OLD_ENTRIES = 'delete old mails and entries';

/** How many of each. */
export type Deleted = Readonly<
  Record<'mails' | 'withheld' | 'notices' | 'deliveries' | 'entries' | 'away', number>
>;

/** Resolves with how many of each; writes one entry into the audit log if anything was deleted. */
export async function deleteOldEntries(
  { mails, withheld, notices, deliveries, entries, away, snapshot, log, audit }: OldEntriesUse,
  now: DateTime,
): Promise<Deleted> {
  const days = snapshot()?.settings.keepDays;
  // The configuration may ask for a longer time.
  if (days === undefined) return { mails: 0, withheld: 0, notices: 0, deliveries: 0, entries: 0, away: 0 };
  const of = (store: Forgetful, kept: number) => {
    const before = new Date(now.toMillis() - kept * DAY_MS);
    return inSteps((limit) => store.deleteOld(before, limit));
  };
  const deleted = {
    mails: await of(mails, days.mails),
    withheld: await of(withheld, WITHHELD_DAYS),
    notices: await of(notices, NOTICE_DAYS),
    deliveries: await of(deliveries, days.mails),
    entries: await of(entries, days.audit),
    away: await of(away, AWAY_DAYS),
  };
  // An absence that is over is no loss that somebody has to answer for.
  const gone = Object.entries(deleted).filter(([what, count]) => count > 0 && what !== 'away');
  if (gone.length > 0) {
    log.info(deleted, 'mails and entries are deleted: their time is over');
    const facts = Object.fromEntries(gone.map(([what, count]) => [what, String(count)]));
    await audit.note(systemWork(DELETE_OLD_ENTRIES), 'entriesDeleted', facts);
  }
  return deleted;
}
