/** What can be done with the call-back list; callbacks.ts does it with mongoose. */
import type { CallbackItem, ClosedBecause, MissedCall } from '../model/callback-item.js';
import type { WantedNumber } from '../model/wanted-caller.js';

export interface NewMissedCall {
  readonly group: string;
  readonly caller: CallbackItem['caller'];
  readonly call: MissedCall;
  /** When the call was over: an item that ended later covers it too. Default: its begin. */
  readonly endedAt?: Date;
  /** Calls within this many hours are one item; an item that somebody has taken is never replaced. */
  readonly mergeHours: number;
  /** When a mail about it is due, if the item is still live then; undefined: none is wanted. */
  readonly noticeAt: Date | undefined;
}

export interface Closing {
  readonly because: ClosedBecause;
  readonly at: Date;
  readonly who: string | null;
}

/**
 * `taken`: you have it now; `has`: somebody else has it; `ended`: it is done or closed; `used`: the link was used
 * before.
 */
export type TakeResult =
  | { readonly kind: 'taken' | 'has' | 'ended' | 'used'; readonly item: CallbackItem }
  | { readonly kind: 'unknown' };

export type DoneResult =
  { readonly kind: 'done' | 'ended' | 'used'; readonly item: CallbackItem } | { readonly kind: 'unknown' };

export interface CallbackChange {
  readonly before: CallbackItem;
  readonly after: CallbackItem;
}

export interface Acting {
  readonly id: string;
  /** The name that the others see. */
  readonly who: string;
  readonly at: Date;
  /** Identifies a link that works once; undefined when no link is used. */
  readonly link?: string | undefined;
}

/** Where a page of the list ended. */
export interface CallbackKey {
  readonly firstAt: Date;
  readonly id: string;
}

export interface LivePage {
  /** Default 500. */
  readonly limit?: number;
  /** Goes on behind this item. */
  readonly after?: CallbackKey | undefined;
  /** Only items of this caller. */
  readonly caller?: WantedNumber | undefined;
}

export interface CallbackStore {
  /** The item that the call is in now; undefined when the call was counted before. */
  addMissed(missed: NewMissedCall): Promise<CallbackItem | undefined>;
  /** Gives the item to `who` until `until`. An item whose time has expired can be taken by somebody else. */
  take(acting: Acting & { readonly until: Date }): Promise<TakeResult>;
  /** Opens the item again; undefined if nobody had it or, with `who`, if that person had not. */
  giveBack(id: string, who?: string): Promise<CallbackItem | undefined>;
  done(acting: Acting & { readonly note?: string | undefined }): Promise<DoneResult>;
  /** Sets the note; undefined when there is no such item. */
  note(id: string, text: string): Promise<CallbackItem | undefined>;
  /** Opens the items again whose time has run out; resolves with them. */
  giveBackExpired(now: Date): Promise<readonly CallbackChange[]>;
  /** Of these callers, by key, those who have a live item in any group. */
  waiting(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Ends the live items of a caller (in `groups`, or in all) that were missed before `closing.at`; resolves with them. */
  close(
    key: string,
    groups: readonly string[] | undefined,
    closing: Closing,
  ): Promise<readonly CallbackChange[]>;
  get(id: string): Promise<CallbackItem | undefined>;
  /** Whether the link has taken or finished the item before. */
  linkUsed(id: string, link: string): Promise<boolean>;
  /** Live items, the longest waiting first; of one group, or of all. A page of them: there may be very many. */
  live(group?: string, page?: LivePage): Promise<readonly CallbackItem[]>;
  /** Deletes items that ended before, the oldest first, at most `limit`; resolves with how many. */
  deleteEnded(before: Date, limit: number): Promise<number>;
  /** How many items are live; of one group, or of all. */
  liveCount(group?: string): Promise<number>;
  /** Items whose id begins with this text, at most `limit`. */
  beginningWith(id: string, limit: number): Promise<readonly CallbackItem[]>;
  /** The newest items in any state; of one group, or of all; of one caller, or of all. */
  recent(limit: number, group?: string, caller?: WantedNumber): Promise<readonly CallbackItem[]>;
  /** Live items whose mail is due, in the order in which they are; of one group, or of all. */
  dueNotices(now: Date, limit: number, group?: string): Promise<readonly DueNotice[]>;
  /**
   * Puts the notices off until `until`, when they are mailed together. A notice that became due again meanwhile
   * stays due.
   */
  holdNotices(notices: readonly DueNotice[], until: Date): Promise<void>;
  /** The mail about these items is queued. An item with a newer call keeps its notice. */
  noticed(items: readonly CallbackItem[]): Promise<void>;
}

export interface DueNotice {
  readonly item: CallbackItem;
  readonly noticeAt: Date;
  /** It was put off because of quiet hours. */
  readonly wasHeld: boolean;
}
