/** Counts the calls of one group's day; only counters are kept. Pure. */
import type { CallRecord } from '../../base/model/call-record.js';
import { CLASS_ORDER, WAIT_ENDS_SEC, type DayFigures, type Waits } from '../../base/model/day-figures.js';
import { judge, JUDGED_FIELDS, type JudgedCall } from './classify.js';
import { localDay } from './day.js';
import { PeopleTally, PhoneTally, type CountedLeg } from './people.js';

/** The fields that a day is counted from, beside its legs. */
export const TALLIED_FIELDS = [...JUDGED_FIELDS, 'waitingSec', 'talkingSec'] as const;

export type TalliedCall = JudgedCall &
  Pick<CallRecord, 'waitingSec' | 'talkingSec'> & { readonly legs: readonly CountedLeg[] };

/** A day in milliseconds: comparing thousands of date objects takes longer than counting the calls. */
export class DayTally {
  readonly day: string;
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly group: string;
  /** The hour that the clock shows up to a moment. */
  readonly #ends: readonly { readonly toMs: number; readonly hour: number }[];
  readonly #hours = Array.from({ length: 24 * CLASS_ORDER.length }, () => 0);
  readonly #answered = new WaitTally();
  readonly #missed = new WaitTally();
  readonly #stages = [0, 0, 0, 0];
  readonly #phones = new PhoneTally();
  readonly #people: PeopleTally | undefined;
  #talkingSec = 0;

  constructor(group: string, timezone: string, date: string, perPerson: boolean) {
    const { from, to, hours } = localDay(date, timezone);
    this.day = date;
    this.fromMs = from.getTime();
    this.toMs = to.getTime();
    this.group = group;
    this.#ends = hours.map((one) => ({ toMs: one.to.getTime(), hour: Math.floor(one.fromMinute / 60) }));
    this.#people = perPerson ? new PeopleTally() : undefined;
  }

  /** Counts a call that began on this day. False: the group did not have it. */
  add(call: TalliedCall): boolean {
    const verdict = judge(call, this.group);
    if (verdict === undefined) return false;
    const hour = this.#hourOf(call.startedAt.getTime());
    const slot = hour * CLASS_ORDER.length + CLASS_ORDER.indexOf(verdict.kind);
    this.#hours[slot] = (this.#hours[slot] ?? 0) + 1;
    const legs = call.legs.filter((leg) => leg.group === this.group);
    this.#phones.add(legs);
    this.#people?.addRung(legs);
    if (verdict.kind === 'missed') this.#missed.add(call.waitingSec);
    if (verdict.kind !== 'answered') return true;
    const stage = verdict.stage === null ? 3 : verdict.stage - 1;
    this.#stages[stage] = (this.#stages[stage] ?? 0) + 1;
    this.#answered.add(call.waitingSec);
    this.#talkingSec += call.talkingSec ?? 0;
    if (call.answeredBy !== null) this.#people?.addAnswer(call.answeredBy, call.talkingSec ?? 0);
    return true;
  }

  result(): DayFigures {
    return {
      group: this.group,
      day: this.day,
      hours: withoutEnd(this.#hours),
      answered: this.#answered.result(),
      missed: this.#missed.result(),
      talkingSec: this.#talkingSec,
      stages: withoutEnd(this.#stages),
      stagesTellWho: [1, 2, 3].some(
        (stage) => (this.#stages[stage - 1] ?? 0) > 0 && this.#phones.personsIn(stage) < 2,
      ),
      people: this.#people?.figures() ?? null,
    };
  }

  #hourOf(atMs: number): number {
    return this.#ends.find(({ toMs }) => atMs < toMs)?.hour ?? 0;
  }
}

/** Without the zeros at the end: most days of most groups have few calls, and all are kept. */
function withoutEnd(counts: readonly number[]): readonly number[] {
  return counts.slice(0, counts.findLastIndex((count) => count > 0) + 1);
}

class WaitTally {
  readonly #classes = Array.from({ length: WAIT_ENDS_SEC.length + 1 }, () => 0);
  #totalSec = 0;
  #longestSec = 0;

  add(seconds: number | null): void {
    if (seconds === null) return;
    const found = WAIT_ENDS_SEC.findIndex((end) => seconds <= end);
    const at = found === -1 ? WAIT_ENDS_SEC.length : found;
    this.#classes[at] = (this.#classes[at] ?? 0) + 1;
    this.#totalSec += seconds;
    this.#longestSec = Math.max(this.#longestSec, seconds);
  }

  result(): Waits {
    return { classes: withoutEnd(this.#classes), totalSec: this.#totalSec, longestSec: this.#longestSec };
  }
}
