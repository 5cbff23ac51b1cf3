/** What a destination makes of a call: the next step, or another group to enter. */
import { assertNever } from '../errors.js';
import type { DestinationReason, Place, Reason, SipStatus, Step, Target } from '../model/call.js';
import type { Destination, ExternalNumber, Group, ReleaseCause } from '../model/snapshot.js';
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
  const { group, path, why } = noted(position, `${because}${describeDestination(to)}`);
  const place: Place = { path, part: 'destination', by };
  switch (to.kind) {
    case 'extension':
      return ringExtension(to, place, because, position, question);
    case 'external':
      return ringExternal(to, place, because, position, question);
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

function ringExtension(
  to: Extract<Destination, { kind: 'extension' }>,
  place: Place,
  because: string,
  position: Position,
  { own }: Question,
): Step {
  const { extension, ringSec } = to;
  // The sentence names no extension here: it would be the caller's.
  if (own.extensions.has(extension)) return busyWithThisCall(because, own.reason, position);
  const target: Target = { kind: 'extension', extension, who: extension, userId: undefined, ringsOn: false };
  return ringOne(target, ringSec, place, noted(position, `${because}${describeDestination(to)}`));
}

function ringExternal(
  to: { readonly kind: 'external'; readonly number: ExternalNumber; readonly ringSec: number },
  place: Place,
  because: string,
  position: Position,
  question: Question,
): Step {
  const line = externalLine(to.number, question);
  if (line.kind === 'own') return busyWithThisCall(because, line.reason, position);
  const sent = `${because}${describeDestination(to)}`;
  if (line.kind === 'closed') {
    return release(noted(position, `${sent}, which cannot be rung: ${line.reason}`).why, 'SUBSCRIBER_ABSENT');
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
  return ringOne(target, to.ringSec, place, noted(position, sent));
}

function busyWithThisCall(because: string, reason: string, position: Position): Step {
  return release(noted(position, `${because}a phone that is not rung: ${reason}`).why, 'USER_BUSY');
}

function ringOne(target: Target, ringSec: number, place: Place, { group, why }: Position): Step {
  return { kind: 'ring', place, group, targets: [target], skipped: [], ringSec, why };
}
