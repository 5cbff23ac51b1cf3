/** Whole calls over TCP: the real event-socket server and session, a scripted FreeSWITCH, virtual time. */
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { placeCall, socketDialplan, type CallOptions, type PlacedCall } from '../../../scripts/peer/call.js';
import { JumpingClock } from '../../../scripts/peer/clock.js';
import { following } from '../../fakes/following.js';
import { parsePhone, type Phone } from '../../../scripts/peer/phones.js';
import type { TimelineEvent, TimelineFact } from '../../../scripts/peer/timeline.js';
import { CallLimits } from '../../../src/calls/limits/call-limits.js';
import { runCall } from '../../../src/calls/session/session.js';
import { callerE164 } from '../../../src/base/configuration/caller-number.js';
import { startEslServer, type EslServer } from '../../../src/telephony/esl/server.js';
import { createLog } from '../../../src/base/log.js';
import type { LimitIncident } from '../../../src/base/model/limit-incident.js';
import type { Snapshot } from '../../../src/base/model/snapshot.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';

/** Monday, 2026-11-23 10:00:00.3 in Berlin: stages do not begin on a full second. */
export const MONDAY_MORNING = Date.parse('2026-11-23T09:00:00.300Z');

export interface Finished {
  readonly status: number;
  readonly cause: string;
  readonly timeline: readonly TimelineEvent[];
  readonly record: CallRecord;
  readonly call: PlacedCall;
}

export interface Harness {
  readonly clock: JumpingClock;
  readonly address: string;
  readonly records: ReadonlyMap<string, CallRecord>;
  /** Limits that were met, each once. */
  readonly met: readonly LimitIncident[];
  snapshot: Snapshot | undefined;
  /** Begins a call without waiting for its end. */
  begin(options: Partial<CallOptions> & { readonly phone?: readonly string[] }): PlacedCall;
  /** A whole call; `phone` as on the command line: `1001=answer@4s`. */
  place(options: Partial<CallOptions> & { readonly phone?: readonly string[] }): Promise<Finished>;
  readonly server: EslServer;
  close(): Promise<void>;
}

function phonesOf(texts: readonly string[]): Phone[] {
  return texts.map((text) => {
    const phone = parsePhone(text);
    if (phone === undefined) throw new Error(`no phone: ${text}`);
    return phone;
  });
}

/** A controller on a free port with its own records; several of them can share `clock` and `records`. */
export async function startHarness(
  snapshot: Snapshot | undefined,
  shared: {
    readonly clock?: JumpingClock;
    readonly records?: Map<string, CallRecord>;
    readonly name?: string;
  } = {},
): Promise<Harness> {
  const clock = shared.clock ?? new JumpingClock(MONDAY_MORNING);
  const records = shared.records ?? new Map<string, CallRecord>();
  const harness: { snapshot: Snapshot | undefined } = { snapshot };
  const follow = following({
    keep: (record) => {
      // As the store does it: the record of a controller that took the call over stays.
      if ((records.get(record._id)?.takeovers ?? 0) <= record.takeovers) records.set(record._id, record);
    },
    groups: (number) => harness.snapshot?.groups.get(number),
    nowMs: () => clock.now(),
  });
  const met: LimitIncident[] = [];
  const limits = new CallLimits({ begun: (incident) => met.push(incident), over: () => undefined });
  const server = await startEslServer({
    port: 0,
    log: createLog('silent'),
    onSession: (socket, channel) =>
      runCall(socket, channel, {
        snapshot: () => harness.snapshot,
        toE164: callerE164,
        nameOf: () => undefined,
        now: () => DateTime.fromMillis(clock.now(), { zone: 'utc' }),
        newId: randomUUID,
        ...follow,
        earlier: (id) => Promise.resolve(records.get(id)),
        isTalking: () => false,
        limits,
        log: createLog('silent'),
        logNumbers: 'masked',
        controller: shared.name ?? 'test',
      }),
  });
  const address = `127.0.0.1:${server.port}`;
  const begin: Harness['begin'] = ({ phone = [], ...options }) =>
    placeCall({
      clock,
      to: '700',
      from: '03023125001',
      phones: phonesOf(phone),
      dialplan: socketDialplan(address),
      ...options,
    });
  return Object.assign(harness, {
    clock,
    met,
    address,
    records,
    server,
    begin,
    place: async (options: Parameters<Harness['place']>[0]) => {
      const call = begin(options);
      const { status, cause } = await call.done;
      await server.drained(5_000);
      const record = records.get(call.uuid);
      if (record === undefined) throw new Error('the call left no record');
      return { status, cause, timeline: call.timeline, record, call };
    },
    close: async () => {
      await server.stopAccepting();
      await server.closeAll();
    },
  });
}

/** The events of one kind. */
export function events<K extends TimelineFact['kind']>(
  timeline: readonly TimelineEvent[],
  kind: K,
): Extract<TimelineEvent, { kind: K }>[] {
  return timeline.filter((event): event is Extract<TimelineEvent, { kind: K }> => event.kind === kind);
}

/** Who was rung, in order: `['1001', '1002']`. */
export function rung(timeline: readonly TimelineEvent[]): string[] {
  return events(timeline, 'invite').map(({ leg }) => leg.number);
}
