/** Words of the daily report; numbers come formatted. */
import type { CallClass, OtherReason, Verdict } from '../../base/model/call-class.js';
import type { MissedWhy } from '../../base/model/call-record.js';

export type Diverted = Extract<Verdict, { kind: 'diverted' }>;

export interface ReportWords {
  readonly title: string;
  /** `42 Anrufe`; the figure stands in `formatted` already. */
  calls(count: number, formatted: string): string;
  /** `3 verpasst` */
  missed(count: number, formatted: string): string;
  /** Subject: `Sales, So., 22. Nov. 2026: 42 Anrufe, 3 verpasst`. */
  subject(group: string, day: string, calls: string, missed: string): string;
  readonly group: string;
  readonly classes: Readonly<Record<CallClass, string>>;
  readonly allCalls: string;
  /** Beside a change: `zu So.` is the weekday of the comparison. */
  against(weekday: string): string;
  readonly noCallsThen: string;
  /** Calls that belong to none of the three classes. */
  others(count: number, formatted: string): string;
  readonly otherReasons: Readonly<Record<OtherReason, string>>;
  withheld(count: number, formatted: string): string;
  /** Calls for which somebody did not ring because of being away. */
  away(count: number, formatted: string): string;
  readonly byHour: string;
  readonly noCalls: string;
  readonly repeatedHour: string;
  readonly times: string;
  readonly waitingAnswered: string;
  readonly waitingMissed: string;
  readonly talking: string;
  readonly mean: string;
  readonly longest: string;
  readonly total: string;
  readonly byStage: string;
  stage(stage: number | null): string;
  readonly allStages: string;
  readonly byPerson: string;
  readonly person: string;
  readonly rung: string;
  readonly switches: string;
  /** `at` is formatted already. */
  switchNow(
    name: string,
    on: boolean,
    next: { readonly at: string; readonly on: boolean } | 'byHand' | 'never',
  ): string;
  /** A switch with a schedule that somebody overrode without an end. */
  forgotten(name: string): string;
  readonly callbacks: string;
  /** When the list was read. */
  asOf(moment: string): string;
  readonly noCallbacks: string;
  callbackCalls(count: number, formatted: string, since: string): string;
  takenBy(who: string): string;
  readonly untaken: string;
  readonly warnings: string;
  /** `who` null: nobody may be named. */
  notRegistered(who: string | null, phone: string, times: number): string;
  notConfirmed(who: string | null, phone: string, kind: 'mobile' | 'external', times: number): string;
  handedBack(count: number, formatted: string): string;
  readonly list: string;
  moreCalls(count: number, formatted: string): string;
  readonly inTheFile: string;
  readonly withheldCaller: string;
  through(group: string): string;
  missedWhy(why: MissedWhy): string;
  divertedTo(diverted: Diverted): string;
  readonly columns: {
    readonly at: string;
    readonly number: string;
    readonly name: string;
    readonly dialled: string;
    readonly result: string;
    readonly detail: string;
    readonly stage: string;
    readonly who: string;
    readonly waitingSec: string;
    readonly talkingSec: string;
    readonly waiting: string;
    readonly talking: string;
    readonly caller: string;
  };
  fileName(group: string, day: string): string;
  /** The text of a link to the page of reports. */
  readonly onPage: string;
  /** What the day is: its zone and, when the clock changed, its length. */
  counted(timezone: string, hours: string | null): string;
}
