/** Sends a call to a destination: gives the next step, or another group to enter. */
import { assertNever } from '../../base/errors.js';
import type { Place, Reason, SipStatus, Step, Target } from '../../base/model/call.js';
import type { Fact, NotRungWhy, SentBy, SentTo } from '../../base/model/reason.js';
import type { Destination, Group, ReleaseCause } from '../../base/model/snapshot.js';
import { destinationFact, reasonOf } from './describe.js';
import type { Question } from './members.js';
import { externalLine } from './members.js';

/** A step, or the move into another group; `path` ends with the group to enter. */
export type Move = Step | { readonly kind: 'enter'; readonly path: readonly string[]; readonly why: Why };

export type Why = readonly Reason[];

/** Where a call is on its way through the groups. */
export interface Position {
  readonly group: Group;
  readonly path: readonly string[];
  readonly why: Why;
}

export function release(why: Why, cause: ReleaseCause, sipStatus?: SipStatus): Step {
  return { kind: 'release', cause, sipStatus, why };
}

/** Adds facts about the deciding group. */
export function noted(position: Position, ...facts: readonly Fact[]): Position {
  const reasons = facts.map((fact) => reasonOf(position.group.number, fact));
  return { ...position, why: [...position.why, ...reasons] };
}

/** `by`: the rule that sends the call there. */
export function goTo(to: Destination, by: SentBy, position: Position, question: Question): Move {
  const sent = sending(position, by, to.kind, destinationFact(to));
  const { group, path, why } = sent;
  const place: Place = { path, part: 'destination', by: by.kind };
  const leaving: Leaving = { place, by, position, sent };
  switch (to.kind) {
    case 'extension':
      return ringExtension(to, leaving, question);
    case 'external':
      return ringExternal(to, leaving, question);
    case 'group':
      return { kind: 'enter', path: [...path, to.group], why };
    case 'voicemail':
      return { kind: 'voicemail', place, group, box: to.box, why };
    case 'announcement':
      return { kind: 'announce', place, group, file: to.file, why };
    case 'hangup':
      return release(why, to.cause);
    default:
      return assertNever(to);
  }
}

/** A call that leaves a group: the place, the rule that sends it on, and the position before and after. */
interface Leaving {
  readonly place: Extract<Place, { part: 'destination' }>;
  readonly by: SentBy;
  readonly position: Position;
  readonly sent: Position;
}

function sending(position: Position, by: SentBy, kind: Destination['kind'], to: SentTo): Position {
  const reason: Reason = {
    ...reasonOf(position.group.number, { kind: 'sent', by, to }),
    sends: { by: by.kind, to: kind },
  };
  return { ...position, why: [...position.why, reason] };
}

function ringExtension(
  { extension, ringSec }: Extract<Destination, { kind: 'extension' }>,
  leaving: Leaving,
  { own }: Question,
): Step {
  // The reason names no extension, because it would be the caller's own.
  if (own.extensions.has(extension)) return busyWithThisCall('extension', own.why, leaving);
  const target: Target = { kind: 'extension', extension, who: extension, userId: undefined, ringsOn: false };
  return ringOne(target, ringSec, leaving);
}

function ringExternal(
  to: Extract<Destination, { kind: 'external' }>,
  leaving: Leaving,
  question: Question,
): Step {
  const line = externalLine(to.number, question);
  if (line.kind === 'own') return busyWithThisCall('external', line.why, leaving);
  if (line.kind === 'closed') {
    const { position, by } = leaving;
    const closed: SentTo = { kind: 'closed', to: destinationFact(to), why: line.why };
    return release(sending(position, by, 'external', closed).why, 'SUBSCRIBER_ABSENT');
  }
  const { e164 } = line;
  const target: Target = {
    kind: 'external',
    e164,
    who: e164,
    userId: undefined,
    purpose: 'destination',
    delaySec: 0,
    delayFor: undefined,
    confirm: false,
  };
  return ringOne(target, to.ringSec, leaving);
}

function busyWithThisCall(to: Destination['kind'], why: NotRungWhy, { by, position }: Leaving): Step {
  return release(sending(position, by, to, { kind: 'own', why }).why, 'USER_BUSY');
}

function ringOne(target: Target, ringSec: number, { place, sent: { group, why } }: Leaving): Step {
  return { kind: 'ring', place, group, targets: [target], skipped: [], ringSec, why };
}
