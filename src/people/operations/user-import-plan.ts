/** What would become of each row of a list of extensions. Pure. */
import { whyNoNumber } from '../../base/configuration/phone-number.js';
import type { Configuration, UserContent } from '../../base/configuration/schema.js';
import * as v from '../../base/configuration/vocabulary.js';
import { phoneAddress, phoneOfUser, type PhoneAddress } from '../../base/model/phone-address.js';
import type { SourceRow } from '../imports/source.js';
import { freeUserId } from './short-names.js';

/**
 * `renamed`: the phone is there under another name. `otherDomain`: new, of a list of several domains, and of one that the
 * configuration does not name: it may be another company on the same FreeSWITCH, so somebody has to choose it.
 */
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
export type RowFault = 'noExtension' | 'extension' | 'alias' | 'group' | 'name' | 'domain';

/** What is left out of a row that is otherwise taken. */
export type LeftOut = 'mobile' | 'email';

export interface PlannedRow {
  readonly source: SourceRow;
  readonly state: RowState;
  /** Of the user who would be added, or is there; empty: there is none. */
  readonly id: string;
  readonly name: string;
  readonly phone: PhoneAddress;
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
  const house = yield* houseSteps(configuration);
  const isOfOne = new Set(rows.map(({ domain }) => domain.toLowerCase())).size <= 1;
  const planned = new Map<SourceRow, PlannedRow>();
  const others: SourceRow[] = [];
  for (const row of rows) {
    const domain = domainOf(row, house);
    if (isOfOne || house.domains.has(domain)) planned.set(row, plan(row, domain, { house, configuration }));
    else others.push(row);
    yield;
  }
  // Last: nobody of this house gets another short name because of them.
  for (const row of others) {
    const plannedRow = plan(row, domainOf(row, house), { house, configuration });
    const isNew = plannedRow.state === 'new';
    planned.set(row, isNew ? { ...plannedRow, state: 'otherDomain', about: row.domain } : plannedRow);
    yield;
  }
  return rows.flatMap((row) => planned.get(row) ?? []);
}

/**
 * Of a row, in lower case; the house's where it says none. A word without a point is a context of the dialplan
 * (`user_context`), unless the configuration knows it as a domain.
 */
function domainOf({ domain }: SourceRow, { home, domains }: House): string {
  const given = domain.toLowerCase();
  return given.includes('.') || given.includes(':') || domains.has(given) ? given : home;
}

interface House {
  readonly ids: Set<string>;
  readonly users: ReadonlyMap<PhoneAddress, UserContent>;
  /** In lower case. */
  readonly home: string;
  /** All that are named, in lower case. */
  readonly domains: ReadonlySet<string>;
  readonly groups: ReadonlyMap<string, string>;
  /** Rows that were planned before, by phone. */
  readonly seen: Map<PhoneAddress, SourceRow>;
}

function* houseSteps({ users, groups, settings }: Configuration): Generator<undefined, House> {
  const ids = new Set<string>();
  const home = settings.domain.toLowerCase();
  const domains = new Set([home]);
  const byPhone = new Map<PhoneAddress, UserContent>();
  for (const user of users) {
    ids.add(user.id);
    const phone = phoneOfUser(user, home);
    if (phone !== undefined) byPhone.set(phone, user);
    if (user.domain !== undefined) domains.add(user.domain);
    yield;
  }
  const names = new Map(groups.map(({ number, name }) => [number, name]));
  return { ids, users: byPhone, home, domains, groups: names, seen: new Map() };
}

interface PlanUse {
  readonly house: House;
  readonly configuration: Configuration;
}

function plan(source: SourceRow, domain: string, use: PlanUse): PlannedRow {
  const { house } = use;
  const row = { source, phone: phoneAddress(source.extension, domain, house.home) };
  if (!source.enabled) return refused(row, 'disabled');
  const fault = faultOf(row, domain, house);
  if (fault !== undefined) return { ...refused(row, 'unusable', fault[1]), fault: fault[0] };
  const before = house.seen.get(row.phone);
  if (before !== undefined) return refused(row, 'duplicate', placeOf(before, source));
  house.seen.set(row.phone, source);
  const there = house.users.get(row.phone);
  return there === undefined ? newRow(row, use) : knownRow(row, there);
}

/** A row, and the phone that it means. */
type Meant = Pick<PlannedRow, 'source' | 'phone'>;

/** `3`, or `other.xml, 3` if it is in another file. */
function placeOf(before: SourceRow, row: SourceRow): string {
  return before.file === row.file ? String(before.line) : `${before.file}, ${before.line}`;
}

function faultOf(
  { source: { extension, alias, name }, phone }: Meant,
  domain: string,
  { groups, home }: House,
): readonly [RowFault, string] | undefined {
  if (extension === '') return ['noExtension', ''];
  if (!v.extension.safeParse(extension).success) {
    return /^\d{1,15}$/.test(alias) ? ['alias', extension] : ['extension', extension];
  }
  if (domain !== home && !v.phoneDomain.safeParse(domain).success) return ['domain', domain];
  const group = groups.get(phone);
  if (group !== undefined) return ['group', group];
  return name === '' || v.name.safeParse(name).success ? undefined : ['name', name];
}

function refused(row: Meant, state: RowState, about = ''): PlannedRow {
  const nothing = { id: '', email: '', mobile: '', nameNow: '', fault: undefined, leftOut: [] };
  return { ...nothing, ...row, state, name: row.source.name, about };
}

/** Nothing but another name is offered: windows, mobile and address are theirs. */
function knownRow(row: Meant, there: UserContent): PlannedRow {
  const { source } = row;
  const isOther = source.name !== '' && source.name !== there.name;
  return { ...refused(row, isOther ? 'renamed' : 'same'), id: there.id, nameNow: there.name };
}

function newRow(row: Meant, { house, configuration }: PlanUse): PlannedRow {
  const { source } = row;
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
    ...refused(row, 'new'),
    id: freeUserId(name, extension, house.ids),
    name,
    email: hasEmail ? email : '',
    mobile: hasMobile ? number.data : '',
    leftOut,
  };
}
