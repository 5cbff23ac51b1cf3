/**
 * Handles facts about calls that neither a session nor the follower has: a call of another controller, a call whose
 * end is not known, or a call that no controller ever had.
 */
import type { CallRecord } from '../../base/model/call-record.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallStore } from '../../base/store/calls.js';
import type { Lookup } from '../story/read-channel.js';
import { CALL_HEADER, milliseconds } from '../story/read-channel.js';
import { unrecorded } from '../records/unrecorded.js';
import type { InboundCall } from '../../base/model/call.js';
import type { CdrFolderUse, CdrUse } from './cdr-folder.js';
import type { Follower } from './follower.js';
import type { Stories } from './stories.js';

export interface LateFactsUse {
  readonly calls: Pick<CallStore, 'ofChannel' | 'addMissing'>;
  readonly follower: Pick<Follower, 'follow' | 'correct' | 'finishedAtMs'>;
  /** Whether a session or the follower has a call, by the caller's channel. */
  readonly isInHand: (call: string) => boolean;
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

/** A phone's CDR waits for the caller's. If its call is still unknown by then, it belongs to none. */
const FOREIGN_MS = 60_000;

export class LateFacts {
  readonly #use: LateFactsUse;

  constructor(use: LateFactsUse) {
    this.#use = use;
  }

  /** Whether this controller has a call, or has finished it, by the caller's channel. */
  isOurs(call: string): boolean {
    return this.#use.isInHand(call) || this.#use.follower.finishedAtMs(call) !== undefined;
  }

  /**
   * @param call the caller's channel.
   * @param header of the caller's channel; undefined: the facts are about another channel.
   * @param ageMs since the channel ended, or since a channel that still exists was first reported.
   * @returns whether the facts are still needed. Rejects while the database cannot be reached.
   */
  async take(call: string, header: Lookup | undefined, ageMs: number): Promise<CdrUse> {
    const { calls, follower, isInHand } = this.#use;
    if (isInHand(call)) return 'later';
    const finishedAtMs = follower.finishedAtMs(call);
    if (finishedAtMs !== undefined) return this.#use.nowMs() - finishedAtMs > ON_DISK_MS ? 'done' : 'later';
    const records = await calls.ofChannel(call);
    // A session may have begun meanwhile.
    if (isInHand(call)) return 'later';
    const openEnds = records.filter((record) => isOpenEnd(record) || this.#isLost(record, ageMs));
    for (const record of openEnds) follower.correct(record);
    // Only the caller's CDR has the end, and a FreeSWITCH that was killed never writes it.
    if (openEnds.length > 0) return header === undefined && ageMs > FOREIGN_MS ? 'done' : 'later';
    if (records.some(({ outcome }) => outcome === 'open')) return 'later';
    if (records.length > 0) return 'done';
    if (header === undefined) return ageMs > FOREIGN_MS ? 'foreign' : 'later';
    return ageMs < NOBODY_MS ? 'later' : this.#addUnrecorded(call, header);
  }

  /** The record was left to a controller that took the call over but has written nothing about it. */
  #isLost({ outcome, controller }: CallRecord, ageMs: number): boolean {
    return outcome === 'open' && controller === this.#use.controller && ageMs > LOST_MS;
  }

  async #addUnrecorded(call: string, header: Lookup): Promise<CdrUse> {
    const { calls, controller, follower, readCall } = this.#use;
    const snapshot = this.#use.snapshot();
    const createdAtMs = milliseconds(header('Caller-Channel-Created-Time'));
    if (snapshot === undefined) return 'later';
    if (createdAtMs === undefined) return 'foreign';
    const inbound = readCall(call, header, snapshot);
    const record = unrecorded({
      call: inbound,
      group: snapshot.groups.get(inbound.groupNumber),
      configurationRevision: snapshot.revision,
      controller,
      createdAtMs,
      hadController: header(CALL_HEADER) !== undefined,
    });
    if (await calls.addMissing(record)) follower.follow(record, undefined);
    return 'later';
  }
}

/** The record has no known end; at most it says that somebody talked to the caller. */
function isOpenEnd({ steps, outcome }: CallRecord): boolean {
  return outcome === 'handedBack' || steps.some(({ fact }) => fact?.kind === 'endUnknown');
}

/** What a CDR tells becomes part of its call's story, which is kept for as long as somebody may need it. */
export function takingCdrs(stories: Stories, late: LateFacts): CdrFolderUse['take'] {
  return async (fact, header, ageMs) => {
    stories.add(fact);
    const use = await late.take(fact.call, fact.channel.id === fact.call ? header : undefined, ageMs);
    if (use !== 'later') stories.forget(fact.call);
    return use;
  };
}
