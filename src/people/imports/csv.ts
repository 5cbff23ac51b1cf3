/** Reads text with separators (RFC 4180, and what spreadsheets make of it), with the line of each record. Pure. */
import { UnreadableSource } from './source.js';

export interface CsvRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export const SEPARATORS = [';', ',', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** FusionPBX's widest table has a hundred columns. */
const MOST_CELLS = 300;

/** A quoted cell that is longer has lost its closing quote. */
const LONGEST_CELL = 64 * 1024;

/** The separator that stands most often in the first line, outside of quotes. */
export function separatorOf(text: string): Separator {
  const begin = text.trimStart();
  const end = begin.search(/[\r\n]/);
  const plain = begin.slice(0, end < 0 ? undefined : end).replaceAll(/"[^"]*"/g, '');
  const count = (separator: string) => plain.split(separator).length - 1;
  return SEPARATORS.toSorted((one, other) => count(other) - count(one))[0] ?? ';';
}

/**
 * Records in turn; empty lines are left out. Lines may end with CR, LF or both. A quote inside an unquoted cell is a
 * character like others. Errors: UnreadableSource (`quoteOpen`, `tooWide`).
 */
export function* csvRecords(text: string, separator: Separator): Generator<CsvRecord> {
  const reader = new CsvReader(text, separator);
  for (;;) {
    const record = reader.next();
    if (record === undefined) return;
    if (record.cells.length > 1 || record.cells[0]?.trim() !== '') yield record;
  }
}

class CsvReader {
  #at = 0;
  #line = 1;
  readonly #plainCell: RegExp;

  constructor(
    readonly text: string,
    readonly separator: Separator,
  ) {
    this.#plainCell = new RegExp(`[^${separator}\n\r]*`, 'y');
  }

  next(): CsvRecord | undefined {
    if (this.#at >= this.text.length) return undefined;
    const line = this.#line;
    const cells: string[] = [];
    for (;;) {
      cells.push(this.text[this.#at] === '"' ? this.#quoted(line) : this.#plain());
      if (cells.length > MOST_CELLS) throw new UnreadableSource('tooWide', { line, most: MOST_CELLS });
      if (this.text[this.#at] !== this.separator) break;
      this.#at += 1;
    }
    this.#endLine();
    return { line, cells };
  }

  #plain(): string {
    this.#plainCell.lastIndex = this.#at;
    const [cell] = this.#plainCell.exec(this.text) ?? [''];
    this.#at += cell.length;
    return cell;
  }

  /** What follows the closing quote up to the separator belongs to the cell, as spreadsheets read it. */
  #quoted(line: number): string {
    let cell = '';
    const begin = this.#at;
    for (;;) {
      const end = this.text.indexOf('"', this.#at + 1);
      if (end < 0 || end - begin > LONGEST_CELL) throw new UnreadableSource('quoteOpen', { line });
      const part = this.text.slice(this.#at + 1, end);
      this.#line += lineEnds(part);
      cell += part;
      this.#at = end + 1;
      if (this.text[this.#at] !== '"') return cell + this.#plain();
      cell += '"';
    }
  }

  #endLine(): void {
    if (this.#at >= this.text.length) return;
    this.#at += this.text.startsWith('\r\n', this.#at) ? 2 : 1;
    this.#line += 1;
  }
}

function lineEnds(text: string): number {
  return text.split(/\r\n|\n|\r/).length - 1;
}
