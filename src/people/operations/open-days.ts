/**
 * The figures of days of many groups that are not over, or not counted yet. Counted in one query for all groups, because with
 * hundreds of them most of the time would go into the queries, and for some seconds for all who look.
 */
import type { DateTime } from 'luxon';
import type { DayFigures } from '../../base/model/day-figures.js';
import type { Group } from '../../base/model/snapshot.js';
import type { CallStore } from '../../base/store/calls.js';
import { dayId } from '../../base/store/day-figures.js';
import { DayTally, TALLIED_FIELDS } from '../../afterwards/reports/day-tally.js';
import { COUNTED_FIELDS } from '../../afterwards/reports/people.js';

export interface OpenDay {
  readonly group: Pick<Group, 'number' | 'timezone'>;
  /** `2026-11-26` */
  readonly day: string;
}

const FRESH_MS = 10_000;

export class OpenDays {
  readonly #calls: Pick<CallStore, 'ofTime'>;
  /** By day of a group: readers of some groups and of all take turns. */
  #known: ReadonlyMap<string, { readonly atMs: number; readonly figures: DayFigures }> = new Map();

  constructor(calls: Pick<CallStore, 'ofTime'>) {
    this.#calls = calls;
  }

  /** Figures of each, at most ten seconds old. Nobody is counted. */
  async of(wanted: readonly OpenDay[], now: DateTime): Promise<readonly DayFigures[]> {
    if (wanted.length === 0) return [];
    const atMs = now.toMillis();
    return this.#fresh(wanted, atMs) ?? this.#count(wanted, atMs);
  }

  /** Undefined: they are older, of a later clock, or some are missing. */
  #fresh(wanted: readonly OpenDay[], atMs: number): readonly DayFigures[] | undefined {
    const found = wanted.flatMap((one) => {
      const known = this.#known.get(idOf(one));
      return known !== undefined && isFresh(known, atMs) ? known.figures : [];
    });
    return found.length === wanted.length ? found : undefined;
  }

  async #count(wanted: readonly OpenDay[], atMs: number): Promise<readonly DayFigures[]> {
    const tallies = wanted.map(({ group, day }) => new DayTally(group.number, group.timezone, day, false));
    await this.#tally(tallies);
    const counted = tallies.map((tally) => tally.result());
    const fresh = [...this.#known].filter(([, known]) => isFresh(known, atMs));
    const added = wanted.map((one, at) => [idOf(one), { atMs, figures: counted[at] as DayFigures }] as const);
    this.#known = new Map([...fresh, ...added]);
    return counted;
  }

  async #tally(open: readonly DayTally[]): Promise<void> {
    const byGroup = new Map<string, DayTally[]>();
    for (const tally of open) byGroup.set(tally.group, [...(byGroup.get(tally.group) ?? []), tally]);
    const from = new Date(Math.min(...open.map(({ fromMs }) => fromMs)));
    const to = new Date(Math.max(...open.map(({ toMs }) => toMs)));
    for await (const call of this.#calls.ofTime(from, to, TALLIED_FIELDS, COUNTED_FIELDS)) {
      const atMs = call.startedAt.getTime();
      for (const group of new Set(call.route.map((passage) => passage.group))) {
        byGroup
          .get(group)
          ?.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)
          ?.add(call);
      }
    }
  }
}

/** Neither too old nor of a later clock. */
const isFresh = (known: { readonly atMs: number }, atMs: number): boolean =>
  atMs >= known.atMs && atMs - known.atMs < FRESH_MS;

/** A group whose time zone was changed has other days. */
const idOf = ({ group, day }: OpenDay): string => `${dayId(group.number, day)} ${group.timezone}`;
