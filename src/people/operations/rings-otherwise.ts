/** Whether another configuration can make other phones ring, or at other times. Pure. */
import { isDeepStrictEqual } from 'node:util';
import { ENTRY_LISTS } from '../../base/configuration/entries.js';
import { kindOf } from '../../base/configuration/part-names.js';
import { byId } from '../../base/configuration/parts.js';
import type { Configuration } from '../../base/configuration/schema.js';

/**
 * Keys that only people and mails read. Everything else counts: an unnecessary question is better than a phone that
 * does not ring.
 */
const SILENT = {
  settings: ['keepCallsDays', 'keepDays', 'recordingsFolder', 'notices', 'talkCodes'],
  users: ['name', 'email'],
  groups: [
    'name',
    'language',
    'display',
    'missed',
    'report',
    'recording',
    'recordingOnTransfer',
    'recordingPause',
    'recordingKeepDays',
    'ringback',
  ],
  switches: ['name'],
  holidays: [],
} as const;

/** In steps, one for each entry. */
export function* ringsOtherwiseSteps(
  before: Configuration,
  after: Configuration,
): Generator<undefined, boolean> {
  const settings = (one: Configuration) => without(one.settings, SILENT.settings);
  if (!isDeepStrictEqual(settings(before), settings(after))) return true;
  for (const list of ENTRY_LISTS) {
    // Who is told of a call changes nothing about it.
    if (list === 'webhooks') continue;
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
