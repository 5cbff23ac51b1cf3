/**
 * The table v_extensions of FusionPBX as pg_dump writes it: `COPY … FROM stdin` or, with --column-inserts,
 * `INSERT INTO … (…) VALUES (…)`. The rest of the dump is passed over. Names of columns: app/extensions/app_config.php of
 * FusionPBX, read on 2026-08-21. Pure.
 */
import type { CsvRecord } from './csv.js';
import { UnreadableSource } from './source.js';

const STATEMENT = /^(COPY|INSERT INTO) (?:"?\w+"?\.)?"?v_extensions"?\s*(?:\(([^)]*)\))?/m;

export function isExtensionsDump(text: string): boolean {
  return STATEMENT.test(text);
}

/** The names of the columns, then the rows; `NULL` is empty. Errors: UnreadableSource. */
export function* dumpRecords(text: string): Generator<CsvRecord> {
  const lines = new LineCounter(text);
  const statements = new RegExp(STATEMENT.source, 'gm');
  let columns: string | undefined;
  for (;;) {
    const statement = statements.exec(text);
    if (statement === null) return;
    const [, how, names] = statement;
    const line = lines.at(statement.index);
    if (names === undefined) throw new UnreadableSource('dumpWithoutColumns', { line });
    if (columns === undefined) yield { line, cells: columnNames(names) };
    else if (columns !== names) throw new UnreadableSource('dumpBroken', { line });
    columns = names;
    const rows = how === 'COPY' ? copied : inserted;
    // What looks like a statement inside of a value is none.
    statements.lastIndex = yield* rows(text, statements.lastIndex, lines);
  }
}

function columnNames(names: string): readonly string[] {
  return names.split(',').map((name) => name.trim().replaceAll('"', ''));
}

/** Lines are counted as one goes on. */
class LineCounter {
  #known = 0;
  #line = 1;

  constructor(readonly text: string) {}

  /** @param index not before that of the last question */
  at(index: number): number {
    for (;;) {
      const next = this.text.indexOf('\n', this.#known);
      if (next < 0 || next >= index) return this.#line;
      this.#known = next + 1;
      this.#line += 1;
    }
  }
}

const ESCAPED: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Returns where the rows end. */
function* copied(text: string, from: number, lines: LineCounter): Generator<CsvRecord, number> {
  let at = text.indexOf('\n', from) + 1;
  if (at === 0 || !/^\s*FROM stdin;\s*$/.test(text.slice(from, at)))
    throw new UnreadableSource('dumpBroken', { line: lines.at(from) });
  for (;;) {
    const end = text.indexOf('\n', at);
    const row = text.slice(at, end < 0 ? undefined : end).replace(/\r$/, '');
    const line = lines.at(at);
    if (row === '\\.') return at + row.length;
    if (end < 0) throw new UnreadableSource('dumpBroken', { line });
    yield { line, cells: row.split('\t').map((cell) => (cell === '\\N' ? '' : unescaped(cell))) };
    at = end + 1;
  }
}

function unescaped(cell: string): string {
  return cell.replaceAll(/\\([\s\S])/g, (_all, one: string) => ESCAPED[one] ?? one);
}

function* inserted(text: string, from: number, lines: LineCounter): Generator<CsvRecord, number> {
  let at = skipped(text, from, /\s*VALUES\s*/y);
  if (at < 0) throw new UnreadableSource('dumpBroken', { line: lines.at(from) });
  for (;;) {
    const line = lines.at(at);
    const row = text[at] === '(' ? rowAt(text, at) : undefined;
    if (row === undefined) throw new UnreadableSource('dumpBroken', { line });
    yield { line, cells: row.cells };
    const next = skipped(text, row.end, /\s*,\s*/y);
    if (next < 0) return row.end;
    at = next;
  }
}

const MOST_VALUES = 300;

/** `('text', NULL, 1)`; undefined: it is not written like this. */
function rowAt(
  text: string,
  begin: number,
): { readonly cells: readonly string[]; readonly end: number } | undefined {
  const cells: string[] = [];
  let at = begin;
  do {
    const value = valueAt(text, skipped(text, at + 1, /\s*/y));
    if (value === undefined || cells.length > MOST_VALUES) return undefined;
    cells.push(value.text);
    at = skipped(text, value.end, /(?:::[\w ]+)?\s*/y);
  } while (text[at] === ',');
  return text[at] === ')' ? { cells, end: at + 1 } : undefined;
}

/** A string with doubled quotes, NULL, a number or a truth. */
function valueAt(text: string, begin: number): { readonly text: string; readonly end: number } | undefined {
  if (text[begin] !== "'") {
    const end = skipped(text, begin, /NULL|true|false|-?[\d.]+/iy);
    if (end < 0) return undefined;
    const plain = text.slice(begin, end);
    return { text: /^NULL$/i.test(plain) ? '' : plain, end };
  }
  let value = '';
  let at = begin;
  for (;;) {
    const end = text.indexOf("'", at + 1);
    if (end < 0 || end - begin > LONGEST_VALUE) return undefined;
    value += text.slice(at + 1, end);
    at = end + 1;
    if (text[at] !== "'") return { text: value, end: at };
    value += "'";
  }
}

/** A longer string has lost its closing quote. */
const LONGEST_VALUE = 64 * 1024;

/** Where it goes on after the pattern; -1: it does not stand there. */
function skipped(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
