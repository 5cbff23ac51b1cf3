/** One stage of a group at one moment: who rings, and who does not and why. */
import type { RingTime, Skipped, Target } from '../../base/model/call.js';
import type { NotRungWhy } from '../../base/model/reason.js';
import type { Group, Member, Stage } from '../../base/model/snapshot.js';
import { describeTarget } from './describe.js';
import type { Question } from './members.js';
import { waysTo, whatRings } from './members.js';
import { firstTurn, isTooShort, ringTimeOf, withinTurn } from './turns.js';
import { notRungText } from '../words/words.js';

/** The next turn of a stage. */
export interface StagePlan {
  readonly targets: readonly Target[];
  readonly skipped: readonly Skipped[];
  readonly ringSec: number;
  /** The second of the stage at which further turns begin; undefined: it is the last one. */
  readonly untilSec: number | undefined;
}

/** A phone, or who does not ring, with the seconds of the stage that are meant for it. */
interface Timed<T> {
  readonly what: T;
  readonly time: RingTime;
}

/**
 * A call never rings the same phone twice in a stage: of several ways to a phone, the one that begins first wins, or
 * the first one listed. Only the confirmation is kept if another way asks for it, because it was configured where a
 * voicemail may answer.
 *
 * @param fromSec the stage has rung up to this second.
 */
export function planStage(stage: Stage, group: Group, question: Question, fromSec = 0): StagePlan {
  const all = phonesOf(stage, group, question);
  const due = all.phones.filter(({ time }) => time.fromSec >= fromSec);
  const turn = firstTurn(due.map(({ time }) => time)) ?? { fromSec, untilSec: stage.ringSec };
  const isLast = due.every(({ time }) => time.fromSec < turn.untilSec);
  const isNow = ({ time }: Timed<unknown>) =>
    time.fromSec >= fromSec && (isLast || time.fromSec < turn.untilSec);
  return {
    targets: due.filter(isNow).map(({ what, time }) => {
      const rings = withinTurn(time, turn);
      return rings === undefined ? what : { ...what, rings };
    }),
    skipped: all.skipped.filter(isNow).map(({ what }) => what),
    ringSec: turn.untilSec - turn.fromSec,
    untilSec: isLast ? undefined : turn.untilSec,
  };
}

interface StagePhones {
  readonly phones: readonly Timed<Target>[];
  readonly skipped: readonly Timed<Skipped>[];
}

function phonesOf(stage: Stage, group: Group, question: Question): StagePhones {
  const phones = new Map<string, Timed<Target>>();
  const skipped: Timed<Skipped>[] = [];
  for (const { what: way, time } of stage.members.flatMap((member) =>
    timedWays(member, stage, group, question),
  )) {
    if (way.kind === 'skipped') {
      skipped.push({ what: way.skipped, time });
      continue;
    }
    const phone = phoneOf(way.target);
    const later = { what: way.target, time };
    const first = phones.get(phone);
    if (first === undefined) {
      phones.set(phone, later);
      continue;
    }
    const [kept, left] = beginOf(later) < beginOf(first) ? [later, first] : [first, later];
    phones.set(phone, { what: withConfirmationOf(kept.what, left.what), time: kept.time });
    skipped.push({ what: alreadyRung(left.what, kept.what), time: left.time });
  }
  return { phones: [...phones.values()], skipped };
}

function timedWays(member: Member, stage: Stage, group: Group, question: Question) {
  const time = ringTimeOf(member, stage.ringSec);
  return waysTo(member, group, question).map((way) => {
    if (way.kind === 'skipped' || !isTooShort(time)) return { what: way, time };
    const why: NotRungWhy = { kind: 'tooLate', delaySec: time.fromSec, ringSec: stage.ringSec };
    return { what: { kind: 'skipped' as const, skipped: skippedTarget(way.target, why) }, time };
  });
}

/** When the phone begins if all phones of its member can ring. */
function beginOf({ what, time }: Timed<Target>): number {
  return time.fromSec + (what.kind === 'external' ? what.delaySec : 0);
}

/** What comes after the step: the stage's other turns, then the stages behind it. */
export interface Following {
  readonly turns: { readonly stage: Stage; readonly fromSec: number } | undefined;
  readonly stages: readonly Stage[];
}

/**
 * Marks the phones that ring to the end of the step and at once in the next. Which stage comes next depends on who can
 * be reached when it begins; deciding now is wrong only if a window opens or closes while this one rings. A phone that
 * pauses meanwhile rings anew, and lists a missed call if the caller gives up in the pause.
 */
export function markRingingOn(
  targets: readonly Target[],
  ringSec: number,
  following: Following,
  group: Group,
  question: Question,
): readonly Target[] {
  const atOnce = nextTargets(following, group, question).filter(({ rings }) => (rings?.fromSec ?? 0) === 0);
  const next = new Set(atOnce.map(phoneOf));
  return targets.map((target) => {
    if (target.kind !== 'extension') return target;
    const isToTheEnd = (target.rings?.untilSec ?? ringSec) >= ringSec;
    return { ...target, ringsOn: isToTheEnd && next.has(phoneOf(target)) };
  });
}

function nextTargets({ turns, stages }: Following, group: Group, question: Question): readonly Target[] {
  const others = turns === undefined ? [] : planStage(turns.stage, group, question, turns.fromSec).targets;
  if (others.length > 0) return others;
  for (const stage of stages) {
    const { targets } = planStage(stage, group, question);
    if (targets.length > 0) return targets;
  }
  return [];
}

function phoneOf(target: Target): string {
  return target.kind === 'extension' ? `extension ${target.extension}` : target.e164;
}

function withConfirmationOf(kept: Target, other: Target): Target {
  if (kept.kind === 'extension' || other.kind === 'extension') return kept;
  return { ...kept, confirm: kept.confirm || other.confirm };
}

function alreadyRung(target: Target, kept: Target): Skipped {
  return skippedTarget(target, { kind: 'alreadyRung', as: describeTarget(kept) });
}

function skippedTarget(target: Target, why: NotRungWhy): Skipped {
  const { who, userId } = target;
  return { who, userId, what: whatRings(target), reason: notRungText(why), why };
}
