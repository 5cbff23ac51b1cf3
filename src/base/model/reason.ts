/**
 * The reasons for a decision, as data: a kind and its facts. They are put into words in the reader's language where
 * they are shown; the English words are in calls/words. Facts are kept with the call's record, so they contain only
 * what the sentence shows: the last digits of external numbers, and no name of a colleague who withholds the number.
 */
import type { ReleaseCause } from './snapshot.js';
import type { Weekday } from './calendar.js';

/** Why a destination took the call. */
export type DestinationReason = 'anonymous' | 'switch' | 'final';

/** Why no time window applies. Windows are written as `08:00-18:00`. */
export type OutsideWhy =
  | { readonly kind: 'outside'; readonly windows: readonly string[] }
  | { readonly kind: 'notThisDay'; readonly weekday: Weekday }
  | { readonly kind: 'never' };

/** Why a switch is on or off. */
export type SwitchWhy =
  /** Somebody overrode its schedule or its manual state. */
  | { readonly kind: 'override' }
  /** In records of earlier versions, whose facts have no `next`. */
  | { readonly kind: 'overrideOpen' }
  | { readonly kind: 'overrideUntil'; readonly until: string; readonly then?: boolean }
  | { readonly kind: 'byHand'; readonly on: boolean }
  | { readonly kind: 'holiday'; readonly name: string }
  | { readonly kind: 'inside'; readonly window: string }
  | OutsideWhy;

/** Why somebody does not ring. */
export type NotRungWhy =
  | OutsideWhy
  | { readonly kind: 'publicHoliday'; readonly name: string }
  | { readonly kind: 'noPhone' }
  | { readonly kind: 'mobilesOff' }
  /**
   * Out of the group, or of all groups. `until`: wall clock in the zone of the settings, as of `SwitchNextFact`, or only
   * `14:00` on the same day; absent: until coming back.
   */
  | { readonly kind: 'away'; readonly until?: string }
  | { readonly kind: 'noGateway' }
  /** `because`: the check's own sentence. */
  | { readonly kind: 'numberRefused'; readonly because: string }
  | { readonly kind: 'alreadyRung'; readonly as: string }
  | { readonly kind: 'callersOwn' }
  /** The member talks on the phone. */
  | { readonly kind: 'busy' }
  /** It would begin, after `delaySec`, when the stage of `ringSec` is over. */
  | { readonly kind: 'tooLate'; readonly delaySec: number; readonly ringSec: number }
  /** Replaces `callersOwn` when the caller withholds the number, so as not to reveal who calls. */
  | { readonly kind: 'leftOut' }
  /** A limit: it rang that often within an hour for this caller, for the group's callers without a number, or for the group. */
  | { readonly kind: 'rungTooOften'; readonly by: 'caller' | 'withheld' | 'group'; readonly most: number }
  /** A limit: that many external numbers are ringing already. */
  | { readonly kind: 'tooManyRing'; readonly most: number };

/** Who does not ring. `digits`: the end of a number, `…010`. */
export type NotRungWho =
  | { readonly kind: 'desk' | 'mobile' | 'labelled'; readonly name: string }
  | { readonly kind: 'extension'; readonly extension: string }
  | { readonly kind: 'number'; readonly digits: string };

export type DestinationFact =
  | { readonly kind: 'extension'; readonly extension: string }
  | { readonly kind: 'external'; readonly digits: string }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'voicemail'; readonly box: string }
  | { readonly kind: 'announcement'; readonly file: string }
  | { readonly kind: 'hangup'; readonly cause: ReleaseCause };

/** Until when a switch stays as it is, and what it is then. */
export type SwitchNextFact =
  /**
   * `at`: wall clock in the zone of the settings, `2026-11-24 08:00`; in the repeated hour
   * `2026-10-25 02:30 summer` or `… winter`.
   */
  | { readonly kind: 'at'; readonly at: string; readonly on: boolean }
  /** Somebody has to change it. */
  | { readonly kind: 'byHand' }
  /** Its schedule never changes it again. */
  | { readonly kind: 'never' };

/** A switch as a rule of a group reads it; `name` is the switch's. */
export interface SwitchFact {
  readonly name: string;
  readonly on: boolean;
  readonly why: SwitchWhy;
  /** Absent in records of earlier versions. */
  readonly next?: SwitchNextFact;
}

