/** What FreeSWITCH's hangup events add to a record at its end: exact times, causes and SIP statuses. Pure. */
import type { DateTime } from 'luxon';
import type { ChannelEnd } from '../outcome/channel-times.js';
import { outcomeOfCause } from '../outcome/causes.js';
import { endRecord } from './build-record.js';
import { type CallOutcome, type CallRecord, type RecordedLeg } from '../../base/model/call-record.js';

/** What is known when a call is over; FreeSWITCH may have told nothing about some legs. */
export interface CallEnd {
  readonly outcome: CallOutcome;
  readonly hangupCause: string | null;
  readonly at: DateTime;
  readonly leg: (id: string) => ChannelEnd | undefined;
}

function asDate(milliseconds: number | undefined): Date | null {
  return milliseconds === undefined ? null : new Date(milliseconds);
}

function mergeLeg(leg: RecordedLeg, end: ChannelEnd | undefined): RecordedLeg {
  if (end === undefined) return leg;
  const merged = {
    ...leg,
    rangAt: asDate(end.rangAtMs),
    endedAt: new Date(end.endedAtMs),
    sipStatus: end.sipStatus ?? null,
  };
  // Picked up and never connected: the key was not pressed, whatever ended the leg then.
  const pickedUp = end.answeredAtMs !== undefined && end.bridgedAtMs === undefined;
  if (pickedUp && leg.outcome === 'noAnswer') return { ...merged, outcome: 'notConfirmed' };
  // originate_causes has settled the outcome, except for a leg that it did not name.
  if (leg.cause !== null || leg.outcome === 'answered') return merged;
  const outcome = outcomeOfCause(end.cause);
  return { ...merged, cause: end.cause, outcome: outcome === 'answered' ? leg.outcome : outcome };
}

/** When the talk began: the winner's leg was connected to the caller. Voicemail and announcements know it already. */
function answeredAt(record: CallRecord, end: CallEnd): Date | null {
  const winner = record.legs.find((leg) => leg.outcome === 'answered');
  if (record.answeredBy === null || winner?.id == null) return record.answeredAt;
  const known = end.leg(winner.id);
  return asDate(known?.bridgedAtMs ?? known?.answeredAtMs) ?? record.answeredAt;
}

/** The finished record of a call. */
export function mergeEnds(record: CallRecord, end: CallEnd): CallRecord {
  const withTimes: CallRecord = {
    ...record,
    answeredAt: answeredAt(record, end),
    legs: record.legs.map((leg) => (leg.id === null ? leg : mergeLeg(leg, end.leg(leg.id)))),
  };
  return endRecord(withTimes, end);
}
