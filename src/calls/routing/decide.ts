/**
 * The routing decision. The next step depends only on the configuration, the call, what was tried so far and the
 * time, so every controller decides the same.
 */
import type { DateTime } from 'luxon';
import { assertNever } from '../../base/errors.js';
import type { Attempt, InboundCall, SipStatus, Step } from '../../base/model/call.js';
import type { Fact, SwitchFact } from '../../base/model/reason.js';
import type { Snapshot, Stage, SwitchRule } from '../../base/model/snapshot.js';
import { blockedStep } from './blocked.js';
import { reasonOf, skippedFact } from './describe.js';
import type { Move, Position, Why } from './destination.js';
import { goTo, noted, release } from './destination.js';
import { greetingBefore } from './greeting.js';
import type { IsTalking, Question } from './members.js';
import { ownPhones } from './own-phones.js';
import { markRingingOn, planStage } from './stage.js';
import type { StagePlan } from './stage.js';
import { nextFactOf, readSwitch } from './switch-reading.js';

/** RFC 5079: refused because the caller is anonymous; 603 would not tell the caller what to change. */
const ANONYMITY_DISALLOWED: SipStatus = { code: 433, phrase: 'Anonymity Disallowed' };

/**
 * The next step of a call.
 *
 * `attempts` is what was tried without ending the call, in order. Groups with nobody to ring are skipped here and
 * leave no attempt. Never throws, and terminates for every configuration: a group is entered at most once, and a stage
 * never rings again, even if the configuration has changed since the last attempt.
 *
 * @param isTalking default: nobody is known to talk.
 */
export function decide(
  snapshot: Snapshot,
  call: InboundCall,
  attempts: readonly Attempt[],
  now: DateTime,
  isTalking: IsTalking = () => false,
): Step {
  const question: Question = { snapshot, call, attempts, now, own: ownPhones(snapshot, call), isTalking };
  let move = resume(question);
  while (move.kind === 'enter') move = enter(move.path, move.why, question);
  return greetingBefore(move, question) ?? move;
}

function resume(question: Question): Move {
  const last = question.attempts.at(-1)?.place;
  const start = question.call.groupNumber;
  if (last === undefined) return { kind: 'enter', path: [start], why: [] };
  const path = last.path.length === 0 ? [start] : last.path;
  const number = path.at(-1) ?? start;
  if (last.part === 'destination') {
    return release([reasonOf(number, { kind: 'destinationDidNotTake' })], 'NO_ANSWER');
  }
  const group = question.snapshot.groups.get(number);
  if (group === undefined) {
    return release([reasonOf(number, { kind: 'groupRemoved' })], 'NO_ANSWER');
  }
  if (last.part === 'greeting') return followAnonymousRule({ group, path, why: [] }, question);
  // Rules are checked once, on entry: turning a switch later does not redirect a call that is already ringing.
  return goThroughStages({ group, path, why: [] }, question);
}

/** How far the stages of a group have rung. */
interface Tried {
  readonly stage: number;
  /** The second up to which the stage has rung; undefined: to its end. */
  readonly untilSec: number | undefined;
}

/** The furthest over all attempts: nothing rings twice, in whatever order the attempts are listed. */
function furthestTried({ attempts, call }: Question, group: string): Tried {
  const places = attempts.flatMap(({ place }) =>
    place.part === 'stage' && (place.path.at(-1) ?? call.groupNumber) === group ? [place] : [],
  );
  const stage = Math.max(0, ...places.map((place) => place.stage));
  const turns = places.filter((place) => place.stage === stage);
  // Written so that an invalid second, too, rings nothing again.
  const seconds = turns.map((turn) => ((turn.untilSec ?? 0) > 0 ? Number(turn.untilSec) : Infinity));
  const untilSec = Math.max(0, ...seconds);
  return { stage, untilSec: Number.isFinite(untilSec) ? untilSec : undefined };
}

/** The second from which a stage has yet to ring; undefined: it has rung. */
function toRingFrom(stage: number, tried: Tried): number | undefined {
  if (stage === tried.stage) return tried.untilSec;
  // Written so that an invalid stage number (a damaged attempt) rings nothing again.
  return stage > tried.stage ? 0 : undefined;
}

