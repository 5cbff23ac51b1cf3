/**
 * Callers whose number is blocked. Decided when a call enters a group, before the anonymous rule, switches and greetings: nothing
 * of the group is for them, by day and by night. Pure.
 */
import type { InboundCall, Step } from '../../base/model/call.js';
import type { Fact } from '../../base/model/reason.js';
import type { BlockedNumber, BlockList } from '../../base/model/blocked.js';
import { reasonOf, shortNumber } from './describe.js';
import { release, type Position } from './destination.js';
import type { Question } from './members.js';

/** Undefined: the call is not blocked. Phones of the house never are, and who withholds the number is the anonymous rule's. */
export function blockedStep(position: Position, { call, snapshot }: Question): Step | undefined {
  const { group, path } = position;
  const own = blockedBy(group.blocked, call);
  const found = own ?? blockedBy(snapshot.settings.blocked, call);
  if (found === undefined) return undefined;
  const { number, e164 = number, isBeginning, reason } = found;
  const rule = isBeginning ? `${e164}*` : shortNumber(e164);
  const fact: Fact = { kind: 'blocked', everywhere: own === undefined, rule, reason };
  // The group did not take the call, so none of its rules says whether it was missed.
  const why = [...position.why, { ...reasonOf(group.number, fact), refused: true as const }];
  const file = group.blockedAnnouncement;
  if (file === undefined) return release(why, 'CALL_REJECTED');
  return { kind: 'announce', place: { path, part: 'destination', by: 'blocked' }, group, file, why };
}

function blockedBy(
  { whole, beginnings }: BlockList,
  { caller, fromOutside }: InboundCall,
): BlockedNumber | undefined {
  if (caller.kind === 'withheld' || !fromOutside) return undefined;
  const { number, e164 } = caller;
  return (
    whole.get(e164 ?? number) ??
    whole.get(number) ??
    beginnings.find((one) =>
      e164 === undefined || one.e164 === undefined
        ? number.startsWith(one.number)
        : e164.startsWith(one.e164),
    )
  );
}
