/** What webhooks are told of: events, made of calls, entries of the audit log and notices. Pure. */
import { DateTime } from 'luxon';
import type { AuditEvent } from '../../base/model/audit-event.js';
import type { CallbackItem } from '../../base/model/callback-item.js';
import { shownNumberOf, type CallRecord, type RecordedMiss } from '../../base/model/call-record.js';
import type { Language } from '../../base/model/language.js';
import type { Notice } from '../../base/model/problem.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { groupOfEvent, type EventGroup, type Webhook, type WebhookEvent } from '../../base/model/webhook.js';
import type { AuditEntry } from '../../base/store/audit.js';
import { readState } from '../../calls/routing/switch-state.js';
import { noticeText } from '../problems/notice-text.js';

type Groups = Pick<Snapshot, 'groups'>;

function groupOf(number: string, snapshot: Groups | undefined): EventGroup {
  return { number, name: snapshot?.groups.get(number)?.name ?? number };
}

/** @param callback the entry of the call-back list; undefined: there is none, or none any more */
export function missedEvent(
  { _id, caller, startedAt, endedAt }: CallRecord,
  { group, why }: RecordedMiss,
  callback: string | undefined,
  snapshot: Groups | undefined,
): WebhookEvent {
  const { withheld } = caller;
  const known = withheld ? { number: null, name: null } : caller;
  const number = shownNumberOf(caller);
  return {
    id: `call.missed ${_id} ${group}`,
    type: 'call.missed',
    at: endedAt ?? startedAt,
    data: {
      group: groupOf(group, snapshot),
      caller: { number, name: known.name, withheld: number === null },
      calledAt: startedAt.toISOString(),
      why: why.kind,
      callback: callback ?? null,
    },
  };
}

const TYPE_OF = {
  callbackTaken: 'callback.taken',
  callbackAssigned: 'callback.taken',
  callbackDone: 'callback.done',
  callbackClosed: 'callback.done',
  callbackReopened: 'callback.reopened',
  callbackGivenBack: 'callback.reopened',
} as const;

const OF_SWITCHES = ['switchTurned', 'switchOverridden', 'overrideEnded'] as const;

/** Entries of the audit log that are events. */
export const EVENTS_OF_AUDIT: readonly AuditEvent[] = [
  ...(Object.keys(TYPE_OF) as (keyof typeof TYPE_OF)[]),
  ...OF_SWITCHES,
];

/** `callback 1a2b`: what an entry is about. */
export function subjectOf({ facts }: Pick<AuditEntry, 'facts'>): {
  readonly kind: string;
  readonly id: string;
} {
  const [kind = '', ...id] = (facts['subject'] ?? '').split(' ');
  return { kind, id: id.join(' ') };
}

/** Undefined: it is none, such as an entry of the list that a newer one replaces. */
export function itemEvent(
  { id, at, event, facts, who, after }: AuditEntry,
  item: CallbackItem,
  snapshot: Groups | undefined,
): WebhookEvent | undefined {
  const type = Object.hasOwn(TYPE_OF, event) ? TYPE_OF[event as keyof typeof TYPE_OF] : undefined;
  const because = facts['because'] ?? null;
  if (type === undefined || because === 'superseded') return undefined;
  const { who: has = null, calls } = (JSON.parse(after ?? '{}') ?? {}) as {
    who?: string | null;
    calls?: number;
  };
  const data = {
    callback: item.id,
    group: groupOf(item.group, snapshot),
    caller: { number: item.caller.number, name: item.caller.name, withheld: false },
    who: type === 'callback.reopened' ? personIn(who) : has,
    calls: calls ?? item.count,
  };
  const same = { id: `audit ${id}`, at };
  return type === 'callback.done' ? { ...same, type, data: { ...data, because } } : { ...same, type, data };
}

/** Null: the system. `admin (command line)`: admin. */
function personIn(who: string): string | null {
  if (who.startsWith('system (')) return null;
  return who.replace(/ \((?:command line|phone.*|link of a mail)\)$/, '');
}

export type SwitchEvent = Extract<WebhookEvent, { type: 'switch.turned' }>;

/** Undefined: the entry is about no switch that there is. */
export function switchEvent(
  entry: AuditEntry,
  snapshot: Pick<Snapshot, 'switches'> | undefined,
): SwitchEvent | undefined {
  const { kind, id } = subjectOf(entry);
  const known = kind === 'switch' ? snapshot?.switches.get(id) : undefined;
  if (known === undefined || !OF_SWITCHES.some((one) => one === entry.event)) return undefined;
  const { byHand, override } = {
    byHand: null,
    override: null,
    ...(JSON.parse(entry.after ?? '{}') as object),
  } as { byHand: boolean | null; override: { on: boolean; until: string | null } | null };
  const { state } = known;
  const usual =
    state.kind === 'manual' ? (byHand ?? state.on) : readState(state, DateTime.fromJSDate(entry.at)).on;
  return {
    id: `audit ${entry.id}`,
    type: 'switch.turned',
    at: entry.at,
    data: {
      switch: { id, name: known.name },
      on: override?.on ?? usual,
      until: override?.until ?? null,
      who: personIn(entry.who) ?? entry.who,
    },
  };
}

/** Undefined: only that it lasts, or a test. */
export function warningEvent(notice: Notice, lang: Language, timezone: string): WebhookEvent | undefined {
  const { id, phase, told, since, at } = notice;
  if (phase !== 'begun' && phase !== 'over') return undefined;
  const { what, remedy } = noticeText(notice, lang, timezone);
  return {
    id: `notice ${id} ${phase}`,
    type: phase === 'begun' ? 'warning.begun' : 'warning.over',
    at,
    data: { problem: told.kind, about: told.about, since: since.toISOString(), text: what, remedy },
  };
}

/** Whether the receiver wants it. None is told by itself that it cannot be reached. */
export function isWanted(event: WebhookEvent, { id, on, events, groups }: Webhook): boolean {
  if (!on || !events.some((one) => one === event.type)) return false;
  if ('problem' in event.data && event.data.problem === 'webhookFails' && event.data.about === id)
    return false;
  const group = groupOfEvent(event);
  return group === undefined || groups.length === 0 || groups.includes(group);
}
