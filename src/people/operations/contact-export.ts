/** The address book as a file: vCard 4.0, 3.0 and 2.1, and CSV. Read again, it is the same. In steps, one for each contact. */
import { BYTE_ORDER_MARK, type CsvForm } from '../../afterwards/reports/csv-form.js';
import { NUMBER_KINDS, writtenNumber, type Contact, type NumberKind } from '../../base/model/contact.js';

export const CONTACT_FORMATS = ['vcard4', 'vcard3', 'vcard2', 'csv'] as const;
export type ContactFormat = (typeof CONTACT_FORMATS)[number];

export interface ContactFileWords {
  readonly titles: Readonly<Record<'name' | 'company' | 'note' | NumberKind, string>>;
}

export interface ContactFileUse {
  readonly form: CsvForm;
  readonly words: ContactFileWords;
}

export function contactFileType(format: ContactFormat): { readonly type: string; readonly name: string } {
  return format === 'csv'
    ? { type: 'text/csv; charset=utf-8', name: 'contacts.csv' }
    : { type: 'text/vcard; charset=utf-8', name: 'contacts.vcf' };
}

/** @param format see CONTACT_FORMATS */
export function* contactFileSteps(
  contacts: Iterable<Contact>,
  format: ContactFormat,
  { form, words: { titles } }: ContactFileUse,
): Generator<undefined, string> {
  const parts: string[] = [];
  if (format === 'csv')
    parts.push(
      BYTE_ORDER_MARK,
      form.line([titles.name, titles.company, ...NUMBER_KINDS.map((kind) => titles[kind]), titles.note]),
    );
  for (const contact of contacts) {
    parts.push(format === 'csv' ? csvLine(contact, form) : card(contact, format));
    yield;
  }
  return parts.join('');
}

function csvLine(contact: Contact, form: CsvForm): string {
  const of = (kind: NumberKind) =>
    contact.numbers
      .filter((one) => one.kind === kind)
      .map((one) => form.number(writtenNumber(one)))
      .join(', ');
  const cells = [contact.name, contact.company, ...NUMBER_KINDS.map(of), contact.note];
  return form.line(cells.map((cell) => cell.replaceAll('\n', ' ')));
}

type CardFormat = Exclude<ContactFormat, 'csv'>;

const VERSION: Readonly<Record<CardFormat, string>> = { vcard4: '4.0', vcard3: '3.0', vcard2: '2.1' };

const TYPES: Readonly<Record<NumberKind, readonly string[]>> = {
  work: ['WORK', 'VOICE'],
  mobile: ['CELL'],
  home: ['HOME', 'VOICE'],
  fax: ['WORK', 'FAX'],
  other: [],
};

function card(contact: Contact, format: CardFormat): string {
  const { name, company, note, numbers } = contact;
  const text = (property: string, value: string) => (value === '' ? [] : [textLine(property, value, format)]);
  const types = (kind: NumberKind) => {
    if (TYPES[kind].length === 0) return '';
    const joined = TYPES[kind].join(format === 'vcard2' ? ';' : ',');
    if (format === 'vcard2') return `;${joined}`;
    return format === 'vcard4' ? `;TYPE="${joined.toLowerCase()}"` : `;TYPE=${joined}`;
  };
  const lines = [
    'BEGIN:VCARD',
    `VERSION:${VERSION[format]}`,
    ...text('FN', name === '' ? company : name),
    // Versions 2.1 and 3.0 need it; of a company it has no family.
    ...(format === 'vcard4' ? [] : [structured('N', [name, '', '', '', ''], format)]),
    ...(company === '' ? [] : [structured('ORG', [company], format)]),
    ...numbers.map((one) => `TEL${types(one.kind)}:${writtenNumber(one)}`),
    ...text('NOTE', note),
    'END:VCARD',
  ];
  return `${lines.map(foldedLine).join('\r\n')}\r\n`;
}

const escaped = (value: string): string =>
  value.replaceAll(/[\\,;]/g, (one) => `\\${one}`).replaceAll('\n', '\\n');

function textLine(property: string, value: string, format: CardFormat): string {
  if (format !== 'vcard2') return `${property}:${escaped(value)}`;
  return /^[\x20-\x7e]*$/.test(value) && !value.includes('=')
    ? `${property}:${value}`
    : `${property};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:${quotedPrintable(value)}`;
}

/** Parts between semicolons, which stand in none of them. */
function structured(property: string, parts: readonly string[], format: CardFormat): string {
  if (format !== 'vcard2') return `${property}:${parts.map(escaped).join(';')}`;
  const value = parts.map((part) => part.replaceAll(';', '\\;')).join(';');
  return textLine(property, value, format);
}

function quotedPrintable(value: string): string {
  return Array.from(Buffer.from(value), (byte) =>
    byte >= 0x20 && byte <= 0x7e && byte !== 0x3d
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');
}

/** RFC 6350 and 2426 fold at 75 bytes; between characters, so that none is cut. Quoted-printable lines are left as they are. */
function foldedLine(line: string): string {
  if (Buffer.byteLength(line) <= 75 || /ENCODING=QUOTED-PRINTABLE/.test(line.slice(0, 60))) return line;
  const pieces: string[] = [];
  let [piece, bytes] = ['', 0];
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > 73) {
      pieces.push(piece);
      [piece, bytes] = ['', 0];
    }
    piece += character;
    bytes += size;
  }
  return [...pieces, piece].join('\r\n ');
}
