/**
 * Reads vCards: 2.1 with its quoted-printable lines and character sets (versit, 1996), 3.0 (RFC 2426) and 4.0 (RFC 6350),
 * also many in one file and of different versions. Pure.
 */
import type { TypedNumber } from '../../../base/contacts/read-contact.js';
import { MOST_CONTACTS, type NumberKind } from '../../../base/model/contact.js';
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

/** In steps, one for each line of the file. Errors: UnreadableSource (`cardOpen`, `cardBroken`, `tooMany`). */
export function* vcardSteps(text: string): Generator<undefined, readonly ContactRow[]> {
  const rows: ContactRow[] = [];
  let begun: number | undefined;
  let card: Property[] = [];
  for (const logical of logicalLines(text)) {
    yield;
    if (logical === undefined) continue;
    const { line, text: whole } = logical;
    if (whole.trim() === '') continue;
    const property = propertyOf(whole);
    const isEdge = property?.value.trim().toUpperCase() === 'VCARD';
    if (property?.name === 'BEGIN' && isEdge) {
      if (begun !== undefined) throw new UnreadableSource('cardOpen', { line: begun });
      [begun, card] = [line, []];
    } else if (property?.name === 'END' && isEdge) {
      if (begun === undefined) throw new UnreadableSource('cardBroken', { line });
      if (rows.length >= MOST_CONTACTS) throw new UnreadableSource('tooMany', { most: MOST_CONTACTS });
      rows.push(rowOf(begun, card));
      begun = undefined;
    } else if (begun === undefined || property === undefined) {
      throw new UnreadableSource('cardBroken', { line });
    } else if (hasRoomFor(property, card)) card.push(property);
  }
  if (begun !== undefined) throw new UnreadableSource('cardOpen', { line: begun });
  return rows;
}

const READ: ReadonlySet<string> = new Set(['FN', 'N', 'ORG', 'TEL', 'NOTE']);

/** What is not read is not kept: one card can fill the whole file. */
function hasRoomFor({ name }: Property, card: readonly Property[]): boolean {
  return READ.has(name) && card.filter((one) => one.name === name).length < MOST_READ;
}

/** Longer lines are pictures; what goes on behind is left out. */
const LONGEST_LINE = 64 * 1024;

/**
 * Lines put together that were folded: a blank begins what goes on. Of quoted-printable values a `=` at the end says that
 * more follows.
 */
function* logicalLines(text: string): Generator<Line | undefined> {
  let current: LongLine | undefined;
  let line = 0;
  for (const one of physicalLines(text)) {
    line += 1;
    if (current?.goesOn(one) === true) {
      // A picture has thousands of lines: in steps.
      yield undefined;
      continue;
    }
    if (current !== undefined) yield current.whole();
    current = new LongLine(line, one);
  }
  if (current !== undefined) yield current.whole();
}

/** A line that may go on. Its pieces are put together once: one after the other, a long one would take hours. */
class LongLine {
  readonly #pieces: string[] = [];
  readonly #isQuotedPrintable: boolean;
  #length = 0;
  #isSoft = false;

  constructor(
    readonly line: number,
    first: string,
  ) {
    this.#isQuotedPrintable = QUOTED_PRINTABLE.test(first.slice(0, 300));
    this.#add(first);
  }

  /** Takes the next line if it belongs here. */
  goesOn(next: string): boolean {
    const isFolded = !this.#isSoft && /^[ \t]/.test(next);
    if (!this.#isSoft && !isFolded) return false;
    this.#add(isFolded ? next.slice(1) : next);
    return true;
  }

  whole(): Line {
    return { line: this.line, text: this.#pieces.join('') };
  }

  #add(piece: string): void {
    this.#isSoft = this.#isQuotedPrintable && piece.endsWith('=');
    if (this.#length >= LONGEST_LINE) return;
    const text = (this.#isSoft ? piece.slice(0, -1) : piece).slice(0, LONGEST_LINE);
    this.#pieces.push(text);
    this.#length += text.length;
  }
}

const QUOTED_PRINTABLE = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i;

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

/** Undefined: it is no line of a card. */
function propertyOf(text: string): Property | undefined {
  // `item1.TEL;TYPE="work,voice":…`; a colon within quotes does not end the parameters.
  const [before = ''] = /^(?!;)(?:[^":]|"[^"]*")+(?=:)/.exec(text) ?? [];
  if (before === '') return undefined;
  const [first = '', ...given] = before.match(/(?:[^";]|"[^"]*")+/g) ?? [];
  const name = first.split('.').at(-1)?.trim().toUpperCase() ?? '';
  if (!/^[A-Z0-9-]+$/.test(name)) return undefined;
  const parameters = given.map((one) => one.trim().toUpperCase().replaceAll('"', ''));
  const value = text.slice(before.length + 1);
  return { name, parameters, value: READ.has(name) ? decoded(value, parameters) : value };
}

/** Windows programs say ISO-8859-1 and mean their own set, as browsers know too. */
function decoded(value: string, parameters: readonly string[]): string {
  const isQuoted = parameters.some((one) => /^(?:ENCODING=)?QUOTED-PRINTABLE$/.test(one));
  if (!isQuoted) return value;
  const set = parameters.find((one) => one.startsWith('CHARSET='))?.slice('CHARSET='.length) ?? 'UTF-8';
  const decoder = decoderOf(set);
  // Characters that are not quoted are taken as they are: they have been read already.
  const parts = value.split(/((?:=[0-9A-Fa-f]{2})+)/);
  return parts
    .map((part, index) =>
      index % 2 === 0 ? part : textOf(Buffer.from(part.replaceAll('=', ''), 'hex'), decoder),
    )
    .join('');
}

/** Undefined: what Windows programs mean by one byte for each character, or a set that is not known. */
function decoderOf(set: string): InstanceType<typeof TextDecoder> | undefined {
  if (/^(?:ISO-8859-1|LATIN-?1|US-ASCII|WINDOWS-1252)$/.test(set)) return undefined;
  try {
    return new TextDecoder(set, { fatal: true });
  } catch {
    return undefined;
  }
}

function textOf(bytes: Buffer, decoder: InstanceType<typeof TextDecoder> | undefined): string {
  try {
    return decoder?.decode(bytes) ?? bytes.toString('latin1');
  } catch {
    // Not in the set that it says.
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
