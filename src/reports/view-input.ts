/** What the view of a report is made from. */
import type { CallbackItem } from '../missed/item.js';
import type { Group, ReportPolicy } from '../model/snapshot.js';
import type { ClassCounts } from './classify.js';
import type { LocalDay } from './day.js';
import type { DayTotals } from './totals.js';

export interface ViewInput {
  readonly group: Group;
  readonly policy: ReportPolicy;
  readonly day: LocalDay;
  readonly totals: DayTotals;
  /** The same weekday a week before. */
  readonly before: ClassCounts;
  /** Items that nobody has finished. */
  readonly callbacks: readonly CallbackItem[];
  readonly groupName: (number: string) => string;
  readonly now: Date;
}
