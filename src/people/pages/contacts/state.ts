/** The rows of a preview, packed into its form: nothing is stored before somebody says so, and any instance can answer. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import * as z from 'zod';
import { inSlices } from '../../../base/in-slices.js';
import { LONGEST_READ, MOST_READ, type ContactRow } from '../../imports/contacts/contact-row.js';

export interface PreviewedFile {
  readonly from: string;
  readonly rows: readonly ContactRow[];
}

const text = z.string().max(LONGEST_READ);
const row = z.strictObject({
  line: z.int().min(0),
  name: text,
  company: text,
  note: text,
  numbers: z.array(z.strictObject({ kind: text, number: text })).max(MOST_READ),
});

/** Unpacked; what is longer was not packed here. */
const MOST_BYTES = 64 * 1024 * 1024;
export const PACKED_LIMIT = '24mb';
const IN_A_LINE = 50;

/** In slices: a line for the file's name, then a line for so many rows. */
export async function packed({ from, rows }: PreviewedFile): Promise<string> {
  return (await promisify(gzip)(await inSlices(packSteps(from, rows)))).toString('base64url');
}

function* packSteps(from: string, rows: readonly ContactRow[]): Generator<undefined, Buffer> {
  const parts = [Buffer.from(JSON.stringify(from))];
  for (let begin = 0; begin < rows.length; begin += IN_A_LINE) {
    parts.push(Buffer.from(`\n${JSON.stringify(rows.slice(begin, begin + IN_A_LINE))}`));
    yield;
  }
  return Buffer.concat(parts);
}

/** Undefined: it was not packed here, or not by this version. In slices. */
export async function unpacked(given: string): Promise<PreviewedFile | undefined> {
  try {
    const bytes = await promisify(gunzip)(Buffer.from(given, 'base64url'), { maxOutputLength: MOST_BYTES });
    return await inSlices(unpackSteps(bytes));
  } catch {
    return undefined;
  }
}

function* unpackSteps(bytes: Buffer): Generator<undefined, PreviewedFile> {
  const rows: ContactRow[] = [];
  let from: string | undefined;
  for (let begin = 0; begin < bytes.length;) {
    const end = bytes.indexOf(0x0a, begin);
    const line: unknown = JSON.parse(bytes.toString('utf8', begin, end < 0 ? undefined : end));
    if (from === undefined) from = text.parse(line);
    else for (const one of z.array(z.unknown()).parse(line)) rows.push(row.parse(one));
    yield;
    if (end < 0) break;
    begin = end + 1;
  }
  return { from: from ?? '', rows };
}
