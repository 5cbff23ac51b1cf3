/**
 * The record of one call: everything that happened to it, in order, with the reasons. Plain data, so that it can
 * be stored in MongoDB unchanged.
 */
import type { DestinationReason, RingTime } from './call.js';
import type { LegOutcome } from './leg-outcome.js';
import type { Fact } from './reason.js';
import type { Destination } from './snapshot.js';

/** How the call ended for the caller. */
export type CallOutcome =
  /** Still ringing or talking, or nothing is known yet of how it ended. */
  | 'open'
  /** Somebody talked to the caller: a member, or the final destination's phone. */
  | 'answered'
  | 'gaveUp'
  | 'voicemail'
  | 'announcement'
  /** Voicemail or announcement answered the caller and played nothing. */
  | 'playedNothing'
  /** The group ended the call with a hangup cause: nobody there, unknown group, anonymous caller, loop. */
  | 'released'
  /** This service lost control of the call (it stopped or failed), and how the call ended is not known. */
  | 'handedBack';

/** The fact that a step records. */
export type StepFact =
  | Fact
  | { readonly kind: 'missed'; readonly why: MissedWhy }
  | { readonly kind: 'notMissed'; readonly why: NotMissedWhy };

export interface RecordedStep {
  readonly at: Date;
  readonly group: string;
  /** The fact in English. */
  readonly text: string;
  /** Missing in records of versions that stored only the sentence. */
  readonly fact?: StepFact;
}

/** One group that had the call. */
export interface RecordedPassage {
  readonly group: string;
  /** The rule by which the call left the group's stages; null while it is in them, or when it ended there. */
  readonly by: DestinationReason | null;
  /** The kind of destination; null if `by` is. */
  readonly to: Destination['kind'] | null;
}

/** Why a call counts as missed, as data; the sentence is made where it is shown. */
export type MissedWhy =
  /** `stage` 1-3, or null at a destination. */
  | { readonly kind: 'gaveUp'; readonly afterSec: number; readonly stage: number | null }
  /** Nobody answered, and the destination of this kind took the call or did not answer either. */
  | { readonly kind: 'unanswered'; readonly to: Destination['kind'] }
  /** A switch or the anonymous rule sent it to a destination of this kind, where nobody talked to the caller. */
  | { readonly kind: 'diverted'; readonly by: 'anonymous' | 'switch'; readonly to: Destination['kind'] }
  /** No controller saw the end of the call, and FreeSWITCH did not report it. A needless call-back is better than none. */
  | { readonly kind: 'unknown' };

/** Why an unanswered call does not count as missed. */
export type NotMissedWhy =
  | { readonly kind: 'withheld' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'taken'; readonly by: Destination['kind'] }
  | { readonly kind: 'divertedNever' }
  | { readonly kind: 'divertedTo'; readonly to: Destination['kind'] }
  | { readonly kind: 'gaveUpNever'; readonly afterSec: number }
  | { readonly kind: 'gaveUpEarly'; readonly afterSec: number; readonly countsFromSec: number };

/** A call that counts as missed, at most once: in the group whose rules say so. */
export interface RecordedMiss {
  readonly group: string;
  readonly why: MissedWhy;
  /** The same as a sentence: "gave up after 14 s in stage 2". */
  readonly text: string;
}

export interface RecordedLeg {
  /** The leg's channel uuid in FreeSWITCH; null for one that was never called. */
  readonly id: string | null;
  readonly group: string;
  /** 1-3, or null for a destination. */
  readonly stage: number | null;
  readonly who: string;
  readonly userId: string | null;
  readonly kind: 'desk' | 'mobile' | 'external';
  /** Extension or E.164 number. */
  readonly to: string;
  /** When its step began; a phone that is to ring later waits from then on. */
  readonly startedAt: Date;
  /** The seconds after `startedAt` in which it was to ring; missing: those of its stage. */
  readonly rings?: RingTime;
  /** When the phone reported ringing; null if it never did or FreeSWITCH did not report it. */
  readonly rangAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: LegOutcome;
  /** FreeSWITCH's hangup cause; null for a leg that was never called. */
  readonly cause: string | null;
  readonly sipStatus: number | null;
}

export interface RecordedAnswer {
  readonly who: string;
  readonly userId: string | null;
  readonly kind: RecordedLeg['kind'];
  readonly to: string;
  readonly group: string;
  /** 1-3, or null for a destination. */
  readonly stage: number | null;
}

export interface CallRecord {
  /** The channel uuid; `uuid-N` for the N-th time that the same channel reaches a group after a transfer. */
  readonly _id: string;
  readonly channel: string;
  readonly group: { readonly number: string; readonly name: string | null };
  readonly caller: {
    readonly withheld: boolean;
    readonly number: string | null;
    readonly e164: string | null;
    readonly name: string | null;
  };
  readonly fromOutside: boolean;
  readonly configurationRevision: number;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly answeredBy: RecordedAnswer | null;
  /** From the start of the call to the answer, or to the end of an unanswered call. */
  readonly waitingSec: number | null;
  readonly talkingSec: number | null;
  readonly outcome: CallOutcome;
  /** FreeSWITCH's final hangup cause of the caller's channel. */
  readonly hangupCause: string | null;
  /** The groups that had the call, in order. */
  readonly route: readonly RecordedPassage[];
  readonly missed: RecordedMiss | null;
  /** `pending` until the call-back list has processed the end of this call; null if there is nothing to process. */
  readonly followUp: 'pending' | null;
  readonly steps: readonly RecordedStep[];
  readonly legs: readonly RecordedLeg[];
  /** Name of the sound file below the recordings folder; it reveals nothing about the caller. */
  readonly recording: string | null;
  /** The controller that wrote this; the last one when a call was taken over. */
  readonly controller: string;
  /** How many controllers had this call before. */
  readonly takeovers: number;
}

/** An open call that began longer ago is no longer treated as open: its controller must have been killed. */
export const LONGEST_CALL_HOURS = 4;

/**
 * A caller's number as people may see it, with the country's code where it has one. Null: it is withheld, even if a number came
 * with the call, or there is none.
 */
export function shownNumberOf({
  withheld,
  number,
  e164,
}: Pick<CallRecord['caller'], 'withheld' | 'number' | 'e164'>): string | null {
  return withheld ? null : (e164 ?? number);
}
