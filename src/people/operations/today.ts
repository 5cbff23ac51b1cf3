/**
 * The calls of today against the usual: the same weekday of the last weeks, up to the same time of day. Counted for all
 * visitors of the same groups together, and only while somebody looks: the days before are read once a day, of today only what may be new.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { DateTime } from 'luxon';
import type { CallRecord } from '../../base/model/call-record.js';
import { scopeKey, type Scope } from '../../base/model/scope.js';
import type { CallStore } from '../../base/store/calls.js';

export interface Tally {
  readonly calls: number;
  readonly answered: number;
  readonly missed: number;
  /** Of an answered or a missed call, up to the answer or its end. */
  readonly longestWaitSec: number;
}

export interface Today {
  readonly soFar: Tally;
  /** The mean of so many days; undefined: calls are not kept for long enough to know what is usual. */
  readonly usual: { readonly tally: Tally; readonly days: number } | undefined;
  /** Up to this moment. */
  readonly upTo: DateTime;
}

/** What is kept of a call. */
interface Counted {
  readonly atMs: number;
  readonly kind: 'answered' | 'missed' | 'other' | 'open';
  readonly waitingSec: number;
}

interface Day {
  /** In the time zone of the house: `2026-11-25 Europe/Berlin`. */
  readonly key: string;
  readonly calls: ReadonlyMap<string, Counted>;
  /** When what is open, or may have come late, was read from. */
  readonly readMs: number;
}

const WEEKS = 4;
/** One day is no habit. */
const FEWEST_DAYS = 2;
const FRESH_MS = 10_000;
const PATIENCE_MS = 400;
/** Records come a little later than their calls, those of a journal later still. */
const LATE_MS = 10 * 60_000;

const FIELDS = ['_id', 'startedAt', 'missed', 'answeredBy', 'outcome', 'waitingSec'] as const;

type Calls = Pick<CallStore, 'ofTime' | 'ofDay' | 'oldestAt'>;

/** Leaders of so many different groups look at once, at most; who has not looked for longest is counted anew. */
const MOST_SCOPES = 50;

/** The figures of each scope that somebody looks at. */
export class TodayDesk {
  readonly #calls: Calls;
  readonly #kept = new Map<string, TodayFigures>();

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** As `TodayFigures.look`. */
  look(scope: Scope, now: DateTime): Promise<Today | undefined> {
    const key = scopeKey(scope);
    const figures = this.#kept.get(key) ?? new TodayFigures(this.#calls, scope);
    this.#kept.delete(key);
    this.#kept.set(key, figures);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > MOST_SCOPES) this.#kept.delete(oldest);
    return figures.look(now);
  }
}

export class TodayFigures {
  readonly #calls: Calls;
  readonly #scope: Scope;
  #known: Today | undefined;
  #today: Day | undefined;
  #past: { readonly key: string; readonly days: readonly (readonly Counted[])[] } | undefined;
  #working: Promise<void> | undefined;

  constructor(calls: Calls, scope: Scope) {
    this.#calls = calls;
    this.#scope = scope;
  }

