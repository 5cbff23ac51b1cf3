/**
 * Handles facts about calls that neither a session nor the follower has: a call of another controller, a call whose
 * end is not known, or a call that no controller ever had.
 */
import type { CallRecord } from '../../base/model/call-record.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallStore } from '../../base/store/calls.js';
import {
  hadController,
  milliseconds,
  type Lookup,
  type ToldArrival,
  type ToldCaller,
} from '../story/read-channel.js';
import { recordId } from '../records/record-id.js';
import { unrecorded } from '../records/unrecorded.js';
import type { InboundCall } from '../../base/model/call.js';
import type { CdrFolderUse, CdrUse } from './cdr-folder.js';
import type { DoneCalls } from './done-calls.js';
import type { Follower } from './follower.js';
import type { Stories } from './stories.js';

export interface LateFactsUse {
  readonly calls: Pick<CallStore, 'ofChannel' | 'addMissing'>;
  readonly follower: Pick<Follower, 'follow' | 'correct'>;
  /** The calls that this controller has finished. */
  readonly done: Pick<DoneCalls, 'atMs' | 'has'>;
  /** The calls that a session or the follower has. */
  readonly live: {
    readonly hasChannel: (channel: string) => boolean;
    readonly has: (recordId: string) => boolean;
  };
  readonly nowMs: () => number;
  readonly snapshot: () => Snapshot | undefined;
  readonly readCall: (channel: string, header: Lookup, snapshot: Snapshot) => InboundCall;
  readonly controller: string;
}

/** The record of a finished call is in the journal by then. */
const ON_DISK_MS = 1_000;

/** Another controller's record is in the database by then, unless that controller can only write to its journal. */
const NOBODY_MS = 5_000;

/** By then a controller that was killed has come back, or others have taken over its calls. */
const LOST_MS = 60_000;

/** A phone's CDR waits for the caller's. If that has not come by then, it never will: FreeSWITCH was killed. */
const CALLER_MS = 60_000;

/** If not even the caller's CDR has been seen by then, another controller that reads the same folder has used it. */
const ALONE_MS = 10_000;

/** Of so many calls it is remembered that the caller's CDR has been seen. */
const MOST_CALLERS = 20_000;

export class LateFacts {
  readonly #use: LateFactsUse;
  /** Callers who have told of their calls. `settled`: each of these has its record. */
  readonly #callers = new Map<string, 'told' | 'settled'>();

  constructor(use: LateFactsUse) {
    this.#use = use;
  }

  /** Whether this controller has the calls of a channel, or has finished them. */
  isOurs(call: string, { arrivals }: ToldCaller): boolean {
    const { live, done } = this.#use;
    if (arrivals.length === 0) return live.hasChannel(call) || done.atMs(call) !== undefined;
    return arrivals.every((arrival) => live.has(named(call, arrival)._id) || done.has(named(call, arrival)));
  }

