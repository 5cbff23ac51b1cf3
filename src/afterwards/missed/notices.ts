/** Which mails about missed calls are due: after the grace time, outside quiet hours, each once. */
import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Log } from '../../base/log.js';
import type { RenderMail } from '../mail/templates.js';
import type { MailQueue, NewMail } from '../../base/model/mail.js';
import type { Group, MissedMailPolicy, Recipient, Snapshot } from '../../base/model/snapshot.js';
import { inWindow } from '../../base/model/time-window.js';
import type { CallbackStore, DueNotice } from '../../base/store/callback-store.js';
import type { CallStore } from '../../base/store/calls.js';
import type { WithheldStore } from '../../base/store/withheld.js';
import { callerKey } from './follow-up.js';
import { LONGEST_CALL_HOURS } from '../../base/model/call-record.js';
import type { CallbackItem, WithheldMiss } from '../../base/model/callback-item.js';
import { recipientKey } from './links.js';
import { itemMailId, itemsMail, withheldMail, type MailMaking, type Told } from './missed-mail.js';
import { quietAt, type Quiet } from './quiet-hours.js';

/** The most notices that one run handles; the rest follows in the next run. */
const MOST = 500;

/** Up to this many calls in quiet hours become one mail. */
const MOST_TOGETHER = 5000;

export type Notices = 'all' | 'single';

/**
 * A call that began up to this long before the missed one may have kept ringing until after it, and if it is then
 * answered, it closes the item. Until a call is over it is not known whether it will be answered; most ring for
 * much less time.
 */
const RINGS_MS = 5 * 60_000;

export interface NoticeDependencies {
  readonly calls: Pick<CallStore, 'ongoing'>;
  readonly callbacks: Pick<CallbackStore, 'dueNotices' | 'holdNotices' | 'noticed'>;
  readonly withheld: Pick<WithheldStore, 'hold' | 'due' | 'holdLonger' | 'mailed'>;
  readonly mails: MailQueue;
  readonly snapshot: () => Snapshot | undefined;
  readonly render: RenderMail;
  readonly secret: () => Promise<Buffer>;
  /** Base of the links, with a trailing slash. */
  readonly publicUrl: () => string;
  readonly log: Log;
}

/**
 * Queues the mails that are due; resolves with the number of notices. A notice ends when its mails are in the
 * queue: after a crash before that, the same mails are passed to the queue again, which refuses duplicates.
 *
 * `single` leaves out the mails after quiet hours. The id of such a mail is made from the items in it, so two
 * instances that write it just as an item changes would write two mails. Only the instance that does this work
 * alone passes `all`.
 */
export async function writeNotices(
  use: NoticeDependencies,
  now: DateTime,
  which: Notices = 'all',
): Promise<number> {
  const groups = use.snapshot()?.groups;
  if (groups === undefined) return 0;
  const found = await use.callbacks.dueNotices(now.toJSDate(), MOST);
  const withheld = which === 'all' ? await use.withheld.due(now.toJSDate(), MOST) : [];
  const areMore = found.length === MOST || withheld.length === MOST;
  const failures: unknown[] = [];
  let written = 0;
  for (const [number, some] of byGroup(await withoutCallersOnLine(found, use, now), withheld)) {
    const write = async () => {
      written += await ofGroup(groups.get(number), { ...some, areMore }, use, now, which);
    };
    failures.push(...(await failureOf(write)));
  }
  // The notices of these groups stay due; the other groups have their mails.
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, 'mails about missed calls could not be queued');
  return written;
}

interface Due {
  readonly notices: readonly DueNotice[];
  readonly withheld: readonly WithheldMiss[];
}

/** Resolves with how many notices have ended. */
async function ofGroup(
  group: Group | undefined,
  due: Due & { readonly areMore: boolean },
  use: NoticeDependencies,
  now: DateTime,
  which: Notices,
): Promise<number> {
  const { notices, withheld } = due;
  const mail = group?.missed.mail;
  // The group is gone or no longer wants mails.
  if (group === undefined || mail === undefined) {
    await use.callbacks.noticed(notices.map(({ item }) => item));
    await use.withheld.mailed(withheld);
    return notices.length + withheld.length;
  }
  const quiet = quietAt(mail.quiet, group.timezone, now);
  const sendable = quiet.kind === 'no' ? due : await held(due, quiet, use);
  const isDigest =
    sendable.withheld.length > 0 || sendable.notices.some((notice) => isCollected(notice, group, mail));
  const all =
    which === 'all' && due.areMore && isDigest ? await everything(group.number, use, now) : sendable;
  return writeOfGroup(all, mail, await mailMaking(group, use, now), use, which);
}

