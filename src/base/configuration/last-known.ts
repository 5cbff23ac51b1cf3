/** A copy of the last good configuration on disk, for a start while the database is unreachable. */
import { mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { SwitchChange } from './snapshot.js';
import type { AwayChange } from './snapshot-away.js';

/** What a snapshot is made from, as read from the database. */
export interface Material {
  readonly revision: number;
  /** Milliseconds. Distinguishes two revisions with the same number after a backup was restored. */
  readonly createdAtMs: number;
  readonly content: unknown;
  readonly switchStates: readonly (SwitchChange & { readonly id: string })[];
  readonly away: readonly AwayChange[];
}

const FILE = 'last-configuration.json';

const materialSchema = z.object({
  revision: z.int(),
  createdAtMs: z.number(),
  content: z.unknown(),
  switchStates: z.array(
    z.object({
      id: z.string(),
      on: z.boolean().optional(),
      override: z.object({ on: z.boolean(), until: z.coerce.date().optional() }).optional(),
      changedAt: z.coerce.date().optional(),
    }),
  ),
  // Files of earlier versions have none.
  away: z
    .array(
      z.object({
        userId: z.string(),
        group: z.string().nullable(),
        kind: z.enum(['away', 'in']),
        until: z.coerce.date().optional(),
        changedAt: z.coerce.date(),
        changedBy: z.string(),
      }),
    )
    .default([]),
});

/** Depth of the entries of lists: material, content, list. */
const LIST_DEPTH = 3;

/** The output of `JSON.stringify` in pieces: each value down to `depth` is at least one piece. */
function* jsonPieces(value: unknown, depth: number): Generator<string, void> {
  if (depth === 0 || typeof value !== 'object' || value === null || value instanceof Date) {
    yield JSON.stringify(value);
    return;
  }
  const isList = Array.isArray(value);
  yield isList ? '[' : '{';
  let between = '';
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined && !isList) continue;
    yield isList ? between : `${between}${JSON.stringify(key)}:`;
    yield* jsonPieces(entry, depth - 1);
    between = ',';
  }
  yield isList ? ']' : '}';
}

/** Characters written at a time. Writing all at once would hold up calls when there are thousands of users. */
const AT_A_TIME = 65_536;

async function writePieces(file: FileHandle, pieces: Iterable<string>): Promise<void> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < AT_A_TIME) continue;
    await file.appendFile(text);
    text = '';
  }
  await file.appendFile(text);
}

/**
 * Atomic: after a crash there is the old copy or the new one. It holds phone numbers, so only the owner may read
 * it.
 */
export async function writeLastKnown(folder: string, material: Material): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `${FILE}.${process.pid}.tmp`);
  const file = await open(temporary, 'w', 0o600);
  try {
    await writePieces(file, jsonPieces(material, LIST_DEPTH));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(folder, FILE));
}

/** Undefined when there is none, or none that can be read. */
export async function readLastKnown(folder: string): Promise<Material | undefined> {
  try {
    const text = await readFile(join(folder, FILE), 'utf8');
    const read = materialSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}
