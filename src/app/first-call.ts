/** The first call that the service suggests to a new user: it should ring a phone at any time of day. Pure. */
import type { DateTime } from 'luxon';
import { SOMEBODY } from '../base/model/call.js';
import type { Snapshot } from '../base/model/snapshot.js';
import { rehearse } from '../calls/routing/check.js';

/** A group, and a phone that would ring. */
export interface FirstCall {
  readonly group: string;
  readonly phone: string;
}

/**
 * Prefers a group in which a desk phone rings at any hour: one without switches, because a switch's schedule could divert
 * the call at night or on a holiday. Otherwise a group in which a phone would ring now, or else any group.
 */
export function aFirstCall(snapshot: Snapshot | undefined, now: DateTime): FirstCall | undefined {
  if (snapshot === undefined) return undefined;
  const groups = [...snapshot.groups.values()];
  const atAnyHour = groups.filter(({ rules }) => rules.length === 0);
  for (const { number } of [...atAnyHour, ...groups]) {
    const phone = deskThatRings(snapshot, number, now);
    if (phone !== undefined) return { group: number, phone };
  }
  const [first] = groups;
  return first && { group: first.number, phone: '1001' };
}

function deskThatRings(snapshot: Snapshot, groupNumber: string, now: DateTime): string | undefined {
  const call = { id: '', groupNumber, caller: SOMEBODY, callerExtension: undefined, fromOutside: true };
  const step = rehearse(snapshot, call, now).find(({ kind }) => kind !== 'greet');
  const desk = step?.kind === 'ring' ? step.targets.find(({ kind }) => kind === 'extension') : undefined;
  return desk?.kind === 'extension' ? desk.extension : undefined;
}