function enter(path: readonly string[], why: Why, question: Question): Move {
  const number = path.at(-1) ?? '';
  const { groups, settings } = question.snapshot;
  const refuse = (fact: Fact): Why => [...why, { ...reasonOf(number, fact), refused: true }];
  if (path.indexOf(number) < path.length - 1) {
    return release(refuse({ kind: 'circle', path }), 'EXCHANGE_ROUTING_ERROR');
  }
  if (path.length > settings.maxGroups) {
    const fact: Fact = { kind: 'tooManyGroups', most: settings.maxGroups, path };
    return release(refuse(fact), 'EXCHANGE_ROUTING_ERROR');
  }
  const group = groups.get(number);
  if (group === undefined) {
    return release(refuse({ kind: 'groupUnknown', group: number }), 'UNALLOCATED_NUMBER');
  }
  if (!group.enabled) {
    return release(refuse({ kind: 'groupDisabled', group: number }), 'SUBSCRIBER_ABSENT');
  }
  return blockedStep({ group, path, why }, question) ?? followAnonymousRule({ group, path, why }, question);
}

function followAnonymousRule(position: Position, question: Question): Move {
  const { anonymous } = position.group;
  if (question.call.caller.kind === 'known') return followSwitches(position, question);
  switch (anonymous.kind) {
    case 'normal':
      return followSwitches(noted(position, { kind: 'anonymousAsAnyOther' }), question);
    case 'divert':
      return goTo(anonymous.to, { kind: 'anonymous' }, position, question);
    case 'reject':
      return release(
        noted(position, { kind: 'anonymousRejected' }).why,
        'CALL_REJECTED',
        ANONYMITY_DISALLOWED,
      );
    default:
      return assertNever(anonymous);
  }
}

function followSwitches(position: Position, question: Question): Move {
  let here = position;
  for (const rule of position.group.rules) {
    const { holds, fact } = readRule(rule, question);
    if (holds) return goTo(rule.to, { kind: 'switch', switch: fact }, here, question);
    here = noted(here, { kind: 'switchPassed', switch: fact });
  }
  return goThroughStages(here, question);
}

function readRule(
  rule: SwitchRule,
  { now, snapshot }: Question,
): { readonly holds: boolean; readonly fact: SwitchFact } {
  const { on, why, next } = readSwitch(rule.switch, now);
  const fact = { name: rule.switch.name, on, why, next: nextFactOf(next, snapshot.settings.timezone) };
  return { holds: (on ? 'on' : 'off') === rule.when, fact };
}

/** Goes to the first turn not yet tried in which somebody rings, or to the final destination. */
function goThroughStages(position: Position, question: Question): Move {
  const { group } = position;
  const tried = furthestTried(question, group.number);
  let here = position;
  for (const [index, stage] of group.stages.entries()) {
    const number = index + 1;
    const fromSec = toRingFrom(number, tried);
    if (fromSec === undefined) continue;
    const plan = planStage(stage, group, question, fromSec);
    if (plan.targets.length > 0) return ringTurn(here, { stage, number, fromSec, plan }, question);
    here = noted(here, ...whyNobody({ stage, number, fromSec, plan }, question));
  }
  return goTo(group.final, { kind: 'final' }, here, question);
}

interface Turn {
  readonly stage: Stage;
  /** 1-3 */
  readonly number: number;
  readonly fromSec: number;
  readonly plan: StagePlan;
}

function ringTurn(position: Position, { stage, number, fromSec, plan }: Turn, question: Question): Step {
  const { group, path } = position;
  const { targets, skipped, ringSec, untilSec } = plan;
  const following = {
    turns: untilSec === undefined ? undefined : { stage, fromSec: untilSec },
    stages: group.stages.slice(number),
  };
  const rings = { kind: 'stageRings', stage: number, ringSec } as const;
  return {
    kind: 'ring',
    place: { path, part: 'stage', stage: number, ...(untilSec !== undefined && { untilSec }) },
    group,
    targets: markRingingOn(targets, ringSec, following, group, question),
    skipped,
    ringSec,
    why: noted(position, fromSec === 0 ? rings : { ...rings, goesOn: true }).why,
  };
}

/** A turn in which nobody rings is not a step of its own, so its members' reasons are reported here. */
function whyNobody({ stage, number, fromSec, plan }: Turn, { own }: Question): readonly Fact[] {
  if (stage.members.length === 0) return [{ kind: 'stageEmpty', stage: number }];
  // Does not name the caller's own phone, because that would identify the caller.
  const others = plan.skipped.filter(({ why }) => why.kind !== own.why.kind).map(skippedFact);
  return fromSec === 0 ? [{ kind: 'stageRingsNobody', stage: number }, ...others] : others;
}
