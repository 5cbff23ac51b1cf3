/** Which column of a table holds what: guessed by its heading or by what stands in it, or said by somebody. Pure. */
import type { CsvRecord } from './csv.js';
import { UnreadableSource } from './source.js';

export const ROLES = [
  'extension',
  'name',
  'firstName',
  'lastName',
  'mobile',
  'email',
  'domain',
  'enabled',
  'alias',
] as const;
export type Role = (typeof ROLES)[number];

export interface Columns {
  /** The first line names the columns. */
  readonly heading: boolean;
  /** Index of the column, from 0. */
  readonly of: Readonly<Partial<Record<Role, number>>>;
}

/** Headings as they are compared: small letters and digits only, ä as ae. In each list the better word comes first. */
const WORDS: Readonly<Record<Role, readonly string[]>> = {
  extension: words(
    'extension nebenstelle durchwahl nebenstellennummer extensionnumber ext nst internenummer interneRufnummer intern userid sipuser',
  ),
  name: words(
    'effectivecalleridname name fullname displayname anzeigename vollername mitarbeiter calleridname angezeigtername',
  ),
  firstName: words('directoryfirstname vorname firstname givenname'),
  lastName: words('directorylastname nachname lastname familienname surname familyname'),
  mobile: words(
    'mobile mobil mobilnummer mobilenumber handy handynummer mobiltelefon mobilephone cell cellphone mobilfunk',
  ),
  email: words('email emailadresse emailaddress mail mailadresse emailaddr vmmailto'),
  domain: words('domain domainname sipdomain usercontext domaene'),
  enabled: words('enabled aktiv active aktiviert'),
  alias: words('numberalias'),
};

/** A column with such a heading is never kept: what stands in it is nobody's business here. */
const SECRET = /pass|kennwort|pwd|secret|geheim|hash|pin$|^pin|token|credential/;

/** How many rows are looked at when a column is guessed by what stands in it, and how many of them must fit. */
const LOOKED_AT = 50;
const FITTING = 0.8;

function words(text: string): readonly string[] {
  return text.toLowerCase().split(' ');
}

function compared(heading: string): string {
  const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
  return heading
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (one) => umlauts[one] ?? one)
    .replaceAll(/[^a-z0-9]/g, '');
}

export function isSecret(heading: string): boolean {
  return SECRET.test(compared(heading));
}

/** The index of the first column with the best word for this role; undefined: none. */
function headed(headings: readonly string[], role: Role): number | undefined {
  const all = headings.map(compared);
  const word = WORDS[role].find((one) => all.includes(one));
  return word === undefined ? undefined : all.indexOf(word);
}

export function guessColumns(records: readonly CsvRecord[]): Columns {
  const first = records[0]?.cells ?? [];
  const byHeading: Partial<Record<Role, number>> = {};
  for (const role of ROLES) {
    const at = headed(first, role);
    if (at !== undefined) byHeading[role] = at;
  }
  const at = byHeading.extension ?? byHeading.name;
  const heading = at !== undefined || looksLikeHeadings(records);
  return completed({ heading, of: byHeading }, records);
}

/** No word is known, but nothing in the first line is a number, and there are numbers below it. */
function looksLikeHeadings(records: readonly CsvRecord[]): boolean {
  const [first, second] = records;
  const numbers = (record: CsvRecord | undefined) => (record?.cells ?? []).filter((cell) => /\d/.test(cell));
  return numbers(first).length === 0 && numbers(second).length > 0;
}

const LOOKS: readonly (readonly [Role, RegExp])[] = [
  ['extension', /^\d{1,6}$/],
  ['email', /^[^\s@]+@[^\s@]+$/],
  ['mobile', /^(?:\+|0)[\d ()/.-]{6,}$/],
  ['name', /^[^\d@]*\p{L}{2}[^@]*$/u],
];

/** Adds by content what the headings do not say; a column has one role, and a secret one has none. */
function completed({ heading, of }: Columns, records: readonly CsvRecord[]): Columns {
  const rows = records.slice(heading ? 1 : 0, LOOKED_AT);
  const found: Partial<Record<Role, number>> = { ...of };
  const headings = heading ? (records[0]?.cells ?? []) : [];
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const hasName = of.name !== undefined || of.lastName !== undefined || of.firstName !== undefined;
  for (const [role, look] of LOOKS) {
    // With headings only what nobody can do without is guessed.
    if (found[role] !== undefined || (role === 'name' && hasName)) continue;
    if (heading && role !== 'extension' && role !== 'name') continue;
    const taken = new Set(Object.values(found));
    for (let at = 0; at < width; at += 1) {
      if (taken.has(at) || isSecret(headings[at] ?? '')) continue;
      const filled = rows.map(({ cells }) => (cells[at] ?? '').trim()).filter((cell) => cell !== '');
      const fitting = filled.filter((cell) => look.test(cell));
      if (filled.length > 0 && fitting.length >= filled.length * FITTING) {
        found[role] = at;
        break;
      }
    }
  }
  return { heading, of: found };
}

/** What somebody says of a table: a column by its heading or its number from 1; empty: no column has it. */
export interface SaidColumns {
  readonly heading?: boolean | undefined;
  readonly of?: Readonly<Partial<Record<Role, string>>> | undefined;
}

/** The guess, with what was said in its place. Errors: UnreadableSource (`unknownColumn`). */
export function saidColumns(guessed: Columns, said: SaidColumns, first: readonly string[]): Columns {
  const of: Partial<Record<Role, number>> = {};
  for (const role of ROLES) {
    const given = said.of?.[role];
    const at = given === undefined ? guessed.of[role] : given === '' ? undefined : columnNamed(given, first);
    if (at !== undefined) of[role] = at;
  }
  return { heading: said.heading ?? guessed.heading, of };
}

function columnNamed(given: string, first: readonly string[]): number {
  const byName = first.findIndex((heading) => compared(heading) === compared(given) && heading !== '');
  const number = /^\d{1,3}$/.test(given) ? Number(given) - 1 : -1;
  const at = byName >= 0 ? byName : number;
  if (at < 0 || at >= first.length)
    throw new UnreadableSource('unknownColumn', { column: given.slice(0, 60) });
  if (isSecret(first[at] ?? '')) throw new UnreadableSource('unknownColumn', { column: given.slice(0, 60) });
  return at;
}
