/** A configuration as the YAML file that an administrator would have written: no defaults, short weekdays. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { groupSchema } from './group-schema.js';
import {
  calendarSchema,
  settingsSchema,
  switchSchema,
  userSchema,
  webhookSchema,
  type Configuration,
} from './schema.js';
import { DAYS } from './vocabulary.js';

type Block = Record<string, unknown>;

/**
 * Stable: the same configuration gives the same text. Importing it again changes nothing.
 * @param revision written into the file, so that an import can tell which later changes the file does not contain.
 */
export function exportYaml(configuration: Configuration, revision?: number): string {
  const written = {
    version: configuration.version,
    ...(revision !== undefined && { revision }),
    settings: short(configuration.settings, settingsSchema),
    users: configuration.users.map((user) => short(user, userSchema)),
    groups: configuration.groups.map((group) => short(group, groupSchema)),
    switches: configuration.switches.map((entry) => short(entry, switchSchema)),
    holidays: configuration.holidays.map((calendar) => short(calendar, calendarSchema)),
    // Most houses have none, and a file without the key is read by older releases too.
    ...(configuration.webhooks.length > 0 && {
      webhooks: configuration.webhooks.map((webhook) => short(webhook, webhookSchema)),
    }),
  };
  // Older YAML reads 20:00 as a number and `on` as true; with quotes every editor and tool agrees.
  return stringify(written, { lineWidth: 110, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}

/** Leaves out every key whose value is the default anyway. */
function short(entity: object, schema: z.ZodType): Block {
  const draft = structuredClone(entity) as Block;
  const same = () => {
    const read = schema.safeParse(draft);
    return read.success && isDeepStrictEqual(read.data, full);
  };
  const full = schema.parse(draft);
  prune(draft, same);
  return draft;
}

function prune(value: unknown, same: () => boolean): void {
  if (typeof value !== 'object' || value === null) return;
  const block = value as Block;
  for (const key of Object.keys(block)) {
    const kept = block[key];
    if (!Array.isArray(value) && removable(block, key, same)) continue;
    if (key === 'days' && Array.isArray(kept)) block[key] = shortDays(kept as string[]);
    else prune(kept, same);
  }
}

/** Removes the key if that changes nothing; otherwise puts it back in its place. */
function removable(block: Block, key: string, same: () => boolean): boolean {
  const before = { ...block };
  Reflect.deleteProperty(block, key);
  if (same()) return true;
  for (const other of Object.keys(before)) {
    Reflect.deleteProperty(block, other);
    block[other] = before[other];
  }
  return false;
}

/** ['mon', 'tue', 'wed', 'sat'] as "mon-wed, sat"; the days are in the order of the week. */
function shortDays(days: readonly string[]): string {
  const runs: string[][] = [];
  for (const day of DAYS) {
    if (!days.includes(day)) continue;
    const run = runs.at(-1);
    const yesterday = DAYS[DAYS.indexOf(day) - 1];
    if (run !== undefined && run.at(-1) === yesterday) run.push(day);
    else runs.push([day]);
  }
  return runs
    .map((run) => (run.length > 2 ? [`${String(run[0])}-${String(run.at(-1))}`] : run).join(', '))
    .join(', ');
}
