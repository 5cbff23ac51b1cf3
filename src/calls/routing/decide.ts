/**
 * The routing decision. The configuration, the call, what was tried so far and the time determine what
 * to do next; the same question always has the same answer, on whichever controller it is asked.
 */
import type { DateTime } from 'luxon';
import { assertNever } from '../../base/errors.js';
import type { Attempt, InboundCall, SipStatus, Step } from '../../base/model/call.js';
import type { Fact, SwitchFact } from '../../base/model/reason.js';
import type { Snapshot, SwitchRule } from '../../base/model/snapshot.js';
import { reasonOf, skippedFact } from './describe.js';
import type { Move, Position, Why } from './destination.js';
import { goTo, noted, release } from './destination.js';
import type { Question } from './members.js';
import { ownPhones } from './own-phones.js';
import { markRingingOn, planStage } from './stage.js';
import type { StagePlan } from './stage.js';
import { nextFactOf, readSwitch } from './switch-reading.js';

/** RFC 5079: refused because the caller is anonymous; 603 would not tell the caller what to change. */
const ANONYMITY_DISALLOWED: SipStatus = { code: 433, phrase: 'Anonymity Disallowed' };

/**
 * The next step of a call.
 *
 * `attempts` are what was tried and did not end the call, in order. Groups without anybody to ring are
 * passed here and leave no attempt. Never throws, and ends for every configuration: a group is entered once
 * at most, and a stage is never rung again, even when the configuration changed since the last attempt.
 */
export function decide(
  snapshot: Snapshot,
  call: InboundCall,
  attempts: readonly Attempt[],
  now: DateTime,
): Step {
  const question: Question = { snapshot, call, attempts, now, own: ownPhones(snapshot, call) };
  let move = resume(question);
  while (move.kind === 'enter') move = enter(move.path, move.why, question);
  return move;
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
  // Rules are checked once, on entry: a switch that is turned meanwhile does not pull a ringing call away.
  return goThroughStages({ group, path, why: [] }, question);
}

/** Everything that was rung in a group, not only the last stage: no stage is rung twice, in whatever order attempts arrive. */
function lastStageTried({ attempts, call }: Question, group: string): number {
  const stages = attempts.flatMap(({ place }) =>
    place.part === 'stage' && (place.path.at(-1) ?? call.groupNumber) === group ? [place.stage] : [],
  );
  return Math.max(0, ...stages);
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
  return followAnonymousRule({ group, path, why }, question);
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

/** The first stage after those that were tried in which anybody rings, or the final destination. */
function goThroughStages(position: Position, question: Question): Move {
  const { group, path } = position;
  const tried = lastStageTried(question, group.number);
  let here = position;
  for (const [index, stage] of group.stages.entries()) {
    const number = index + 1;
    // Written so that an invalid stage number (a damaged attempt) rings nothing again.
    if (!(number > tried)) continue;
    const { targets, skipped } = planStage(stage, group, question);
    if (targets.length === 0) {
      here = noted(here, ...whyNobody(number, stage.members.length, skipped, question));
      continue;
    }
    return {
      kind: 'ring',
      place: { path, part: 'stage', stage: number },
      group,
      targets: markRingingOn(targets, group.stages.slice(number), group, question),
      skipped,
      ringSec: stage.ringSec,
      why: noted(here, { kind: 'stageRings', stage: number, ringSec: stage.ringSec }).why,
    };
  }
  return goTo(group.final, { kind: 'final' }, here, question);
}

/** A skipped stage is no step of its own, so its members' reasons are given here. */
function whyNobody(
  stage: number,
  members: number,
  skipped: StagePlan['skipped'],
  { own }: Question,
): readonly Fact[] {
  if (members === 0) return [{ kind: 'stageEmpty', stage }];
  // The caller's own phone goes unnamed: its owner is the caller.
  const others = skipped.filter(({ why }) => why.kind !== own.why.kind).map(skippedFact);
  return [{ kind: 'stageRingsNobody', stage }, ...others];
}
