/** What all calls of a search are together: read newest first, with few fields, and so many at most. */
import { DateTime } from 'luxon';
import type { CallRecord } from '../../base/model/call-record.js';
import type { CallFilter, CallSearch } from '../../base/store/call-search.js';
import { callPages } from './call-pages.js';

/** More are not read for one page; it says so. */
export const MOST_SUMMED = 20_000;

const FIELDS = ['outcome', 'missed', 'answeredAt', 'waitingSec', 'talkingSec'] as const;

type Summed = Pick<CallRecord, (typeof FIELDS)[number] | 'startedAt' | '_id'>;

export interface HourSum {
  readonly calls: number;
  readonly answered: number;
  readonly missed: number;
  readonly other: number;
}

export interface CallSums extends HourSum {
  /** Of the answered calls; undefined: there is none. */
  readonly averageWaitSec: number | undefined;
  readonly talkingSec: number;
  /** By the hour at which calls began, 0 to 23, on the clock of the zone. */
  readonly hours: readonly HourSum[];
  /** There are more calls than were summed: the newest ones are. */
  readonly isCut: boolean;
}

/** @param zone an IANA zone. Errors: the database's. */
export async function sumCalls(
  search: Pick<CallSearch, 'olderWith'>,
  filter: CallFilter,
  zone: string,
): Promise<CallSums> {
  const sums = new Sums(zone);
  let read = 0;
  for await (const { calls, more } of callPages(search, FIELDS, filter)) {
    for (const call of calls) sums.add(call);
    read += calls.length;
    if (read >= MOST_SUMMED) return sums.result(more);
  }
  return sums.result(false);
}

type Counts = { -readonly [Name in keyof HourSum]: HourSum[Name] };

class Sums {
  readonly #zone: string;
  readonly #hours: readonly Counts[] = Array.from({ length: 24 }, none);
  /** Of each whole hour since 1970, its hour on the clock: reading a zone for each call is slow. */
  readonly #hourOf = new Map<number, number>();
  #waitSec = 0;
  #talkSec = 0;

  constructor(zone: string) {
    this.#zone = zone;
  }

  add({ startedAt, outcome, missed, waitingSec, talkingSec }: Summed): void {
    const kind = outcome === 'answered' ? 'answered' : missed === null ? 'other' : 'missed';
    const hour = this.#hours[this.#clockHour(startedAt)];
    if (hour === undefined) return;
    hour.calls += 1;
    hour[kind] += 1;
    if (kind !== 'answered') return;
    this.#waitSec += waitingSec ?? 0;
    this.#talkSec += talkingSec ?? 0;
  }

  result(isCut: boolean): CallSums {
    const all = none();
    for (const hour of this.#hours)
      for (const name of Object.keys(all) as (keyof HourSum)[]) all[name] += hour[name];
    const averageWaitSec = all.answered === 0 ? undefined : Math.round(this.#waitSec / all.answered);
    return { ...all, averageWaitSec, talkingSec: this.#talkSec, hours: this.#hours, isCut };
  }

  #clockHour(at: Date): number {
    // Some zones begin their hours at a quarter or a half.
    const quarter = Math.floor(at.getTime() / 900_000);
    const known = this.#hourOf.get(quarter) ?? DateTime.fromJSDate(at, { zone: this.#zone }).hour;
    this.#hourOf.set(quarter, known);
    return known;
  }
}

function none(): Counts {
  return { calls: 0, answered: 0, missed: 0, other: 0 };
}
