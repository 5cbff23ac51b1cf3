/**
 * Reads contacts from CSV files as Outlook, Google and this program write them, in English and German: by the headings. Pure.
 */
import type { TypedNumber } from '../../../base/contacts/read-contact.js';
import { MOST_CONTACTS, type NumberKind } from '../../../base/model/contact.js';
import { csvRecords, separatorOf } from '../csv.js';
import { UnreadableSource } from '../source.js';
import { copied, MOST_READ, type ContactRow } from './contact-row.js';

type Text = 'name' | 'first' | 'middle' | 'last' | 'company' | 'note';

/** Headings as they are compared: small letters and digits, ä as ae. */
const TEXTS: Readonly<Record<Text, string>> = {
  name: 'name fullname displayname anzeigename vollername ansprechpartner kontakt contact speichernunter fileas',
  first: 'firstname givenname vorname',
  middle: 'middlename additionalname zweitervorname weiterevornamen',
  last: 'lastname familyname surname nachname familienname',
  company:
    'company organization organizationname organization1name firma organisation unternehmen firmenname',
  note: 'note notes notiz notizen bemerkung bemerkungen kommentar comment',
};

const NUMBERS: Readonly<Record<NumberKind, string>> = {
  work: 'work businessphone businessphone2 companymainphone primaryphone phone telephone telefon telefonnummer nummer number buero telefongeschaeftlich telefongeschaeftlich2 telefonfirma haupttelefon geschaeftlich rufnummer assistantsphone telefonassistent',
  mobile:
    'mobile mobilephone cellphone handy mobil mobiltelefon mobilnummer mobiltelefon2 carphone autotelefon',
  home: 'home homephone homephone2 privat telefonprivat telefonprivat2',
  fax: 'fax businessfax homefax otherfax faxgeschaeftlich faxprivat weiteresfax telefax',
  other: 'other otherphone weiterestelefon andere sonstige',
};

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

const compared = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (one) => UMLAUTS[one] ?? one)
    .replaceAll(/[^a-z0-9]/g, '');

interface Columns {
  readonly texts: ReadonlyMap<Text, number>;
  readonly numbers: readonly { readonly at: number; readonly kind: NumberKind }[];
  /** Google's: what kind of number stands beside it. */
  readonly labelled: readonly { readonly at: number; readonly label: number }[];
}

/** In steps, one for each row. Errors: UnreadableSource (`noContactColumns`, `tooMany`, `quoteOpen`, `tooWide`). */
export function* contactTableSteps(text: string): Generator<undefined, readonly ContactRow[]> {
  const rows: ContactRow[] = [];
  let columns: Columns | undefined;
  for (const { line, cells } of csvRecords(text, separatorOf(text))) {
    yield;
    if (columns === undefined) {
      columns = columnsOf(cells);
      continue;
    }
    if (rows.length >= MOST_CONTACTS) throw new UnreadableSource('tooMany', { most: MOST_CONTACTS });
    rows.push(rowOf(line, cells, columns));
  }
  return rows;
}

function columnsOf(headings: readonly string[]): Columns {
  const all = headings.map(compared);
  const texts = new Map<Text, number>();
  for (const [text, words] of Object.entries(TEXTS) as readonly [Text, string][]) {
    const word = words.split(' ').find((one) => all.includes(one));
    if (word !== undefined) texts.set(text, all.indexOf(word));
  }
  const numbers = all.flatMap((heading, at) => {
    const kind = (Object.keys(NUMBERS) as NumberKind[]).find((one) =>
      NUMBERS[one].split(' ').includes(heading),
    );
    return kind === undefined ? [] : [{ at, kind }];
  });
  const labelled = all.flatMap((heading, at) => {
    const [, index] = /^phone(\d{1,2})value$/.exec(heading) ?? [];
    if (index === undefined) return [];
    const label = all.findIndex((one) => one === `phone${index}label` || one === `phone${index}type`);
    return [{ at, label }];
  });
  const isNamed = ['name', 'first', 'last', 'company'].some((one) => texts.has(one as Text));
  if (!isNamed || numbers.length + labelled.length === 0)
    throw new UnreadableSource('noContactColumns', { line: 1 });
  return { texts, numbers, labelled };
}

/** Written in front of what a spreadsheet would calculate. */
const GUARD = /^'(?=[=+\-@＝＋－＠])/u;

function rowOf(line: number, cells: readonly string[], { texts, numbers, labelled }: Columns): ContactRow {
  const cell = (at: number | undefined) =>
    at === undefined ? '' : copied((cells[at] ?? '').trim().replace(GUARD, ''));
  const text = (name: Text) => cell(texts.get(name));
  const parts = [text('first'), text('middle'), text('last')].filter((part) => part !== '');
  const name = text('name');
  const found = [
    ...numbers.flatMap(({ at, kind }) =>
      severalIn(cell(at)).map((number): TypedNumber => ({ kind, number })),
    ),
    ...labelled.flatMap(({ at, label }) =>
      severalIn(cell(at)).map((number): TypedNumber => ({ kind: kindOf(cell(label)), number })),
    ),
  ];
  return {
    line,
    // German tables have `Name` beside `Vorname` for the last name.
    name:
      texts.has('last') || !texts.has('first')
        ? name === ''
          ? parts.join(' ')
          : name
        : [...parts, name].join(' ').trim(),
    company: text('company'),
    note: text('note'),
    numbers: found.slice(0, MOST_READ),
  };
}

/** Google puts ` ::: ` between several numbers of one kind, this program a comma. */
function severalIn(cell: string): readonly string[] {
  return cell
    .split(/:::|[,;\n]/)
    .map((one) => one.trim().replace(GUARD, ''))
    .filter((one) => one !== '');
}

function kindOf(label: string): NumberKind {
  const word = compared(label);
  if (/fax/.test(word)) return 'fax';
  if (/mobil|cell|handy/.test(word)) return 'mobile';
  if (/home|privat/.test(word)) return 'home';
  return /work|main|arbeit|beruf|geschaeft|buero|firma|haupt/.test(word) ? 'work' : 'other';
}
