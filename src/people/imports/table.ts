/** A table with one person in each row: a CSV file, or a table of FusionPBX's database. Pure. */
import { guessColumns, isSecret, saidColumns, type Columns, type Role, type SaidColumns } from './columns.js';
import { csvRecords, separatorOf, type CsvRecord } from './csv.js';
import { MOST_ROWS, plainText, UnreadableSource, type SourceRow } from './source.js';

/** Columns with passwords are empty: they are dropped as soon as a record is read. */
export interface Table {
  readonly file: string;
  readonly records: readonly CsvRecord[];
}

/** In steps, one for each record. Errors: UnreadableSource. */
export function* csvTableSteps(file: string, text: string): Generator<undefined, Table> {
  return yield* tableSteps(file, csvRecords(text, separatorOf(text)));
}

/** @param all the first one may name the columns */
export function* tableSteps(file: string, all: Iterable<CsvRecord>): Generator<undefined, Table> {
  const records: CsvRecord[] = [];
  let secret: readonly boolean[] = [];
  for (const { line, cells } of all) {
    if (records.length === 0) secret = cells.map(isSecret);
    else if (records.length > MOST_ROWS) throw new UnreadableSource('tooMany', { most: MOST_ROWS });
    const isFirst = records.length === 0;
    records.push({
      line,
      cells: cells.map((cell, at) => (secret[at] === true && !isFirst ? '' : plainText(cell))),
    });
    yield;
  }
  return { file, records };
}

export function columnsOf({ records }: Table, said: SaidColumns): Columns {
  return saidColumns(guessColumns(records), said, records[0]?.cells ?? []);
}

/** Written in an `enabled` column for somebody who is not. */
const DISABLED = /^(?:false|f|0|no|n|nein|off|aus|inaktiv|disabled)$/i;

/** In steps, one for each row. Rows in which nothing of interest stands are left out. */
export function* tableRowSteps(
  { file, records }: Table,
  { heading, of }: Columns,
): Generator<undefined, readonly SourceRow[]> {
  const rows: SourceRow[] = [];
  for (const { line, cells } of records.slice(heading ? 1 : 0)) {
    const cell = (role: Role): string => {
      const at = of[role];
      return at === undefined ? '' : plainText(cells[at]);
    };
    const row = {
      file,
      line,
      extension: cell('extension'),
      alias: cell('alias'),
      name: nameIn(cell, of),
      email: cell('email'),
      mobile: cell('mobile'),
      domain: cell('domain'),
      enabled: !DISABLED.test(cell('enabled')),
    };
    if ([row.extension, row.name, row.mobile, row.email].some((text) => text !== '')) rows.push(row);
    yield;
  }
  return rows;
}

/** First and last name if there are such; a column `Name` beside `Vorname` is the last name. */
function nameIn(cell: (role: Role) => string, of: Columns['of']): string {
  const last = of.lastName === undefined && of.firstName !== undefined ? cell('name') : cell('lastName');
  const full = [cell('firstName'), last].filter((part) => part !== '').join(' ');
  return full === '' ? cell('name') : full;
}
