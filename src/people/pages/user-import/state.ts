/**
 * What a preview remembers from one answer to the next: the rows and what is ticked. It travels in the form, packed, so that
 * nothing is stored before somebody says so, and any instance can answer.
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import * as z from 'zod';
import { inSlices } from '../../../base/in-slices.js';
import { ROLES, type Columns } from '../../imports/columns.js';
import type { SourceRow } from '../../imports/source.js';
import type { Table } from '../../imports/table.js';
import type { MissingInclude } from '../../imports/directory.js';
import { ROW_STATES, type RowState } from '../../operations/user-import-plan.js';

export interface PreviewState {
  /** The name of the file or of the FreeSWITCH. */
  readonly from: string;
  readonly isFile: boolean;
  /** The revision that was compared with. */
  readonly base: number;
  readonly rows: readonly SourceRow[];
  readonly table: { readonly table: Table; readonly columns: Columns } | undefined;
  readonly missing: readonly MissingInclude[];
  /** What is ticked, as `choiceOf` names it; undefined: all new ones. */
  readonly ticked: readonly string[] | undefined;
  /** The state whose rows are shown; undefined: all. */
  readonly show: RowState | undefined;
}

const text = z.string().max(400);
const count = z.int().min(0).max(1e9);

const rowSchema = z.strictObject({
  file: text,
  line: count,
  extension: text,
  alias: text,
  name: text,
  email: text,
  mobile: text,
  domain: text,
  enabled: z.boolean(),
});

const recordSchema = z.strictObject({ line: count, cells: z.array(text).max(400) });
const columnsSchema = z.strictObject({
  heading: z.boolean(),
  of: z.partialRecord(z.enum(ROLES), count),
});

const tickSchema = z.string().max(20);

/** Everything but the long lists, which are lines of their own. */
const headSchema = z.strictObject({
  from: text,
  isFile: z.boolean(),
  base: count,
  table: z.strictObject({ file: text, columns: columnsSchema }).optional(),
  missing: z.array(z.strictObject({ file: text, line: count, pattern: text })),
  isTicked: z.boolean(),
  show: z.enum([...ROW_STATES] as [RowState, ...RowState[]]).optional(),
});

/** Unpacked; what is longer was not packed here. */
const MOST_BYTES = 32 * 1024 * 1024;

/** The form field that takes it. */
export const PACKED_LIMIT = '12mb';

/** Rows are put together into lines of so many: one text for each would be thousands of small ones. */
const IN_A_LINE = 50;

/** In slices: a list of ten thousand is some megabytes of JSON. */
export async function packed(state: PreviewState): Promise<string> {
  const text = await inSlices(packSteps(state));
  return (await promisify(gzip)(text)).toString('base64url');
}

/** The head, then the rows, the records of the table, and what is ticked, each with an empty line behind. */
function* packSteps({ rows, table, ticked, ...rest }: PreviewState): Generator<undefined, Buffer> {
  const shape = table && { file: table.table.file, columns: table.columns };
  const head = { ...rest, isTicked: ticked !== undefined, table: shape };
  const parts = [Buffer.from(`${JSON.stringify(head)}\n`)];
  yield;
  for (const all of [rows, table?.table.records ?? [], ticked ?? []]) {
    for (let from = 0; from < all.length; from += IN_A_LINE) {
      parts.push(Buffer.from(`${JSON.stringify(all.slice(from, from + IN_A_LINE))}\n`));
      yield;
    }
    parts.push(Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}

/** Undefined: it was not packed by `packed`, or not by this version. In slices. */
export async function unpacked(given: string): Promise<PreviewState | undefined> {
  try {
    const bytes = await promisify(gunzip)(Buffer.from(given, 'base64url'), { maxOutputLength: MOST_BYTES });
    return await inSlices(unpackSteps(bytes));
  } catch {
    return undefined;
  }
}

function* unpackSteps(bytes: Buffer): Generator<undefined, PreviewState> {
  const lines = linesOf(bytes);
  const { table, isTicked, ...head } = headSchema.parse(JSON.parse(nextLine(lines)));
  const rows = yield* eachSteps(rowSchema, lines);
  const records = yield* eachSteps(recordSchema, lines);
  const ticked = yield* eachSteps(tickSchema, lines);
  const whole = table && { table: { file: table.file, records }, columns: table.columns };
  return { ...head, rows, table: whole, ticked: isTicked ? ticked : undefined } as PreviewState;
}

/** Until an empty line. */
function* eachSteps<T>(schema: z.ZodType<T>, lines: Iterator<string>): Generator<undefined, readonly T[]> {
  const read: T[] = [];
  for (let line = nextLine(lines); line !== ''; line = nextLine(lines)) {
    for (const one of z.array(z.unknown()).parse(JSON.parse(line))) {
      read.push(schema.parse(one));
      yield;
    }
  }
  return read;
}

function* linesOf(bytes: Buffer): Generator<string> {
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(0x0a, from);
    if (end === -1) return;
    yield bytes.toString('utf8', from, end);
    from = end + 1;
  }
}

function nextLine(lines: Iterator<string>): string {
  const next = lines.next();
  if (next.done === true) throw new RangeError('it is cut off');
  return next.value;
}
