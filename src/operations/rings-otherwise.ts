/** Whether another configuration can let other phones ring, or at other times. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Configuration } from '../configuration/schema.js';

/** What is read by people and mails only. Everything else counts: rather a question too many than a phone too few. */
const SILENT = {
  settings: ['keepCallsDays', 'recordingsFolder'],
  users: ['name', 'email'],
  groups: ['name', 'language', 'display', 'missed', 'report', 'recording', 'recordingKeepDays', 'ringback'],
  switches: ['name'],
} as const;

export function ringsOtherwise(before: Configuration, after: Configuration): boolean {
  return !isDeepStrictEqual(loudOf(before), loudOf(after));
}

function loudOf({ settings, users, groups, switches, holidays }: Configuration): unknown {
  const without = (entry: object, keys: readonly string[]) =>
    Object.fromEntries(Object.entries(entry).filter(([key]) => !keys.includes(key)));
  const byKey = (entries: readonly object[], key: string, keys: readonly string[]) =>
    new Map(entries.map((entry) => [(entry as Record<string, unknown>)[key], without(entry, keys)]));
  return {
    settings: without(settings, SILENT.settings),
    users: byKey(users, 'id', SILENT.users),
    groups: byKey(groups, 'number', SILENT.groups),
    switches: byKey(switches, 'id', SILENT.switches),
    holidays: byKey(holidays, 'id', []),
  };
}
