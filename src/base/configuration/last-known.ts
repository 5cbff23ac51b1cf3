/** A copy of the last good configuration on the disk, for a start while the database cannot be reached. */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { inSlices } from '../in-slices.js';
import type { SwitchChange } from './snapshot.js';

/** What a snapshot is made from, as it came from the database. */
export interface Material {
  readonly revision: number;
  /** Milliseconds; distinguishes two revisions of the same number after a backup was restored. */
  readonly createdAtMs: number;
  readonly content: unknown;
  readonly switchStates: readonly (SwitchChange & { readonly id: string })[];
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
});

/** How deep the entries of lists are: material, content, list. */
const LIST_DEPTH = 3;

/** `JSON.stringify` with a step for each value down to `depth`. */
function* jsonSteps(value: unknown, depth: number): Generator<undefined, string> {
  yield;
  if (depth > 0 && Array.isArray(value)) {
    const entries: string[] = [];
    for (const entry of value as unknown[]) entries.push(yield* jsonSteps(entry, depth - 1));
    return `[${entries.join(',')}]`;
  }
  if (depth === 0 || typeof value !== 'object' || value === null || value instanceof Date) {
    return JSON.stringify(value);
  }
  const pairs: string[] = [];
  for (const [key, entry] of Object.entries(value)) {
    if (entry !== undefined) pairs.push(`${JSON.stringify(key)}:${yield* jsonSteps(entry, depth - 1)}`);
  }
  return `{${pairs.join(',')}}`;
}

/** Atomic: a crash leaves the old copy or the new one. It holds phone numbers, so only the owner reads it. */
export async function writeLastKnown(folder: string, material: Material): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `${FILE}.${process.pid}.tmp`);
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(await inSlices(jsonSteps(material, LIST_DEPTH)));
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
