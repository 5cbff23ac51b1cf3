/** One stage of a group at one moment: who rings, and who does not and why. */
import type { Skipped, Target } from '../../base/model/call.js';
import type { NotRungWhy } from '../../base/model/reason.js';
import type { Group, Stage } from '../../base/model/snapshot.js';
import { describeTarget } from './describe.js';
import type { Question, Way } from './members.js';
import { waysTo, whatRings } from './members.js';
import { notRungText } from '../words/words.js';

export interface StagePlan {
  readonly targets: readonly Target[];
  readonly skipped: readonly Skipped[];
}

/**
 * A call never rings the same phone twice at once: of several ways to a phone, the first one wins. Only the
 * confirmation is kept if a later way asks for it, because it was configured where a voicemail may answer.
 */
export function planStage(stage: Stage, group: Group, question: Question): StagePlan {
  const targets = new Map<string, Target>();
  const skipped: Skipped[] = [];
  for (const way of stage.members.flatMap((member): readonly Way[] => waysTo(member, group, question))) {
    if (way.kind === 'skipped') {
      skipped.push(way.skipped);
      continue;
    }
    const phone = phoneOf(way.target);
    const first = targets.get(phone);
    targets.set(phone, first === undefined ? way.target : withConfirmationOf(first, way.target));
    if (first !== undefined) skipped.push(alreadyRung(way.target, first));
  }
  return { targets: [...targets.values()], skipped };
}

/**
 * Marks the phones that the next stage rings again. Which stage comes next depends on who can be reached when it
 * begins; deciding now is wrong only if a window opens or closes while this stage rings.
 */
export function markRingingOn(
  targets: readonly Target[],
  following: readonly Stage[],
  group: Group,
  question: Question,
): readonly Target[] {
  const next = new Set(nextTargets(following, group, question).map(phoneOf));
  return targets.map((target) =>
    target.kind === 'extension' ? { ...target, ringsOn: next.has(phoneOf(target)) } : target,
  );
}

function nextTargets(following: readonly Stage[], group: Group, question: Question): readonly Target[] {
  for (const stage of following) {
    const { targets } = planStage(stage, group, question);
    if (targets.length > 0) return targets;
  }
  return [];
}

function phoneOf(target: Target): string {
  return target.kind === 'extension' ? `extension ${target.extension}` : target.e164;
}

function withConfirmationOf(first: Target, later: Target): Target {
  if (first.kind === 'extension' || later.kind === 'extension') return first;
  return { ...first, confirm: first.confirm || later.confirm };
}

function alreadyRung(target: Target, first: Target): Skipped {
  const { who, userId } = target;
  const why: NotRungWhy = { kind: 'alreadyRung', as: describeTarget(first) };
  return { who, userId, what: whatRings(target), reason: notRungText(why), why };
}
