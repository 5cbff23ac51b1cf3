/**
 * The figures of one group's day, counted call by call. Only counters are kept, plus the rows of the list when one
 * is wanted. Pure.
 */
import { shownNumberOf, type CallRecord } from '../../base/model/call-record.js';
import { ClassTally, judge, JUDGED_FIELDS, type ClassCounts, type JudgedCall } from './classify.js';
import type { OtherReason, Verdict } from '../../base/model/call-class.js';
import type { LocalDay } from './day.js';
import { PeopleTally, PhoneTally, type CountedLeg, type PersonTotal, type PhoneWarning } from './people.js';

/** The fields that the figures are counted from. */
export type ReportedCall = JudgedCall &
  Pick<CallRecord, 'group' | 'caller' | 'waitingSec' | 'talkingSec'> & {
    readonly legs: readonly CountedLeg[];
  };

/** The same fields by name, for the query. */
export const REPORTED_FIELDS = [...JUDGED_FIELDS, 'group', 'caller', 'waitingSec', 'talkingSec'] as const;

/** Times in whole seconds, over the calls for which they are known. */
export interface Spell {
  readonly count: number;
  readonly totalSec: number;
  readonly longestSec: number;
}

/** `stage` 1-3, or null for the final destination. */
export interface StageTotal {
  readonly stage: number | null;
  readonly answered: number;
}

export interface HourTotal extends ClassCounts {
  /** As in day.ts. */
  readonly label: string;
}

/** One call of the list. */
export interface CallRow {
  readonly at: Date;
  /** Null: withheld. */
  readonly caller: { readonly number: string; readonly name: string | null } | null;
  /** The group that was dialled, when the call came through another one. */
  readonly through: string | null;
  readonly verdict: Verdict;
  /** Who answered; null when nobody did, or the group does not allow naming people. */
  readonly who: string | null;
  readonly waitingSec: number | null;
  /** Of answered calls only. */
  readonly talkingSec: number | null;
}

export interface DayTotals {
  readonly counts: ClassCounts;
  readonly other: Readonly<Record<OtherReason, number>>;
  /** Stages 1 to 3 and the final destination; together they are the answered calls. */
  readonly byStage: readonly StageTotal[];
  /** A stage that answered rang only one person, so its figure would reveal who answered. */
  readonly stagesTellWho: boolean;
  /** Empty where the group does not allow it; otherwise the answers add up to the answered calls. */
  readonly byPerson: readonly PersonTotal[];
  readonly byHour: readonly HourTotal[];
  readonly waiting: { readonly answered: Spell; readonly missed: Spell };
  /** Of the answered calls. */
  readonly talking: Spell;
  readonly withheld: number;
  /** Calls of any class whose end is not known, because this service lost control of them. */
  readonly handedBack: number;
  readonly phones: readonly PhoneWarning[];
  /** In the order in which the calls were added, at most as many as wanted. */
  readonly rows: readonly CallRow[];
}

export interface TotalsOptions {
  readonly group: string;
  readonly day: LocalDay;
  readonly perPerson: boolean;
  /** The most rows of the list that are kept; 0: none. */
  readonly rows: number;
}

export class TotalsOfDay {
  readonly #options: TotalsOptions;
  readonly #counts = new ClassTally();
  readonly #hours: readonly ClassTally[];
  readonly #other = { gaveUp: 0, refused: 0, handedBack: 0, open: 0 };
  readonly #stages = new Map<number | null, number>([1, 2, 3, null].map((stage) => [stage, 0]));
  readonly #people: PeopleTally | undefined;
  readonly #phones = new PhoneTally();
  readonly #waiting = { answered: new SpellTally(), missed: new SpellTally() };
  readonly #talking = new SpellTally();
  readonly #rows: CallRow[] = [];
  #withheld = 0;
  #handedBack = 0;

