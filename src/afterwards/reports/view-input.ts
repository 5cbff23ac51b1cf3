/** What the view of a report is made from. */
import type { CallbackItem } from '../../base/model/callback-item.js';
import type { MissingNeed } from '../../base/model/need.js';
import type { Group, ReportPolicy } from '../../base/model/snapshot.js';
import type { ClassCounts } from './classify.js';
import type { LocalDay } from './day.js';
import type { DayTotals } from './totals.js';

/** Callers who wait to be called back. */
export interface WaitingCallbacks {
  /** Those who wait longest. */
  readonly longest: readonly CallbackItem[];
  readonly total: number;
}

export interface SwitchNow {
  readonly name: string;
  readonly on: boolean;
  /** `never`: it follows a schedule that never changes. */
  readonly next: { readonly at: Date; readonly on: boolean } | 'byHand' | 'never';
  /** Its schedule has been overridden for more than a day, and stays so until somebody changes it. */
  readonly forgotten: boolean;
}

export interface ViewInput {
  readonly group: Group;
  readonly policy: ReportPolicy;
  readonly day: LocalDay;
  readonly totals: DayTotals;
  /** Calls that did not ring somebody who was away; 0 also where this is not told. */
  readonly withSomebodyAway: number;
  /** The same weekday a week before. */
  readonly before: ClassCounts;
  /** Items that nobody has finished. */
  readonly callbacks: WaitingCallbacks;
  /** What the FreeSWITCHes lack now that this group needs. */
  readonly missing: readonly MissingNeed[];
  /** The switches that the group's rules read, with their current state. */
  readonly switches: readonly SwitchNow[];
  readonly pagesUrl?: string | undefined;
  readonly groupName: (number: string) => string;
  readonly now: Date;
}