/** The rule by which a group sends a call on. */
export type SentBy =
  | { readonly kind: Exclude<DestinationReason, 'switch'> }
  | { readonly kind: 'switch'; readonly switch: SwitchFact };

/** Where a group sends a call. */
export type SentTo =
  | DestinationFact
  | { readonly kind: 'closed'; readonly to: DestinationFact; readonly why: NotRungWhy }
  /** A phone of the caller's own: it is not named. */
  | { readonly kind: 'own'; readonly why: NotRungWhy };

/** One fact of a decision. Stages count from 1. */
export type Fact =
  /** `goesOn`: other members of the stage rang before. */
  | {
      readonly kind: 'stageRings';
      readonly stage: number;
      readonly ringSec: number;
      readonly goesOn?: true;
    }
  | { readonly kind: 'stageEmpty'; readonly stage: number }
  /** What the caller hears before phones ring. */
  | { readonly kind: 'greeting'; readonly file: string; readonly answers: boolean }
  | { readonly kind: 'recordingNotice'; readonly file: string }
  /** The greeting was left out. */
  | { readonly kind: 'greetingMissing'; readonly file: string }
  | { readonly kind: 'noticeMissing'; readonly file: string }
  /** The caller has not heard the notice to its end, or the member's does not exist. */
  | { readonly kind: 'notRecordedWithoutNotice'; readonly file: string }
  | { readonly kind: 'stageRingsNobody'; readonly stage: number }
  | { readonly kind: 'notRung'; readonly who: NotRungWho; readonly why: NotRungWhy }
  | { readonly kind: 'anonymousAsAnyOther' }
  | { readonly kind: 'anonymousRejected' }
  | { readonly kind: 'switchPassed'; readonly switch: SwitchFact }
  | { readonly kind: 'sent'; readonly by: SentBy; readonly to: SentTo }
  | { readonly kind: 'destinationDidNotTake' }
  /** The announcement that was to be played; the call was not answered. */
  | { readonly kind: 'soundMissing'; readonly file: string }
  | { readonly kind: 'boxMissing'; readonly box: string }
  /** The caller was answered and heard nothing; the file or the box. */
  | { readonly kind: 'playedNothing'; readonly what: 'announcement' | 'voicemail'; readonly name: string }
  /** A tone was played instead of this file or music. */
  | { readonly kind: 'ringbackMissing'; readonly name: string }
  /** The conversation with this member, until the member left; `goesOn`: and with whoever took the caller over. */
  | { readonly kind: 'recorded'; readonly who: string; readonly goesOn?: true }
  /** Who took the caller over is recorded too; `atSec`: seconds from the begin of the file. */
  | { readonly kind: 'recordedOn'; readonly who: string; readonly atSec: number }
  /** Whoever talked did so by code; `atSec`: seconds from the begin of the file. */
  | { readonly kind: 'recordingPaused'; readonly who: string; readonly atSec: number }
  | { readonly kind: 'recordingResumed'; readonly who: string; readonly atSec: number }
  /** The file that should exist. */
  | { readonly kind: 'notRecorded'; readonly file: string }
  /** Whom the caller talked to afterwards; `…010` for a number that belongs to nobody here. */
  | { readonly kind: 'talkedOn'; readonly who: string }
  /** Somebody took the call from the ringing phones by code. */
  | { readonly kind: 'pickedUp'; readonly who: string }
  /** The dialplan went on without any controller. */
  | { readonly kind: 'noController' }
  /** No controller saw the end; FreeSWITCH reported it later. */
  | { readonly kind: 'wentOnAlone' }
  /** No controller saw the end, and FreeSWITCH did not report it. */
  | { readonly kind: 'endUnknown' }
  /** Refused before it reached the group: its number, or all callers without one, called too often within a minute. */
  | { readonly kind: 'callsTooOften'; readonly by: 'caller' | 'withheld'; readonly most: number }
  /**
   * The number is refused: by the group's list, or by that of all groups. `rule`: `+49900*`, of a whole number the last
   * digits. `reason` may be empty.
   */
  | { readonly kind: 'blocked'; readonly everywhere: boolean; readonly rule: string; readonly reason: string }
  | { readonly kind: 'groupRemoved' }
  | { readonly kind: 'groupUnknown'; readonly group: string }
  | { readonly kind: 'groupDisabled'; readonly group: string }
  | { readonly kind: 'circle'; readonly path: readonly string[] }
  | { readonly kind: 'tooManyGroups'; readonly most: number; readonly path: readonly string[] };