  constructor(options: TotalsOptions) {
    this.#options = options;
    this.#hours = options.day.hours.map(() => new ClassTally());
    this.#people = options.perPerson ? new PeopleTally() : undefined;
  }

  /** Counts a call of the group that began on this day. False: it belongs to another group or another day. */
  add(call: ReportedCall): boolean {
    const { group } = this.#options;
    const verdict = judge(call, group);
    const hour = this.#hourOf(call.startedAt);
    if (verdict === undefined || hour === undefined) return false;
    this.#counts.add(verdict.kind);
    hour.add(verdict.kind);
    if (call.caller.withheld) this.#withheld += 1;
    if (call.outcome === 'handedBack') this.#handedBack += 1;
    const legs = call.legs.every((leg) => leg.group === group)
      ? call.legs
      : call.legs.filter((leg) => leg.group === group);
    this.#phones.add(legs);
    this.#people?.addRung(legs);
    this.#addVerdict(verdict, call);
    if (this.#rows.length < this.#options.rows) this.#rows.push(this.#row(call, verdict));
    return true;
  }

  result(): DayTotals {
    const byStage = [...this.#stages].map(([stage, answered]) => ({ stage, answered }));
    return {
      counts: this.#counts.result(),
      other: { ...this.#other },
      byStage,
      stagesTellWho: byStage.some(
        ({ stage, answered }) => stage !== null && answered > 0 && this.#phones.personsIn(stage) < 2,
      ),
      byPerson: this.#people?.result() ?? [],
      byHour: this.#hours.map((hour, index) => ({
        label: this.#options.day.hours[index]?.label ?? '',
        ...hour.result(),
      })),
      waiting: { answered: this.#waiting.answered.result(), missed: this.#waiting.missed.result() },
      talking: this.#talking.result(),
      withheld: this.#withheld,
      handedBack: this.#handedBack,
      phones: this.#phones.warnings(),
      rows: this.#rows,
    };
  }

  #hourOf(at: Date): ClassTally | undefined {
    const ms = at.getTime();
    const hours = this.#options.day.hours;
    const index = hours.findIndex((hour) => ms < hour.to.getTime());
    return ms < this.#options.day.from.getTime() ? undefined : this.#hours[index];
  }

  #addVerdict(verdict: Verdict, { waitingSec, talkingSec, answeredBy }: ReportedCall): void {
    switch (verdict.kind) {
      case 'answered':
        this.#stages.set(verdict.stage, (this.#stages.get(verdict.stage) ?? 0) + 1);
        this.#waiting.answered.add(waitingSec);
        this.#talking.add(talkingSec);
        if (answeredBy !== null) this.#people?.addAnswer(answeredBy, talkingSec ?? 0);
        return;
      case 'missed':
        this.#waiting.missed.add(waitingSec);
        return;
      case 'other':
        this.#other[verdict.reason] += 1;
        return;
      case 'diverted':
    }
  }

  #row(call: ReportedCall, verdict: Verdict): CallRow {
    const { caller, answeredBy } = call;
    const isAnswered = verdict.kind === 'answered';
    const number = shownNumberOf(caller);
    return {
      at: call.startedAt,
      caller: number === null ? null : { number, name: caller.name },
      through: call.group.number === this.#options.group ? null : call.group.number,
      verdict,
      who: isAnswered && this.#options.perPerson ? (answeredBy?.who ?? null) : null,
      waitingSec: call.waitingSec,
      talkingSec: isAnswered ? call.talkingSec : null,
    };
  }
}

class SpellTally {
  #count = 0;
  #totalSec = 0;
  #longestSec = 0;

  add(seconds: number | null): void {
    if (seconds === null) return;
    this.#count += 1;
    this.#totalSec += seconds;
    this.#longestSec = Math.max(this.#longestSec, seconds);
  }

  result(): Spell {
    return { count: this.#count, totalSec: this.#totalSec, longestSec: this.#longestSec };
  }
}
