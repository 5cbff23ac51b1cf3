/**
 * Reads vCards: 2.1 with its quoted-printable lines and character sets (versit, 1996), 3.0 (RFC 2426) and 4.0 (RFC 6350),
 * also many in one file and of different versions. Pure.
 */
import type { TypedNumber } from '../../../base/contacts/read-contact.js';
import type { NumberKind } from '../../../base/model/contact.js';
import { UnreadableSource } from '../source.js';
import { copied, MOST_READ, type ContactRow } from './contact-row.js';

export const isVcards = (text: string): boolean => /^\ufeff?\s*BEGIN\s*:\s*VCARD/i.test(text.slice(0, 200));

interface Property {
  readonly name: string;
  /** `TYPE=CELL`, and `CELL` of version 2.1, in capitals. */
  readonly parameters: readonly string[];
  readonly value: string;
}

interface Line {
  readonly line: number;
  readonly text: string;
}

/** In steps, one for each line. Errors: UnreadableSource (`cardOpen`, `cardBroken`). */
export function* vcardSteps(text: string): Generator<undefined, readonly ContactRow[]> {
  const rows: ContactRow[] = [];
  let begun: number | undefined;
  let card: Property[] = [];
  for (const { line, text: whole } of logicalLines(text)) {
    yield;
    if (whole.trim() === '') continue;
    const property = propertyOf(whole);
    const isEdge = property?.value.trim().toUpperCase() === 'VCARD';
    if (property?.name === 'BEGIN' && isEdge) {
      if (begun !== undefined) throw new UnreadableSource('cardOpen', { line: begun });
      [begun, card] = [line, []];
    } else if (property?.name === 'END' && isEdge) {
      if (begun === undefined) throw new UnreadableSource('cardBroken', { line });
      rows.push(rowOf(begun, card));
      begun = undefined;
    } else if (begun === undefined || property === undefined) {
      throw new UnreadableSource('cardBroken', { line });
    } else if (READ.has(property.name)) card.push(property);
  }
  if (begun !== undefined) throw new UnreadableSource('cardOpen', { line: begun });
  return rows;
}

const READ: ReadonlySet<string> = new Set(['FN', 'N', 'ORG', 'TEL', 'NOTE']);

/** Longer lines are pictures; what goes on behind is not put together. */
const LONGEST_LINE = 64 * 1024;

/**
 * Lines put together that were folded: a blank begins what goes on. Of quoted-printable values a `=` at the end says that
 * more follows.
 */
function* logicalLines(text: string): Generator<Line> {
  let current: { line: number; text: string } | undefined;
  let line = 0;
  for (const one of physicalLines(text)) {
    line += 1;
    const isSoft = current !== undefined && isQuotedPrintable(current.text) && current.text.endsWith('=');
    if (current !== undefined && isSoft) {
      current.text = current.text.slice(0, -1) + one;
    } else if (current !== undefined && /^[ \t]/.test(one)) {
      if (current.text.length < LONGEST_LINE) current.text += one.slice(1);
    } else {
      if (current !== undefined) yield current;
      current = { line, text: one };
    }
  }
  if (current !== undefined) yield current;
}

function* physicalLines(text: string): Generator<string> {
  let from = text.startsWith('\ufeff') ? 1 : 0;
  while (from <= text.length) {
    const end = text.indexOf('\n', from);
    const piece = text.slice(from, end < 0 ? undefined : end);
    yield piece.endsWith('\r') ? piece.slice(0, -1) : piece;
    if (end < 0) return;
    from = end + 1;
  }
}

function isQuotedPrintable(text: string): boolean {
  const head = text.slice(0, 300);
  return /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i.test(head);
}

/** Undefined: it is no line of a card. */
function propertyOf(text: string): Property | undefined {
  // `item1.TEL;TYPE="work,voice":…`; a colon within quotes does not end the parameters.
  const [, head, value] = /^((?:[^":]|"[^"]*")+):([\s\S]*)$/.exec(text) ?? [];
  if (head === undefined || value === undefined) return undefined;
  const [first = '', ...given] = head.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  const name = first.split('.').at(-1)?.trim().toUpperCase() ?? '';
  if (!/^[A-Z0-9-]+$/.test(name)) return undefined;
  const parameters = given.map((one) => one.trim().toUpperCase().replaceAll('"', ''));
  return { name, parameters, value: decoded(value, parameters) };
}

/** Windows programs say ISO-8859-1 and mean their own set, as browsers know too. */
function decoded(value: string, parameters: readonly string[]): string {
  const isQuoted = parameters.some((one) => /^(?:ENCODING=)?QUOTED-PRINTABLE$/.test(one));
  if (!isQuoted) return value;
  const set = parameters.find((one) => one.startsWith('CHARSET='))?.slice('CHARSET='.length) ?? 'UTF-8';
  // Characters that are not quoted are taken as they are: they have been read already.
  const parts = value.split(/((?:=[0-9A-Fa-f]{2})+)/);
  return parts
    .map((part, index) =>
      index % 2 === 0 ? part : textOf(Buffer.from(part.replaceAll('=', ''), 'hex'), set),
    )
    .join('');
}

function textOf(bytes: Buffer, set: string): string {
  try {
    if (/^(?:ISO-8859-1|LATIN-?1|US-ASCII|WINDOWS-1252)$/.test(set)) return bytes.toString('latin1');
    return new TextDecoder(set, { fatal: true }).decode(bytes);
  } catch {
    // Of a set that is not known, or not in the one that it says.
    return bytes.toString('latin1');
  }
}

function rowOf(line: number, card: readonly Property[]): ContactRow {
  const of = (name: string) => card.find((one) => one.name === name)?.value ?? '';
  const full = plain(of('FN'));
  return {
    line,
    name: copied(full === '' ? nameOf(of('N')) : full),
    company: copied(plain(partsOf(of('ORG'))[0] ?? '')),
    note: copied(plain(of('NOTE'))),
    numbers: card
      .filter(({ name }) => name === 'TEL')
      .slice(0, MOST_READ)
      .map(numberOf),
  };
}

/** `Muster;Erika;;Dr.;`: family name, given name, further ones, before, behind. */
function nameOf(value: string): string {
  const [family = '', given = '', further = '', before = '', behind = ''] = partsOf(value).map(plain);
  return [before, given, further, family, behind].filter((part) => part !== '').join(' ');
}

/** At semicolons that have no backslash before them. */
function partsOf(value: string): readonly string[] {
  return value.split(/(?<!\\);/);
}

function plain(value: string): string {
  return value
    .replaceAll(/\\([\\,;:nN])/g, (_, one: string) => (one.toLowerCase() === 'n' ? '\n' : one))
    .trim();
}

function numberOf({ parameters, value }: Property): TypedNumber {
  return { kind: kindOf(parameters), number: copied(plain(value)).slice(0, 80) };
}

/** `TYPE=work,fax`, `TYPE=WORK;TYPE=FAX`, `WORK;FAX`. */
function kindOf(parameters: readonly string[]): NumberKind {
  const types = new Set(parameters.flatMap((one) => one.replace(/^TYPE=/, '').split(',')));
  if (types.has('FAX')) return 'fax';
  if (types.has('CELL') || types.has('MOBILE') || types.has('IPHONE')) return 'mobile';
  if (types.has('HOME')) return 'home';
  return types.has('WORK') || types.has('MAIN') || types.has('VOICE') ? 'work' : 'other';
}