  /**
   * What is known, at most some seconds old unless the database is slow or away; undefined: nothing yet.
   * @param now in the time zone of the house
   */
  async look(now: DateTime): Promise<Today | undefined> {
    const age = this.#known === undefined ? Infinity : now.toMillis() - this.#known.upTo.toMillis();
    if (age >= 0 && age < FRESH_MS) return this.#known;
    this.#working ??= this.#count(now)
      .catch(() => undefined)
      .finally(() => {
        this.#working = undefined;
      });
    await Promise.race([this.#working, delay(PATIENCE_MS)]);
    // Yesterday's figures are none of today.
    return this.#known?.upTo.hasSame(now, 'day') === true ? this.#known : undefined;
  }

  async #count(now: DateTime): Promise<void> {
    const key = `${now.toISODate() ?? ''} ${now.zoneName ?? ''}`;
    if (this.#past?.key !== key) this.#past = { key, days: await this.#pastDays(now) };
    this.#today = await this.#readToday(key, now);
    const past = this.#past.days.map((calls, index) => tallyOf(calls, sameTime(now, index + 1).toMillis()));
    this.#known = {
      soFar: tallyOf([...this.#today.calls.values()], now.toMillis()),
      usual: past.length < FEWEST_DAYS ? undefined : { tally: meanOf(past), days: past.length },
      upTo: now,
    };
  }

  /** The same weekday of the weeks before, the newest first, as far as calls are kept. */
  async #pastDays(now: DateTime): Promise<readonly (readonly Counted[])[]> {
    const firstMs = (await this.#calls.oldestAt())?.getTime() ?? Infinity;
    const days: (readonly Counted[])[] = [];
    for (let week = 1; week <= WEEKS; week += 1) {
      const from = now.minus({ weeks: week }).startOf('day');
      // A day on which the first call came is not known as a whole.
      if (from.toMillis() < firstMs) break;
      days.push([...(await this.#read(from, from.plus({ days: 1 }))).values()]);
    }
    return days;
  }

  async #readToday(key: string, now: DateTime): Promise<Day> {
    const begin = now.startOf('day');
    const known = this.#today?.key === key ? this.#today : undefined;
    const open = [...(known?.calls.values() ?? [])].filter(({ kind }) => kind === 'open');
    const fromMs = Math.min(...open.map(({ atMs }) => atMs), (known?.readMs ?? -Infinity) - LATE_MS);
    const from = fromMs > begin.toMillis() ? begin.plus({ milliseconds: fromMs - begin.toMillis() }) : begin;
    const read = await this.#read(from, begin.plus({ days: 1 }));
    return { key, calls: new Map([...(known?.calls ?? []), ...read]), readMs: now.toMillis() };
  }

  async #read(from: DateTime, to: DateTime): Promise<ReadonlyMap<string, Counted>> {
    const found = new Map<string, Counted>();
    const [begin, end] = [from.toJSDate(), to.toJSDate()];
    const [calls, scope] = [this.#calls, this.#scope];
    const reads =
      scope === 'all'
        ? [calls.ofTime(begin, end, FIELDS, [])]
        : [...scope].map((group) => calls.ofDay(group, begin, end, FIELDS));
    // One after another: a call that two groups had is counted once.
    for (const read of reads) for await (const call of read) found.set(call._id, counted(call));
    return found;
  }
}

function counted(call: Pick<CallRecord, (typeof FIELDS)[number]>): Counted {
  const { startedAt, missed, answeredBy, outcome, waitingSec } = call;
  const ended = missed !== null ? 'missed' : answeredBy !== null ? 'answered' : 'other';
  const kind = outcome === 'open' ? 'open' : ended;
  return { atMs: startedAt.getTime(), kind, waitingSec: waitingSec ?? 0 };
}

/** The same time of day so many weeks before; where the clock was put forward, the hour after it. */
function sameTime(now: DateTime, weeks: number): DateTime {
  return now.minus({ weeks });
}

function tallyOf(calls: readonly Counted[], untilMs: number): Tally {
  const of = calls.filter(({ atMs }) => atMs <= untilMs);
  const count = (wanted: Counted['kind']) => of.filter(({ kind }) => kind === wanted).length;
  const waits = of.filter(({ kind }) => kind === 'answered' || kind === 'missed');
  return {
    calls: of.length,
    answered: count('answered'),
    missed: count('missed'),
    longestWaitSec: waits.reduce((longest, { waitingSec }) => Math.max(longest, waitingSec), 0),
  };
}

function meanOf(all: readonly Tally[]): Tally {
  const mean = (of: (tally: Tally) => number) =>
    Math.round(all.reduce((sum, tally) => sum + of(tally), 0) / all.length);
  return {
    calls: mean(({ calls }) => calls),
    answered: mean(({ answered }) => answered),
    missed: mean(({ missed }) => missed),
    longestWaitSec: mean(({ longestWaitSec }) => longestWaitSec),
  };
}
