/** Which mails about missed calls are due: after the grace time, outside quiet hours, each once. */
import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Log } from '../log.js';
import type { RenderMail } from '../mail/templates.js';
import type { MailQueue } from '../model/mail.js';
import type { Group, MissedMailPolicy, Recipient, Snapshot } from '../model/snapshot.js';
import type { CallRecord, RecordedMiss } from '../records/call-record.js';
import { inWindow } from '../routing/time-window.js';
import type { CallbackStore, DueNotice } from '../store/callback-store.js';
import type { CallStore } from '../store/calls.js';
import { callerKey } from './follow-up.js';
import type { CallbackItem } from './item.js';
import { recipientKey } from './links.js';
import { itemMailId, itemsMail, withheldMail, type MailMaking } from './missed-mail.js';
import { quietAt } from './quiet-hours.js';

/** Notices that are looked at in one run; the rest follows in the next one. */
const MOST = 500;

/** What came in quiet hours is one mail however much it is, up to here. */
const MOST_TOGETHER = 5000;

export type Notices = 'all' | 'single';

/** A call that lasts longer was left behind by a controller that crashed. */
const LONGEST_CALL_HOURS = 4;

export interface NoticeDependencies {
  readonly calls: Pick<CallStore, 'ongoing'>;
  readonly callbacks: Pick<CallbackStore, 'dueNotices' | 'holdNotices' | 'noticed'>;
  readonly mails: MailQueue;
  readonly snapshot: () => Snapshot | undefined;
  readonly render: RenderMail;
  readonly secret: () => Promise<Buffer>;
  /** Base of the links, with a slash at its end. */
  readonly publicUrl: () => string;
  readonly log: Log;
}

/**
 * Hands in the mails that are due; resolves with the number of notices. A notice ends when its mails are in the queue:
 * a crash before that hands in the same mails again, which the queue refuses.
 *
 * `single` leaves the mails after quiet hours out: one of these is known by the items in it, so two who write it at the
 * same moment as an item changes would write two. Only the one who does so alone, on all instances, asks for `all`.
 */
export async function writeNotices(
  use: NoticeDependencies,
  now: DateTime,
  which: Notices = 'all',
): Promise<number> {
  const groups = use.snapshot()?.groups;
  if (groups === undefined) return 0;
  const found = await use.callbacks.dueNotices(now.toJSDate(), MOST);
  const failures: unknown[] = [];
  let written = 0;
  for (const [number, some] of byGroup(await withoutCallersOnLine(found, use, now))) {
    const write = async () => {
      written += await ofGroup(groups.get(number), some, found.length === MOST, use, now, which);
    };
    failures.push(...(await failureOf(write)));
  }
  // The notices of these groups are still due; the others have their mails.
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1)
    throw new AggregateError(failures, 'mails about missed calls could not be handed in');
  return written;
}

/** Resolves with the number of notices that have ended. */
async function ofGroup(
  group: Group | undefined,
  some: readonly DueNotice[],
  areMore: boolean,
  use: NoticeDependencies,
  now: DateTime,
  which: Notices,
): Promise<number> {
  const mail = group?.missed.mail;
  // The group is gone or wants no mails any more.
  if (group === undefined || mail === undefined) {
    await use.callbacks.noticed(itemsOf(some));
    return some.length;
  }
  const quiet = quietAt(mail.quiet, group.timezone, now);
  const waiting = quiet.kind === 'endless' ? some.filter(({ wasHeld }) => !wasHeld) : some;
  // Put off once, so that the rounds of a long night do not look at them again and again.
  if (quiet.kind !== 'no' && waiting.length > 0)
    await use.callbacks.holdNotices(waiting, quiet.at.toJSDate());
  const due = quiet.kind === 'no' ? some : some.filter((notice) => !waiting.includes(notice));
  if (due.length === 0) return 0;
  const all = areMore && which === 'all' && due.some((notice) => isCollected(notice, group, mail));
  const notices = all
    ? await withoutCallersOnLine(
        await use.callbacks.dueNotices(now.toJSDate(), MOST_TOGETHER, group.number),
        use,
        now,
      )
    : due;
  return writeOfGroup(notices, mail, await making(group, use, now), use, which);
}

