/** Reads a list of extensions, whatever kind it is of: FreeSWITCH's directory, its `list_users`, FusionPBX, CSV. */
import { inSlices } from '../../base/in-slices.js';
import type { Columns, SaidColumns } from './columns.js';
import { readDirectory, named, type FindIncluded, type MissingInclude } from './directory.js';
import { isXml } from './directory-xml.js';
import { dumpRecords, isExtensionsDump } from './fusionpbx.js';
import { isListUsers, listUsersSteps } from './list-users.js';
import { MOST_BYTES, UnreadableSource, type SourceFile, type SourceRow } from './source.js';
import { columnsOf, csvTableSteps, tableRowSteps, tableSteps, type Table } from './table.js';
import { textSteps } from './text.js';

export type SourceKind = 'directory' | 'listUsers' | 'fusionpbx' | 'table';

export interface Reading {
  readonly kind: SourceKind;
  readonly rows: readonly SourceRow[];
  /** A CSV file and what was taken for which column, so that somebody can say it otherwise. */
  readonly table: { readonly table: Table; readonly columns: Columns } | undefined;
  readonly missing: readonly MissingInclude[];
}

export interface ReadOptions {
  readonly find?: FindIncluded;
  readonly columns?: SaidColumns;
}

/** In slices. What is returned holds nothing of the files. Errors: UnreadableSource. */
export async function readSource(
  files: readonly SourceFile[],
  { find = () => Promise.resolve([]), columns = {} }: ReadOptions = {},
): Promise<Reading> {
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > MOST_BYTES) throw new UnreadableSource('tooLarge', { most: MOST_BYTES / 1024 / 1024 });
  const [first, ...others] = files;
  if (first === undefined) throw new UnreadableSource('empty');
  const text = await inSlices(named(first.name, textSteps(first.bytes)));
  if (isXml(text)) {
    const { rows, missing } = await readDirectory(files, find);
    if (rows.length === 0) throw new UnreadableSource('noUsers');
    return { kind: 'directory', rows, missing, table: undefined };
  }
  if (others.length > 0) throw new UnreadableSource('severalFiles');
  return inSlices(named(first.name, plainSteps(first.name, text, columns)));
}

function* plainSteps(file: string, text: string, said: SaidColumns): Generator<undefined, Reading> {
  if (isListUsers(text)) {
    const rows = yield* listUsersSteps(file, text);
    return { kind: 'listUsers', rows, table: undefined, missing: [] };
  }
  if (isExtensionsDump(text)) {
    const table = yield* tableSteps(file, dumpRecords(text));
    const rows = yield* tableRowSteps(table, columnsOf(table, {}));
    return { kind: 'fusionpbx', rows, table: undefined, missing: [] };
  }
  return yield* tableReadingSteps(yield* csvTableSteps(file, text), said);
}

/** A table that was read before, with other columns. Errors: UnreadableSource (`unknownColumn`). */
export function* tableReadingSteps(table: Table, said: SaidColumns): Generator<undefined, Reading> {
  const columns = columnsOf(table, said);
  const rows = columns.of.extension === undefined ? [] : yield* tableRowSteps(table, columns);
  return { kind: 'table', rows, table: { table, columns }, missing: [] };
}

/** Finds included files among those that somebody sent together: by the last part of the pattern, for they have no folder. */
export function amongFiles(files: readonly SourceFile[]): FindIncluded {
  return (pattern, from) => {
    const name = pattern.split(/[\\/]/).at(-1) ?? '';
    return Promise.resolve(files.filter((file) => file !== from && fits(file.name, name)));
  };
}

/** Whether a file's name fits a pattern with `*` and `?`. Takes time that grows with the product of both lengths. */
export function fits(name: string, pattern: string): boolean {
  let [at, wanted] = [0, 0];
  let star: readonly [pattern: number, name: number] | undefined;
  while (at < name.length) {
    const one = pattern[wanted];
    if (one === '*') {
      star = [wanted, at];
      wanted += 1;
    } else if (one === '?' || one === name[at]) {
      at += 1;
      wanted += 1;
    } else if (star === undefined) {
      return false;
    } else {
      // The star takes one more.
      star = [star[0], star[1] + 1];
      [wanted, at] = [star[0] + 1, star[1]];
    }
  }
  return /^\**$/.test(pattern.slice(wanted));
}
