/** The lists of the configuration whose entries are read one by one. */
import { groupSchema } from './group-schema.js';
import type { EntryList } from './part-names.js';
import { calendarSchema, switchSchema, userSchema, webhookSchema } from './schema.js';

export const ENTRY_SCHEMAS = {
  users: userSchema,
  groups: groupSchema,
  switches: switchSchema,
  holidays: calendarSchema,
  webhooks: webhookSchema,
} as const;

export type { EntryList };

export const ENTRY_LISTS = Object.keys(ENTRY_SCHEMAS) as readonly EntryList[];

/**
 * The value as it is read back from the database, where a key without a value is missing; otherwise two equal
 * values would differ.
 */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
