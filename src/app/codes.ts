/** What codes dialled on phones may ask for and change: put together from the store and the operations of the pages. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { callerE164 } from '../base/configuration/caller-number.js';
import type { SnapshotProvider } from '../base/configuration/provider.js';
import type { Log } from '../base/log.js';
import type { AuditLog } from '../base/model/audit-event.js';
import { LONGEST_CALL_HOURS } from '../base/model/call-record.js';
import { phoneUser } from '../base/model/who.js';
import type { Store } from '../base/store/connection.js';
import type { CodeDesk, Dialler, SwitchOrder } from '../calls/codes/code-desk.js';
import type { Presence } from '../calls/follow/presence.js';
import type { LiveCalls } from '../calls/session/live-calls.js';
import { setAway } from '../people/operations/away.js';
import { auditLog } from '../people/operations/audit.js';
import { seenOf } from '../people/operations/switch-seen.js';
import { actOnSwitch } from '../people/operations/switches.js';

export interface CodeParts {
  readonly snapshots: SnapshotProvider;
  readonly store: Pick<Store, 'audit' | 'awayStates' | 'callbacks' | 'calls' | 'switchStates'>;
  readonly live: LiveCalls;
  readonly controller: string;
  /** Whether any FreeSWITCH has the channel. */
  readonly presence: (channel: string) => Promise<Presence>;
  readonly log: Log;
}

/** How long somebody who wants to pick up a call waits for the calls of other controllers, and for other FreeSWITCHes. */
const OTHERS_MS = 1_000;

/** Nobody listens to silence for longer. */
const PATIENCE_MS = 4_000;

/** A phone that tries the same again and again is noted once in this time. */
const REFUSED_AGAIN_MS = 60_000;

/** By then events have told that a call which was picked up is answered. */
const CLAIM_MS = 10_000;

export function codeDesk({ snapshots, store, live, controller, presence, log }: CodeParts): CodeDesk {
  const audit = auditLog({ audit: store.audit, now: () => new Date(), log });
  const snapshot = () => snapshots.known();
  const whoIs = ({ extension }: Dialler) => {
    const users = [...(snapshot()?.users.values() ?? [])];
    const user = extension === undefined ? undefined : users.find((one) => one.extension === extension);
    return phoneUser(user?.name, extension);
  };
  const refresh = () => snapshots.refresh();
  const desk = { switchStates: store.switchStates, snapshot, refresh, audit };
  const awayDesk = { awayStates: store.awayStates, snapshot, refresh, audit };
  const openElsewhere = () => {
    const since = DateTime.utc().minus({ hours: LONGEST_CALL_HOURS }).toJSDate();
    const read = store.calls.openElsewhere(controller, since).catch(() => []);
    return Promise.race([read, delay(OTHERS_MS, [], { ref: false })]);
  };
  return {
    snapshot,
    now: () => DateTime.utc(),
    newId: randomUUID,
    toE164: callerE164,
    turnSwitch: async ({ one, on, toggles, by, at }: SwitchOrder) => {
      const action = { kind: 'turn', on, end: { kind: 'untilScheduleChanges' } } as const;
      const seen = toggles ? seenOf(one, at) : undefined;
      const result = await actOnSwitch(desk, one.id, action, { who: whoIs(by), at: at.toJSDate(), seen });
      return result.kind === 'done' ? 'done' : 'overtaken';
    },
    setPresence: async ({ userId, to: kind, group, until, by, at }) => {
      const order = {
        userId,
        group,
        to: kind === 'away' ? { kind, until: until?.toJSDate() } : { kind },
      };
      const result = await setAway(awayDesk, order, { who: whoIs(by), at: at.toJSDate(), scope: 'all' });
      if (result.kind !== 'done') return 'refused';
      const { affected, now } = result;
      const empty = affected.filter(({ nobodyLeft }) => kind === 'away' && nobodyLeft !== undefined);
      const reading = group === undefined ? now.all : affected[0]?.away;
      return { emptied: empty.map(({ number }) => number), until: reading?.until };
    },
    patienceMs: PATIENCE_MS,
    openCallbacks: async (groups) => {
      const counts = await Promise.all(groups.map((group) => store.callbacks.liveCount(group)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    calls: async () => [...live.list(), ...(await openElsewhere())],
    isElsewhere: async (channel) =>
      (await Promise.race([presence(channel), delay(OTHERS_MS, 'unknown', { ref: false })])) === 'there',
    ...claims(),
    noteRefused: refusals(audit, whoIs),
    log,
  };
}

function claims(): Pick<CodeDesk, 'claim' | 'letGo'> {
  const claimed = new Map<string, number>();
  return {
    claim: (channel) => {
      const nowMs = Date.now();
      for (const [old, atMs] of claimed) if (nowMs - atMs >= CLAIM_MS) claimed.delete(old);
      if (claimed.has(channel)) return false;
      claimed.set(channel, nowMs);
      return true;
    },
    letGo: (channel) => claimed.delete(channel),
  };
}

function refusals(audit: AuditLog, whoIs: (by: Dialler) => string): CodeDesk['noteRefused'] {
  const noted = new Map<string, number>();
  return (by, code, about) => {
    const [who, nowMs] = [whoIs(by), Date.now()];
    const key = `${who} ${code}`;
    for (const [old, atMs] of noted) if (nowMs - atMs >= REFUSED_AGAIN_MS) noted.delete(old);
    if (noted.has(key)) return;
    noted.set(key, nowMs);
    void audit.note(who, 'codeRefused', { ...(about !== undefined && { subject: about }), code });
  };
}