  /**
   * @param call the caller's channel.
   * @param caller what that channel reports of itself; undefined: the facts are about another channel.
   * @param ageMs since the channel ended, or since a channel that still exists was first reported.
   * @returns whether the facts are still needed. Rejects while the database cannot be reached.
   */
  async take(call: string, caller: ToldCaller | undefined, ageMs: number): Promise<CdrUse> {
    const { calls, follower, live, done, nowMs } = this.#use;
    if (caller === undefined && this.#callers.get(call) === 'settled') return 'done';
    if (caller !== undefined) this.#note(call, 'told');
    if (live.hasChannel(call)) return 'later';
    const doneAtMs = done.atMs(call);
    if (doneAtMs !== undefined && nowMs() - doneAtMs <= ON_DISK_MS) return 'later';
    const unknown = (caller?.arrivals ?? []).filter((arrival) => !done.has(named(call, arrival)));
    if (doneAtMs !== undefined && unknown.length === 0) return this.#settle(call, caller, ageMs);
    const records = await calls.ofChannel(call);
    // A session may have begun meanwhile.
    if (live.hasChannel(call)) return 'later';
    const openEnds = records.filter((record) => isOpenEnd(record) || this.#isLost(record, ageMs));
    for (const record of openEnds) follower.correct(record);
    // Only the caller's CDR has the end, and a FreeSWITCH that was killed never writes it.
    if (openEnds.length > 0) return caller === undefined && ageMs > CALLER_MS ? 'done' : 'later';
    if (records.some(({ outcome }) => outcome === 'open')) return 'later';
    const ids = new Set(records.map(({ _id }) => _id));
    const missing = unknown.filter((arrival) => !ids.has(named(call, arrival)._id));
    const isRecorded = records.length > 0 || doneAtMs !== undefined;
    if (isRecorded && missing.length === 0) return this.#settle(call, caller, ageMs);
    if (caller === undefined) return ageMs > CALLER_MS ? 'foreign' : 'later';
    if (ageMs < NOBODY_MS) return 'later';
    return this.#addUnrecorded(call, missing.length > 0 ? missing : onlyCall(caller));
  }

  /** A phone's facts are kept until the caller has told of all its calls: one without a record may need them. */
  #settle(call: string, caller: ToldCaller | undefined, ageMs: number): CdrUse {
    if (caller === undefined)
      return ageMs > (this.#callers.has(call) ? CALLER_MS : ALONE_MS) ? 'done' : 'later';
    this.#note(call, 'settled');
    return 'done';
  }

  #note(call: string, what: 'told' | 'settled'): void {
    this.#callers.set(call, what);
    const [oldest] = this.#callers.keys();
    if (this.#callers.size > MOST_CALLERS && oldest !== undefined) this.#callers.delete(oldest);
  }

  /** The record was left to a controller that took the call over but has written nothing about it. */
  #isLost({ outcome, controller }: CallRecord, ageMs: number): boolean {
    return outcome === 'open' && controller === this.#use.controller && ageMs > LOST_MS;
  }

  async #addUnrecorded(call: string, arrivals: readonly ToldArrival[]): Promise<CdrUse> {
    const { calls, controller, follower, readCall } = this.#use;
    const snapshot = this.#use.snapshot();
    if (snapshot === undefined) return 'later';
    if (arrivals.length === 0) return 'foreign';
    for (const arrival of arrivals) {
      const inbound = readCall(call, arrival.header, snapshot);
      const record = unrecorded({
        id: named(call, arrival)._id,
        call: inbound,
        group: snapshot.groups.get(inbound.groupNumber),
        configurationRevision: snapshot.revision,
        controller,
        startedAtMs: arrival.startedAtMs,
        hadController: hadController(arrival),
      });
      if (await calls.addMissing(record)) follower.follow(record, undefined);
    }
    return 'later';
  }
}

function named(channel: string, { profileIndex }: ToldArrival): Pick<CallRecord, '_id' | 'channel'> {
  return { _id: recordId(channel, profileIndex), channel };
}

/** Where nothing tells the arrivals of a channel, it had one call. */
function onlyCall({ header }: ToldCaller): readonly ToldArrival[] {
  const startedAtMs = milliseconds(header('Caller-Channel-Created-Time'));
  return startedAtMs === undefined ? [] : [{ profileIndex: 1, startedAtMs, header }];
}

/** The record has no known end; at most it says that somebody talked to the caller. */
function isOpenEnd({ steps, outcome }: CallRecord): boolean {
  return outcome === 'handedBack' || steps.some(({ fact }) => fact?.kind === 'endUnknown');
}

/** What a CDR tells becomes part of its call's story, which is kept for as long as somebody may need it. */
export function takingCdrs(stories: Stories, late: LateFacts): CdrFolderUse['take'] {
  return async ({ fact, caller }, ageMs) => {
    stories.add(fact);
    const use = await late.take(fact.call, caller, ageMs);
    if (use !== 'later') stories.forget(fact.call);
    return use;
  };
}
