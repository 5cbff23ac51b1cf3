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

const stateSchema = z.strictObject({
  from: text,
  isFile: z.boolean(),
  base: count,
  rows: z.array(z.unknown()),
  table: z
    .strictObject({
      table: z.strictObject({ file: text, records: z.array(z.unknown()) }),
      columns: columnsSchema,
    })
    .optional(),
  missing: z.array(z.strictObject({ file: text, line: count, pattern: text })),
  ticked: z.array(z.string().max(20)).optional(),
  show: z.enum([...ROW_STATES] as [RowState, ...RowState[]]).optional(),
});

/** Unpacked; what is longer was not packed here. */
const MOST_BYTES = 32 * 1024 * 1024;

/** The form field that takes it. */
export const PACKED_LIMIT = '12mb';

export async function packed(state: PreviewState): Promise<string> {
  return (await promisify(gzip)(JSON.stringify(state))).toString('base64url');
}

/** Undefined: it was not packed by `packed`, or not by this version. In slices. */
export async function unpacked(given: string): Promise<PreviewState | undefined> {
  try {
    const bytes = await promisify(gunzip)(Buffer.from(given, 'base64url'), { maxOutputLength: MOST_BYTES });
    const state = stateSchema.parse(JSON.parse(bytes.toString()));
    const rows = await inSlices(eachSteps(rowSchema, state.rows));
    if (state.table === undefined) return { ...state, rows } as PreviewState;
    const { table, columns } = state.table;
    const records = await inSlices(eachSteps(recordSchema, table.records));
    return { ...state, rows, table: { table: { ...table, records }, columns } } as PreviewState;
  } catch {
    return undefined;
  }
}

function* eachSteps<T>(schema: z.ZodType<T>, all: readonly unknown[]): Generator<undefined, readonly T[]> {
  const read: T[] = [];
  for (const one of all) {
    read.push(schema.parse(one));
    yield;
  }
  return read;
}
