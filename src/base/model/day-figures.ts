/**
 * What one day of one group came to, counted once when the day is over. Holds nothing about callers. Lists end with their
 * last count above zero.
 */

/** Calls by class; in a list of four, in this order. */
export const CLASS_ORDER = ['answered', 'missed', 'diverted', 'other'] as const;

/** The upper ends of the classes of waiting times, in seconds; a last class has everything above. */
export const WAIT_ENDS_SEC = [5, 10, 20, 30, 60, 120, 300] as const;

/** Waiting times of calls for which they are known. */
export interface Waits {
  /** How many calls are in each class of `WAIT_ENDS_SEC`, and above the last. */
  readonly classes: readonly number[];
  readonly totalSec: number;
  readonly longestSec: number;
}

/** A member's part of a day. */
export interface PersonFigures {
  /** Who it is, also when two have one name. */
  readonly key: string;
  readonly who: string;
  /** Calls, not phones: desk phone and mobile of one member that ring for one call count once. */
  readonly rung: number;
  readonly answered: number;
  readonly talkingSec: number;
}

export interface DayFigures {
  readonly group: string;
  /** `2026-11-22`, of the calendar of the group's zone as it was then. */
  readonly day: string;
  /** Answered, missed, diverted and other calls of each hour of the wall clock: hour 8 has the entries 32 to 35. */
  readonly hours: readonly number[];
  readonly answered: Waits;
  readonly missed: Waits;
  /** Of the answered calls. */
  readonly talkingSec: number;
  /** Answered in stage 1, 2, 3 and at the final destination. */
  readonly stages: readonly number[];
  /** A stage that answered rang one person only, so its figure says who answered. */
  readonly stagesTellWho: boolean;
  /** Null: the group does not count people. */
  readonly people: readonly PersonFigures[] | null;
}
