/** What would become of each row of a list of extensions. Pure. */
import { whyNoNumber } from '../../base/configuration/phone-number.js';
import type { Configuration, UserContent } from '../../base/configuration/schema.js';
import * as v from '../../base/configuration/vocabulary.js';
import type { SourceRow } from '../imports/source.js';
import { freeUserId } from './user-ids.js';

/** `renamed`: the extension is there under another name. */
export type RowState = 'new' | 'same' | 'renamed' | 'disabled' | 'duplicate' | 'otherDomain' | 'unusable';

export const ROW_STATES: readonly RowState[] = [
  'new',
  'renamed',
  'same',
  'duplicate',
  'disabled',
  'otherDomain',
  'unusable',
];

/** Why it is unusable. `alias`: its number is a second name; the phone registers under a name of letters. */
export type RowFault = 'noExtension' | 'extension' | 'alias' | 'group' | 'name';

/** What is left out of a row that is otherwise taken. */
export type LeftOut = 'mobile' | 'email';

export interface PlannedRow {
  readonly source: SourceRow;
  readonly state: RowState;
  /** Of the user who would be added, or is there; empty: there is none. */
  readonly id: string;
  readonly name: string;
  readonly extension: string;
  readonly email: string;
  readonly mobile: string;
  /** The name that the user has. */
  readonly nameNow: string;
  readonly fault: RowFault | undefined;
  /** What the words of state or fault need: a value, a line, a group. */
  readonly about: string;
  readonly leftOut: readonly LeftOut[];
}

/** In steps, one for each row; in the order of the list. */
export function* plannedSteps(
  configuration: Configuration,
  rows: readonly SourceRow[],
): Generator<undefined, readonly PlannedRow[]> {
  const { settings } = configuration;
  const house = yield* houseSteps(configuration);
  const domains = new Set(rows.map(({ domain }) => domain));
  // A list of one domain is meant, whatever that is called; of several, ours is.
  const ours = domains.size > 1 ? settings.domain.toLowerCase() : undefined;
  const planned: PlannedRow[] = [];
  for (const row of rows) {
    planned.push(plan(row, { house, ours, configuration }));
    yield;
  }
  return planned;
}

interface House {
  readonly ids: Set<string>;
  readonly users: ReadonlyMap<string, UserContent>;
  readonly groups: ReadonlyMap<string, string>;
  /** Rows that were planned before, by extension. */
  readonly seen: Map<string, SourceRow>;
}

function* houseSteps({ users, groups }: Configuration): Generator<undefined, House> {
  const ids = new Set<string>();
  const byExtension = new Map<string, UserContent>();
  for (const user of users) {
    ids.add(user.id);
    if (user.extension !== undefined) byExtension.set(user.extension, user);
    yield;
  }
  const names = new Map(groups.map(({ number, name }) => [number, name]));
  return { ids, users: byExtension, groups: names, seen: new Map() };
}

interface PlanUse {
  readonly house: House;
  /** Undefined: the domain of a row does not matter. */
  readonly ours: string | undefined;
  readonly configuration: Configuration;
}

function plan(row: SourceRow, use: PlanUse): PlannedRow {
  const { house, ours } = use;
  const { extension } = row;
  if (!row.enabled) return refused(row, 'disabled');
  if (ours !== undefined && ![ours, ''].includes(row.domain.toLowerCase()))
    return refused(row, 'otherDomain', row.domain);
  const fault = faultOf(row, house);
  if (fault !== undefined) return { ...refused(row, 'unusable', fault[1]), fault: fault[0] };
  const before = house.seen.get(extension);
  if (before !== undefined) return refused(row, 'duplicate', placeOf(before, row));
  house.seen.set(extension, row);
  const there = house.users.get(extension);
  return there === undefined ? newRow(row, use) : knownRow(row, there);
}

/** `3`, or `other.xml, 3` if it is in another file. */
function placeOf(before: SourceRow, row: SourceRow): string {
  return before.file === row.file ? String(before.line) : `${before.file}, ${before.line}`;
}

function faultOf(
  { extension, alias, name }: SourceRow,
  { groups }: House,
): readonly [RowFault, string] | undefined {
  if (extension === '') return ['noExtension', ''];
  if (!v.extension.safeParse(extension).success) {
    return /^\d{1,15}$/.test(alias) ? ['alias', extension] : ['extension', extension];
  }
  const group = groups.get(extension);
  if (group !== undefined) return ['group', group];
  return name === '' || v.name.safeParse(name).success ? undefined : ['name', name];
}

function refused(source: SourceRow, state: RowState, about = ''): PlannedRow {
  const { extension, name } = source;
  const nothing = { id: '', email: '', mobile: '', nameNow: '', fault: undefined, leftOut: [] };
  return { ...nothing, source, state, name, extension, about };
}

/** Nothing but another name is offered: windows, mobile and address are theirs. */
function knownRow(source: SourceRow, there: UserContent): PlannedRow {
  const isOther = source.name !== '' && source.name !== there.name;
  return { ...refused(source, isOther ? 'renamed' : 'same'), id: there.id, nameNow: there.name };
}

function newRow(source: SourceRow, { house, configuration }: PlanUse): PlannedRow {
  const { extension, email, mobile } = source;
  const { country, externalNumbers } = configuration.settings;
  const hasEmail = v.emailAddress.safeParse(email).success;
  const number = v.phoneNumber.safeParse(mobile);
  const hasMobile = number.success && whyNoNumber(number.data, country, externalNumbers) === undefined;
  const leftOut: LeftOut[] = [];
  if (mobile !== '' && !hasMobile) leftOut.push('mobile');
  if (email !== '' && !hasEmail) leftOut.push('email');
  const name = source.name === '' ? extension : source.name;
  return {
    ...refused(source, 'new'),
    id: freeUserId(name, extension, house.ids),
    name,
    email: hasEmail ? email : '',
    mobile: hasMobile ? number.data : '',
    leftOut,
  };
}
