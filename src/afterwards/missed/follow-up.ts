/**
 * Follows up finished calls: a missed call opens an item in the call-back list, a conversation closes the caller's
 * items.
 *
 * Calls that still need this are marked in the database, so a crash loses none. Everything here may be done twice,
 * by two instances or again after a crash: the list counts a channel once.
 */
import { DateTime } from 'luxon';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { Log } from '../../base/log.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallRecord, RecordedMiss } from '../../base/model/call-record.js';
import type { CallbackItem } from '../../base/model/callback-item.js';
import type { CallbackStore } from '../../base/store/callback-store.js';
import type { CallStore } from '../../base/store/calls.js';
import { systemWork } from '../../base/model/who.js';
import { noteCallbackChange, noteMissed } from './audit-entry.js';

/** The job's name. */
export const FOLLOW_UP = 'follow up finished calls';

/** For calls of a group that is no longer configured. */
const MERGE_HOURS = 24;

/** Calls that are read at a time. */
const BATCH = 200;

export interface FollowUpDependencies {
  readonly calls: Pick<CallStore, 'pendingFollowUps' | 'followedUp' | 'talkedLater'>;
  readonly callbacks: Pick<CallbackStore, 'addMissed' | 'close' | 'live' | 'get'>;
  readonly audit: AuditLog;
  readonly snapshot: () => Snapshot | undefined;
  /** A caller without a number gets no item; the mail about the call is written at once. */
  readonly onWithheld: (record: CallRecord, missed: RecordedMiss) => Promise<void>;
  /** Tells other systems of it; called again when a follow-up is repeated. */
  readonly onMissed: (record: CallRecord, missed: RecordedMiss) => Promise<void>;
  readonly now: () => DateTime;
  readonly log: Log;
}

/**
 * Follows up every call that is marked for it, the oldest first; resolves with how many. A call that fails stays
 * marked for the next run and does not hold up the others. Rejects when the calls cannot be read.
 */
export async function followUpCalls(use: FollowUpDependencies): Promise<number> {
  // Without a configuration there are no recipients, so the calls wait for one.
  if (use.snapshot() === undefined) return 0;
  let total = 0;
  for (;;) {
    const calls = await use.calls.pendingFollowUps(BATCH);
    let done = 0;
    for (const call of calls) done += (await followedUp(call, use)) ? 1 : 0;
    total += done;
    if (calls.length < BATCH || done < calls.length) return total;
  }
}

async function followedUp(call: CallRecord, use: FollowUpDependencies): Promise<boolean> {
  try {
    await followUp(call, use);
    await use.calls.followedUp(call);
    return true;
  } catch (error) {
    use.log.error({ err: error, call: call._id }, 'a finished call could not be followed up; trying again');
    return false;
  }
}

async function followUp(record: CallRecord, use: FollowUpDependencies): Promise<void> {
  if (record.missed !== null) {
    await openItem(record, record.missed, use);
    await use.onMissed(record, record.missed);
  } else if (record.outcome === 'answered') await closeItems(record, use);
}

/** The E.164 number, or the number as received if there is none; undefined for a withheld one. */
export function callerKey({ withheld, e164, number }: CallRecord['caller']): string | undefined {
  const key = e164 ?? number;
  return withheld || key === null || key === '' ? undefined : key;
}

async function openItem(record: CallRecord, missed: RecordedMiss, use: FollowUpDependencies): Promise<void> {
  const key = callerKey(record.caller);
  if (key === undefined) {
    await use.onWithheld(record, missed);
    return;
  }
  const policy = use.snapshot()?.groups.get(missed.group)?.missed;
  const ofCaller = { limit: 1, caller: { kind: 'whole', number: key, e164: undefined } } as const;
  const [earlier] = await use.callbacks.live(missed.group, ofCaller);
  const item = await use.callbacks.addMissed({
    group: missed.group,
    caller: { key, number: record.caller.e164 ?? record.caller.number ?? key, name: record.caller.name },
    call: { record: record._id, channel: record.channel, at: record.startedAt, why: missed.why },
    endedAt: record.endedAt ?? record.startedAt,
    mergeHours: policy?.mergeHours ?? MERGE_HOURS,
    noticeAt: policy?.mail && noticeAt(record, policy.mail.graceMin, use.now()),
  });
  if (item !== undefined) {
    use.log.info({ call: record._id, group: missed.group, item: item.id, count: item.count }, 'missed call');
    await noteMissed(use.audit, systemWork(FOLLOW_UP), item);
    if (earlier !== undefined && earlier.id !== item.id) await noteSuperseded(earlier, use);
  }
  // Calls may be followed up late and out of order, so the caller may have got through meanwhile. Checked even if
  // the call was counted before: an earlier attempt may have ended between the two.
  const later = await use.calls.talkedLater(record.caller, missed.group, record.startedAt);
  if (later !== undefined) await closeItems(later, use);
}

/** Notes the end of an item that was too old to take one more call. */
async function noteSuperseded(before: CallbackItem, use: FollowUpDependencies): Promise<void> {
  const after = await use.callbacks.get(before.id);
  if (after?.ended?.because !== 'superseded') return;
  await noteCallbackChange(use.audit, systemWork(FOLLOW_UP), 'callbackClosed', { before, after });
}

/** The grace time runs from the end of the call; a call that is followed up late gets its mail at once. */
function noticeAt(record: CallRecord, graceMin: number, now: DateTime): Date {
  const due = DateTime.fromJSDate(record.endedAt ?? record.startedAt).plus({ minutes: graceMin });
  return (due > now ? due : now).toJSDate();
}

/**
 * "Gets through later" means that the other call was answered after the missed call began. A caller who rings on
 * two lines and is answered on one hangs up the other, so nothing is left to do. But a talk that had begun before
 * the missed call does not close an item, even if it lasts longer: somebody who calls during a talk, or is
 * transferred out of it and reaches nobody, wanted something that the talk did not bring, or is another person with
 * the same number.
 */
async function closeItems(record: CallRecord, use: FollowUpDependencies): Promise<void> {
  const key = callerKey(record.caller);
  const { answeredBy } = record;
  if (key === undefined || answeredBy === null) return;
  const groups = record.route.map(({ group }) => group);
  const at = record.answeredAt ?? record.endedAt ?? record.startedAt;
  const closed = await use.callbacks.close(key, groups, { because: 'talked', at, who: answeredBy.who });
  if (closed.length > 0)
    use.log.info(
      { call: record._id, closed: closed.length },
      'call-back items closed: the caller got through',
    );
  for (const change of closed)
    await noteCallbackChange(use.audit, systemWork(FOLLOW_UP), 'callbackClosed', change);
}
