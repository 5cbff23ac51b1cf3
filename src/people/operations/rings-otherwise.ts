/** Whether another configuration can let other phones ring, or at other times. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { ENTRY_LISTS } from '../../base/configuration/entries.js';
import { kindOf } from '../../base/configuration/part-names.js';
import { byId } from '../../base/configuration/parts.js';
import type { Configuration } from '../../base/configuration/schema.js';

/** What is read by people and mails only. Everything else counts: rather a question too many than a phone too few. */
const SILENT = {
  settings: ['keepCallsDays', 'recordingsFolder'],
  users: ['name', 'email'],
  groups: ['name', 'language', 'display', 'missed', 'report', 'recording', 'recordingKeepDays', 'ringback'],
  switches: ['name'],
  holidays: [],
} as const;

/** A step for each entry. */
export function* ringsOtherwiseSteps(
  before: Configuration,
  after: Configuration,
): Generator<undefined, boolean> {
  const settings = (one: Configuration) => without(one.settings, SILENT.settings);
  if (!isDeepStrictEqual(settings(before), settings(after))) return true;
  for (const list of ENTRY_LISTS) {
    const kind = kindOf(list);
    const was = byId(before, kind);
    yield;
    const is = byId(after, kind);
    yield;
    if (was.size !== is.size) return true;
    const silent = SILENT[list];
    for (const [key, entry] of is) {
      const old = was.get(key);
      if (old === undefined || !isDeepStrictEqual(without(old, silent), without(entry, silent))) return true;
      yield;
    }
  }
  return false;
}

function without(entry: unknown, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(entry as object).filter(([key]) => !keys.includes(key)));
}
