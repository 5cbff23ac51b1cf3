/** One entry of the call-back list: a caller whom somebody of the group has to call back. Plain values. */
import type { MissedWhy } from './call-record.js';

/**
 * `open`: nobody has it; `taken`: somebody calls back; `done`: somebody finished it; `closed`: it ended by itself.
 * The first two are live: a caller has at most one live item in a group.
 */
export type CallbackState = 'open' | 'taken' | 'done' | 'closed';

/** Why an item ended by itself. */
export type ClosedBecause =
  /** The caller talked to somebody of the group later. */
  | 'talked'
  /** Somebody here called the number, and the call was answered. */
  | 'calledBack'
  /** The caller was missed again after the group's merging time; the newer item replaces this one. */
  | 'superseded';

export interface MissedCall {
  /** `_id` of the call record. */
  readonly record: string;
  readonly channel: string;
  readonly at: Date;
  readonly why: MissedWhy;
}

/** A missed call without a number; it gets no item. */
export interface WithheldMiss {
  /** `_id` of the call record. */
  readonly record: string;
  readonly group: string;
  readonly at: Date;
  readonly why: MissedWhy;
}

/** Empty: whoever wrote it says that the note before does not hold any more. */
export interface CallbackNote {
  readonly at: Date;
  readonly who: string;
  readonly note: string;
}

export interface CallbackItem {
  readonly id: string;
  readonly group: string;
  readonly caller: {
    /** Calls with the same key are from the same caller: the E.164 number, or the number as received. */
    readonly key: string;
    readonly number: string;
    readonly name: string | null;
  };
  readonly state: CallbackState;
  /** Missed calls in this item. */
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** The newest ones, oldest first. */
  readonly calls: readonly MissedCall[];
  readonly taken: { readonly who: string; readonly at: Date; readonly until: Date } | null;
  /** Somebody's own phone rings, or they wait for the caller to answer; null: not now, or its end was told. */
  readonly calling: { readonly who: string; readonly at: Date; readonly until: Date } | null;
  readonly ended: {
    readonly at: Date;
    /** Who finished it, or the extension that called back; null when nobody did. */
    readonly who: string | null;
    readonly because: ClosedBecause | null;
  } | null;
  /** The newest of the notes; null: there is none. */
  readonly note: string | null;
  /** Oldest first. One from before release 1.1 is in `note` alone. */
  readonly notes: readonly CallbackNote[];
  /** Incremented with each change. */
  readonly version: number;
}
