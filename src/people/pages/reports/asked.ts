/** What the visitor wants to see, read from the address of the page. Pure. */
import type { Group, Snapshot } from '../../../base/model/snapshot.js';
import { dateIn, shiftDay, type Days } from '../../../base/model/dates.js';
import { groupIn, groupsIn } from '../../operations/seen.js';
import type { Visit } from '../pages.js';
import { PERIODS, periodOf, type Period, type PeriodKind } from './period.js';

/** The figures beside which others are put. */
export type Against =
  | { readonly kind: 'before' | 'year'; readonly days: Days }
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'none' };

export interface Asked {
  /** Undefined: all groups. */
  readonly group: Group | undefined;
  readonly groups: readonly Group[];
  readonly against: Against;
  readonly kind: PeriodKind;
  readonly from: string;
  readonly to: string;
  readonly today: string;
  /** Undefined: what was asked for is no time. */
  readonly period: Period | undefined;
}

/** All groups, in the addresses of pages; no group has this number. */
export const ALL = 'all';

/** Four weeks: each weekday is as often in it. */
const USUAL_DAYS = 28;

/** Undefined: there is no group yet. */
export function askedOf(
  { query, scope, now }: Pick<Visit, 'query' | 'scope' | 'now'>,
  snapshot: Snapshot | undefined,
): Asked | undefined {
  const groups = groupsIn(scope, snapshot);
  const [first] = groups;
  if (snapshot === undefined || first === undefined) return undefined;
  const wanted = query('group') ?? (groups.length > 1 ? ALL : first.number);
  const group = wanted === ALL ? undefined : (groupIn(scope, snapshot, wanted) ?? first);
  const today = dateIn(group?.timezone ?? snapshot.settings.timezone, now);
  const kind = PERIODS.find((one) => one === query('period')) ?? 'days';
  const to = query('to') ?? today;
  // Whoever goes from days to weeks or months means those that the days end in.
  const from =
    (kind === 'days' ? query('from') : (query('to') ?? query('from'))) ??
    (kind === 'days' ? shiftDay(today, 1 - USUAL_DAYS) : today);
  const period = periodOf(kind, from, kind === 'days' ? to : from, today);
  return {
    group,
    groups,
    kind,
    from,
    to,
    today,
    period,
    against: againstOf(query('against'), period, groups, group),
  };
}

function againstOf(
  asked: string | undefined,
  period: Period | undefined,
  groups: readonly Group[],
  group: Group | undefined,
): Against {
  if (period === undefined || asked === 'none') return { kind: 'none' };
  if (asked === 'year') return { kind: 'year', days: period.yearBefore };
  const other = groups.find(({ number }) => number === asked);
  if (other !== undefined && group !== undefined) return { kind: 'group', group: other };
  return { kind: 'before', days: period.before };
}

/** The address of the page for the same, or with what is given. */
export function addressOf(
  { group, kind, from, to, against }: Asked,
  { days, path = '/reports' }: { readonly days?: Days; readonly path?: string } = {},
): string {
  const query = new URLSearchParams({
    group: group?.number ?? ALL,
    period: kind,
    from: days?.from ?? from,
    ...(kind === 'days' && { to: days?.to ?? to }),
    against: against.kind === 'group' ? against.group.number : against.kind,
  });
  return `${path}?${query.toString()}`;
}