/** Also when the service did not run while it became due. */
function isCollected({ noticeAt, wasHeld }: DueNotice, { timezone }: Group, { quiet }: MissedMailPolicy) {
  return wasHeld || inWindow(quiet, timezone, DateTime.fromJSDate(noticeAt));
}

async function failureOf(work: () => Promise<void>): Promise<readonly unknown[]> {
  try {
    await work();
    return [];
  } catch (error) {
    return [error];
  }
}

/**
 * Whoever calls the group again at this moment may be talking to somebody, which is known when the call is over; until
 * then the notice waits.
 */
async function withoutCallersOnLine(
  notices: readonly DueNotice[],
  { calls }: NoticeDependencies,
  now: DateTime,
): Promise<readonly DueNotice[]> {
  if (notices.length === 0) return notices;
  const lastCall = new Map<string, number>();
  for (const call of await calls.ongoing(now.minus({ hours: LONGEST_CALL_HOURS }).toJSDate())) {
    const key = callerKey(call.caller) ?? '';
    for (const group of [call.group.number, ...call.route.map((passage) => passage.group)]) {
      const place = `${group} ${key}`;
      lastCall.set(place, Math.max(lastCall.get(place) ?? 0, call.startedAt.getTime()));
    }
  }
  return notices.filter(({ item }) => {
    const calledAt = lastCall.get(`${item.group} ${item.caller.key}`);
    return calledAt === undefined || calledAt <= item.lastAt.getTime();
  });
}

/** The mails about a caller without a number, who has no item; they wait for the end of the quiet hours in the queue. */
export async function writeWithheld(
  record: CallRecord,
  missed: RecordedMiss,
  use: NoticeDependencies,
  now: DateTime,
): Promise<void> {
  const group = use.snapshot()?.groups.get(missed.group);
  const mail = group?.missed.mail;
  if (group === undefined || mail === undefined) return;
  const quiet = quietAt(mail.quiet, group.timezone, now);
  const notBefore = quiet.kind === 'no' ? undefined : quiet.at.toJSDate();
  const parts = { ...(await making(group, use, now)), notBefore };
  for (const recipient of mail.to) await use.mails.enqueue(withheldMail(record, missed, recipient, parts));
}

async function making(group: Group, use: NoticeDependencies, now: DateTime): Promise<MailMaking> {
  return { group, render: use.render, publicUrl: use.publicUrl(), secret: await use.secret(), now };
}

/** What came in quiet hours is one mail after them; everything else is one mail each. */
async function writeOfGroup(
  notices: readonly DueNotice[],
  mail: MissedMailPolicy,
  parts: MailMaking,
  use: NoticeDependencies,
  which: Notices,
): Promise<number> {
  const together: CallbackItem[] = [];
  const alone: CallbackItem[] = [];
  for (const notice of notices) (isCollected(notice, parts.group, mail) ? together : alone).push(notice.item);
  let written = 0;
  for (const items of [...(which === 'all' ? [together] : []), ...alone.map((item) => [item])]) {
    if (items.length === 0) continue;
    for (const recipient of mail.to) {
      await use.mails.enqueue(itemsMail(items, recipient, mailId(items, recipient), parts));
    }
    await use.callbacks.noticed(items);
    written += items.length;
  }
  return written;
}

/** The same items with the same calls have the same id, so that nothing is handed in twice. */
function mailId(items: readonly CallbackItem[], recipient: Recipient): string {
  const [only] = items;
  if (only !== undefined && items.length === 1) return itemMailId(only.id, only.count, recipient);
  const hash = createHash('sha256').update(items.map(({ id, count }) => `${id} ${count}`).join());
  return `missed ${hash.digest('hex').slice(0, 32)} ${recipientKey(recipient.address)}`;
}

function itemsOf(notices: readonly DueNotice[]): CallbackItem[] {
  return notices.map(({ item }) => item);
}

function byGroup(notices: readonly DueNotice[]): ReadonlyMap<string, readonly DueNotice[]> {
  const groups = new Map<string, DueNotice[]>();
  for (const notice of notices) {
    const { group } = notice.item;
    groups.set(group, [...(groups.get(group) ?? []), notice]);
  }
  return groups;
}
