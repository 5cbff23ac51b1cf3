/** What can be done with the call-back list; callbacks.ts does it with mongoose. */
import type { CallbackItem, ClosedBecause, MissedCall } from '../model/callback-item.js';
import type { WantedNumber } from '../model/wanted-caller.js';

export interface NewMissedCall {
  readonly group: string;
  readonly caller: CallbackItem['caller'];
  readonly call: MissedCall;
  /** When the call ended; an item that ended later covers this call too. Default: when it began. */
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

/** `live`: it has not ended; `newer`: the caller was missed again, and that newer item is live. */
export type ReopenResult =
  { readonly kind: 'open' | 'live'; readonly item: CallbackItem } | { readonly kind: 'newer' | 'unknown' };

export interface Assigning {
  readonly id: string;
  /** Whose it is from now on, by the name that others see. */
  readonly to: string;
  /** It is taken from nobody else than this person; undefined: from whoever has it. */
  readonly from: string | undefined;
  readonly at: Date;
  readonly until: Date;
}

export interface Noting {
  readonly id: string;
  readonly text: string;
  readonly who: string;
  readonly at: Date;
}

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
  /** Start after this item. */
  readonly after?: CallbackKey | undefined;
  /** Only items of this caller. */
  readonly caller?: WantedNumber | undefined;
}

export interface CallbackStore {
  /** The item that the call is in now; undefined when the call was counted before. */
  addMissed(missed: NewMissedCall): Promise<CallbackItem | undefined>;
  /** Assigns the item to `who` until `until`. After that time somebody else can take it. */
  take(acting: Acting & { readonly until: Date }): Promise<TakeResult>;
  /** Gives the item to `to`, if it is free or `from` has it. */
  assign(assigning: Assigning): Promise<TakeResult>;
  /** Reopens the item; undefined if nobody had taken it or, with `who`, if that person had not. */
  giveBack(id: string, who?: string): Promise<CallbackItem | undefined>;
  /**
   * Notes that `who` is calling the caller now, until `until` at most; undefined: somebody else is, or the item is not live.
   */
  calling(acting: Omit<Acting, 'link'> & { readonly until: Date }): Promise<CallbackItem | undefined>;
  /** Notes that the call which `who` began at `at` is over. */
  calledOff(acting: Omit<Acting, 'link'>): Promise<void>;
  done(acting: Acting & { readonly note?: string | undefined }): Promise<DoneResult>;
  /** Opens an item that has ended. */
  reopen(id: string): Promise<ReopenResult>;
  /** Adds a note, which is then the newest; undefined when there is no such item. */
  note(noting: Noting): Promise<CallbackItem | undefined>;
  /** Reopens the items whose time has run out and returns them. */
  giveBackExpired(now: Date): Promise<readonly CallbackChange[]>;
  /** Which of these callers (by key) have a live item in any group. */
  waiting(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Closes a caller's live items (in `groups`, or in all) for calls missed before `closing.at`, and returns them. */
  close(
    key: string,
    groups: readonly string[] | undefined,
    closing: Closing,
  ): Promise<readonly CallbackChange[]>;
  /** The group has another number: its live items go with it, but those of callers for whom that number has one. */
  renumber(from: string, to: string): Promise<void>;
  get(id: string): Promise<CallbackItem | undefined>;
  /** The id of the item in which the call with this channel is counted; undefined: there is none. */
  ofCall(channel: string): Promise<string | undefined>;
  /** Whether the link has taken or finished the item before. */
  linkUsed(id: string, link: string): Promise<boolean>;
  /** One page of the live items, longest waiting first; of one group or of all. */
  live(group?: string, page?: LivePage): Promise<readonly CallbackItem[]>;
  /** Deletes items that ended before, the oldest first, at most `limit`; resolves with how many. */
  deleteEnded(before: Date, limit: number): Promise<number>;
  /** Deletes the notes of items that ended before, at most `limit`; resolves with how many. */
  deleteNotes(before: Date, limit: number): Promise<number>;
  /** How many items are live; of one group, or of all. */
  liveCount(group?: string): Promise<number>;
  /** The groups of items that nobody has taken, one entry for each item, at most `limit`. */
  openGroups(limit: number): Promise<readonly string[]>;
  /** Items whose id begins with this text, at most `limit`. */
  beginningWith(id: string, limit: number): Promise<readonly CallbackItem[]>;
  /** The newest items in any state; of one group, or of all; of one caller, or of all. */
  recent(limit: number, group?: string, caller?: WantedNumber): Promise<readonly CallbackItem[]>;
  /** Live items whose mail is due, the earliest due first; of one group or of all. */
  dueNotices(now: Date, limit: number, group?: string): Promise<readonly DueNotice[]>;
  /**
   * Postpones the notices to `until`, when they are mailed together. A notice that has become due again since then
   * stays due.
   */
  holdNotices(notices: readonly DueNotice[], until: Date): Promise<void>;
  /** Records that the mail about these items is queued. An item with a newer call keeps its notice. */
  noticed(items: readonly CallbackItem[]): Promise<void>;
}

export interface DueNotice {
  readonly item: CallbackItem;
  readonly noticeAt: Date;
  /** The notice was postponed because of quiet hours. */
  readonly wasHeld: boolean;
}
