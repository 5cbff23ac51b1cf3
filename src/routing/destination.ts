/** What a destination makes of a call: the next step, or another group to enter. */
import { assertNever } from '../errors.js';
import type { DestinationReason, Place, Reason, SipStatus, Step, Target } from '../model/call.js';
import type { Destination, Group, ReleaseCause } from '../model/snapshot.js';
import { describeDestination } from './describe.js';
import type { Question } from './members.js';
import { externalLine } from './members.js';

/** A step, or the way into the next group; `path` ends with the group to enter. */
export type Move = Step | { readonly kind: 'enter'; readonly path: readonly string[]; readonly why: Why };

export type Why = readonly Reason[];

/** Where in its way through the groups a call is. */
export interface Position {
  readonly group: Group;
  readonly path: readonly string[];
  readonly why: Why;
}

export function release(why: Why, cause: ReleaseCause, sipStatus?: SipStatus): Step {
  return { kind: 'release', cause, sipStatus, why };
}

/** Adds a sentence about the group that decides. */
export function noted(position: Position, ...texts: readonly string[]): Position {
  const reasons = texts.map((text) => ({ group: position.group.number, text }));
  return { ...position, why: [...position.why, ...reasons] };
}

/** `because` leads into the destination: "switch Night is on (…): send to ". */
export function goTo(
  to: Destination,
  by: DestinationReason,
  because: string,
  position: Position,
  question: Question,
): Move {
  const sent = sending(position, by, to.kind, `${because}${describeDestination(to)}`);
  const { group, path, why } = sent;
  const place: Place = { path, part: 'destination', by };
  const leaving: Leaving = { place, because, position, sent };
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

/** The way out of a group: the place, the words that lead to it, and the position before and after them. */
interface Leaving {
  readonly place: Extract<Place, { part: 'destination' }>;
  readonly because: string;
  readonly position: Position;
  readonly sent: Position;
}

function sending(position: Position, by: DestinationReason, to: Destination['kind'], text: string): Position {
  const reason: Reason = { group: position.group.number, text, sends: { by, to } };
  return { ...position, why: [...position.why, reason] };
}

function ringExtension(
  { extension, ringSec }: Extract<Destination, { kind: 'extension' }>,
  leaving: Leaving,
  { own }: Question,
): Step {
  // The sentence names no extension here: it would be the caller's.
  if (own.extensions.has(extension)) return busyWithThisCall('extension', own.reason, leaving);
  const target: Target = { kind: 'extension', extension, who: extension, userId: undefined, ringsOn: false };
  return ringOne(target, ringSec, leaving);
}

function ringExternal(
  to: Extract<Destination, { kind: 'external' }>,
  leaving: Leaving,
  question: Question,
): Step {
  const line = externalLine(to.number, question);
  if (line.kind === 'own') return busyWithThisCall('external', line.reason, leaving);
  if (line.kind === 'closed') {
    const { position, place, because } = leaving;
    const text = `${because}${describeDestination(to)}, which cannot be rung: ${line.reason}`;
    return release(sending(position, place.by, 'external', text).why, 'SUBSCRIBER_ABSENT');
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

function busyWithThisCall(
  to: Destination['kind'],
  reason: string,
  { because, position, place }: Leaving,
): Step {
  const text = `${because}a phone that is not rung: ${reason}`;
  return release(sending(position, place.by, to, text).why, 'USER_BUSY');
}

function ringOne(target: Target, ringSec: number, { place, sent: { group, why } }: Leaving): Step {
  return { kind: 'ring', place, group, targets: [target], skipped: [], ringSec, why };
}