/**
 * Postpones what is due in quiet hours, once, so that the runs of a long night do not look at it again and again.
 * Resolves with what may be sent now.
 */
async function held(
  { notices, withheld }: Due,
  quiet: Exclude<Quiet, { kind: 'no' }>,
  use: NoticeDependencies,
): Promise<Due> {
  const until = quiet.at.toJSDate();
  const isEndless = quiet.kind === 'endless';
  const waiting = isEndless ? notices.filter(({ wasHeld }) => !wasHeld) : notices;
  if (waiting.length > 0) await use.callbacks.holdNotices(waiting, until);
  if (isEndless) return { notices: notices.filter(({ wasHeld }) => wasHeld), withheld };
  if (withheld.length > 0) await use.withheld.holdLonger(withheld, until);
  return { notices: [], withheld: [] };
}

async function everything(group: string, use: NoticeDependencies, now: DateTime): Promise<Due> {
  const at = now.toJSDate();
  const notices = await use.callbacks.dueNotices(at, MOST_TOGETHER, group);
  const withheld = await use.withheld.due(at, MOST_TOGETHER, group);
  return { notices: await withoutCallersOnLine(notices, use, now), withheld };
}

/** Even if the service was not running when it became due. */
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
 * A caller who is calling the group again right now, or on a second line, may be talking to somebody. That is known
 * when the call is over; until then the notice waits.
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
    return calledAt === undefined || calledAt + RINGS_MS <= item.lastAt.getTime();
  });
}

export async function mailMaking(group: Group, use: NoticeDependencies, now: DateTime): Promise<MailMaking> {
  const { render, publicUrl, secret, snapshot } = use;
  const extensions = snapshot()?.extensions;
  return { group, render, publicUrl: publicUrl(), secret: await secret(), now, extensions };
}

/** Calls from quiet hours become one mail afterwards; every other call is a mail of its own. */
async function writeOfGroup(
  { notices, withheld }: Due,
  mail: MissedMailPolicy,
  parts: MailMaking,
  use: NoticeDependencies,
  which: Notices,
): Promise<number> {
  const together: CallbackItem[] = [];
  const alone: CallbackItem[] = [];
  for (const notice of notices) (isCollected(notice, parts.group, mail) ? together : alone).push(notice.item);
  const digest = { items: together, withheld };
  let written = 0;
  for (const told of [
    ...(which === 'all' ? [digest] : []),
    ...alone.map((item) => ({ items: [item], withheld: [] })),
  ]) {
    if (told.items.length + told.withheld.length === 0) continue;
    for (const recipient of mail.to) await use.mails.enqueue(mailOf(told, recipient, parts));
    await use.callbacks.noticed(told.items);
    if (told.withheld.length > 0) await use.withheld.mailed(told.withheld);
    written += told.items.length + told.withheld.length;
  }
  return written;
}

/** The same items with the same calls give the same id, so nothing is queued twice. */
function mailOf(told: Told, recipient: Recipient, parts: MailMaking): NewMail {
  const { items, withheld } = told;
  const [item] = items;
  const [miss] = withheld;
  if (item !== undefined && items.length === 1 && withheld.length === 0)
    return itemsMail(told, recipient, itemMailId(item.id, item.count, recipient), parts);
  if (miss !== undefined && items.length === 0 && withheld.length === 1)
    return withheldMail(miss, recipient, parts);
  const stands = [...items.map(({ id, count }) => `${id} ${count}`), ...withheld.map(({ record }) => record)];
  const hash = createHash('sha256').update(stands.join());
  const id = `missed ${hash.digest('hex').slice(0, 32)} ${recipientKey(recipient.address)}`;
  return itemsMail(told, recipient, id, parts);
}

function byGroup(notices: readonly DueNotice[], withheld: readonly WithheldMiss[]): ReadonlyMap<string, Due> {
  const groups = new Map<string, Due>();
  const of = (group: string) => groups.get(group) ?? { notices: [], withheld: [] };
  for (const notice of notices) {
    const { group } = notice.item;
    groups.set(group, { ...of(group), notices: [...of(group).notices, notice] });
  }
  for (const miss of withheld)
    groups.set(miss.group, { ...of(miss.group), withheld: [...of(miss.group).withheld, miss] });
  return groups;
}
