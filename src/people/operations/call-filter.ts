/** Reads what people type to find calls as a filter. Pure. */
import { DateTime } from 'luxon';
import { typedCaller } from '../../base/configuration/typed-caller.js';
import { readPhoneAddress } from '../../base/model/phone-address.js';
import type { Scope } from '../../base/model/scope.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { CallOutcome } from '../../base/model/call-record.js';
import type { Actor } from '../access/permissions.js';
import type { CallFilter, CallKey } from '../../base/store/call-search.js';

export const OUTCOMES = [
  'open',
  'answered',
  'gaveUp',
  'voicemail',
  'announcement',
  'playedNothing',
  'released',
  'handedBack',
] as const satisfies readonly CallOutcome[];

/** Times that stay relative: whoever opens a saved search tomorrow sees tomorrow's calls. Each begins so many days ago. */
const PERIODS = {
  today: { fromDays: 0, toDays: undefined },
  yesterday: { fromDays: 1, toDays: 0 },
  '7days': { fromDays: 6, toDays: undefined },
  '30days': { fromDays: 29, toDays: undefined },
} as const;

export type Period = keyof typeof PERIODS;
export const PERIOD_NAMES = Object.keys(PERIODS) as Period[];

/** As typed; empty or undefined: no filter. */
export interface TypedFilter {
  /** A day or a moment: `2026-11-22`, `2026-11-22T08:00`; on the installation's wall clock, or with a zone. */
  readonly from?: string | undefined;
  /** The last day, or a moment; only calls that began before it are found. */
  readonly to?: string | undefined;
  readonly group?: string | undefined;
  /** A number as people write it, `anonymous`, or the beginning of a number followed by `*`: `030231*`. */
  readonly caller?: string | undefined;
  /** `today`, `yesterday`, `7days` (today and the six days before), `30days`; a day in `from` or `to` counts instead. */
  readonly period?: string | undefined;
  /** Part of a name or of a number, of a caller or of the user who answered; also all that `caller` may be. */
  readonly q?: string | undefined;
  readonly outcome?: string | undefined;
  readonly missed?: string | undefined;
  /** Id of a user, or an extension. */
  readonly member?: string | undefined;
  readonly recorded?: string | undefined;
}

/** In the order in which they stand in an address. */
export const FILTER_FIELDS = [
  'q',
  'period',
  'from',
  'to',
  'group',
  'caller',
  'outcome',
  'missed',
  'member',
  'recorded',
] as const satisfies readonly (keyof TypedFilter)[];

export interface FilterContext {
  /** Of whoever searches. */
  readonly scope: Scope;
  readonly snapshot: Snapshot | undefined;
  readonly now: DateTime;
  readonly actor: Pick<Actor, 'permissions'>;
}

export type FilterFault = (typeof FILTER_FIELDS)[number];

export interface ReadFilter {
  readonly filter: CallFilter;
  /** The search was limited to calls from this moment on, because no index covers it. */
  readonly boundedFrom: DateTime | undefined;
  readonly faults: readonly FilterFault[];
}

/** A name of 60 characters followed by an id of 40. */
const LONGEST = 120;

/** How far back a search without an index goes when no start is given. */
const BOUND = { days: 92 };

export function readCallFilter(
  typed: TypedFilter,
  { scope, snapshot, now, actor }: FilterContext,
): ReadFilter {
  const zone = snapshot?.settings.timezone ?? 'utc';
  const country = snapshot?.settings.country ?? 'DE';
  const faults: FilterFault[] = [];
  const part = <T>(name: FilterFault, read: (text: string) => T | undefined): T | undefined => {
    const text = typed[name]?.trim() ?? '';
    if (text === '') return undefined;
    const value = text.length > LONGEST ? undefined : read(text);
    if (value === undefined) faults.push(name);
    return value;
  };
  const period = part('period', (text) => periodOf(text, now.setZone(zone)));
  const from = part('from', (text) => momentOf(text, zone, 'begin')) ?? period?.from;
  const to = part('to', (text) => momentOf(text, zone, 'end')) ?? period?.to;
  const filter = {
    scope,
    to: to?.toJSDate(),
    group: part('group', (text) => (/^[0-9A-Za-z*#+]{1,64}$/.test(text) ? text : undefined)),
    caller:
      part('q', (text) => typedText(text, country, actor)) ??
      part('caller', (text) => typedCaller(text, country)),
    outcome: part('outcome', (text) => OUTCOMES.find((known) => known === text)),
    missed: part('missed', yesNo),
    recorded: part('recorded', yesNo),
    member: part('member', (text) => memberOf(text, snapshot)),
  };
  const scans =
    filter.outcome !== undefined ||
    filter.missed !== undefined ||
    filter.recorded !== undefined ||
    filter.member !== undefined ||
    filter.caller?.kind === 'withheld' ||
    filter.caller?.kind === 'beginning';
  const boundedFrom = scans && from === undefined ? (to ?? now).minus(BOUND) : undefined;
  return { filter: { ...filter, from: (from ?? boundedFrom)?.toJSDate() }, boundedFrom, faults };
}

/** A beginning with `*` and the words for withheld numbers mean what they mean for `caller`. */
function typedText(
  text: string,
  country: string,
  { permissions }: FilterContext['actor'],
): CallFilter['caller'] {
  const exact = typedCaller(text, country);
  return exact?.kind === 'withheld' || exact?.kind === 'beginning'
    ? exact
    : { kind: 'typed', text, byNumber: true, byBook: permissions.has('contacts.read') };
}

function yesNo(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** Whole days on the wall clock of `now`; without an end, up to now and beyond. */
function periodOf(text: string, now: DateTime) {
  const name = PERIOD_NAMES.find((known) => known === text);
  if (name === undefined) return undefined;
  const { fromDays, toDays } = PERIODS[name];
  const day = (ago: number) => now.minus({ days: ago }).startOf('day');
  return { from: day(fromDays), to: toDays === undefined ? undefined : day(toDays) };
}

/** Reads a day as its beginning, or as its end. */
function momentOf(text: string, zone: string, edge: 'begin' | 'end'): DateTime | undefined {
  const moment = DateTime.fromISO(text.replace(' ', 'T'), { zone });
  if (!moment.isValid || moment.year < 2000 || moment.year > 2200) return undefined;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  return isDay && edge === 'end' ? moment.plus({ days: 1 }).startOf('day') : moment;
}

function memberOf(text: string, snapshot: Snapshot | undefined): CallFilter['member'] {
  if (/^\d{1,15}(?:@[A-Za-z0-9.-]{1,253})?$/.test(text))
    return { extension: readPhoneAddress(text, snapshot?.domains.home ?? '') };
  const offered = /\(([a-z][a-z0-9_-]{0,39})\)$/.exec(text)?.[1];
  const id = offered ?? text;
  if (/^[a-z][a-z0-9_-]{0,39}$/.test(id)) return { userId: id };
  const named = [...(snapshot?.users.values() ?? [])].filter(({ name }) => name === text);
  return named.length === 1 && named[0] !== undefined ? { userId: named[0].id } : undefined;
}

/** The key as text for a page's address. */
export function keyText({ startedAt, id }: CallKey): string {
  return `${startedAt.getTime().toString(36)}.${id}`;
}

/** Undefined: it is not a key. */
export function readKey(text: string): CallKey | undefined {
  const [, time, id] = /^([0-9a-z]{1,11})\.([A-Za-z0-9-]{1,80})$/.exec(text) ?? [];
  if (time === undefined || id === undefined) return undefined;
  return { startedAt: new Date(parseInt(time, 36)), id };
}
