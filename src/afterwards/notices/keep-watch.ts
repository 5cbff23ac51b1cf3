/**
 * One look at everything that can be wrong: what is seen is kept in the database, and what has lasted long enough is told.
 * Every controller looks, because each sees its own disk and its own connections; each step is made by one of them.
 */
import { problemKey, type Notice, type Problem } from '../../base/model/problem.js';
import type { Log } from '../../base/log.js';
import type { NoticeStore } from '../../base/store/notices.js';
import type { ProblemStore } from '../../base/store/problems.js';
import { firstSeen, nextStep } from '../problems/course.js';
import { sightings, type WatchFacts, type WatchLimits } from '../problems/sightings.js';

export interface WatchUse {
  readonly problems: ProblemStore;
  readonly notices: Pick<NoticeStore, 'add'>;
  readonly facts: () => Promise<WatchFacts>;
  /** Undefined: there is no configuration yet. */
  readonly limits: () => WatchLimits | undefined;
  readonly hasWebhook: boolean;
  /** Tells other systems of it; called again when the step is repeated. */
  readonly onNotice: (notice: Notice) => Promise<void>;
  /** Names this instance. */
  readonly controller: string;
  readonly now: () => Date;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Resolves with the problems that have begun. Rejects while the database cannot be reached. */
export async function keepWatch(use: WatchUse): Promise<readonly Problem[]> {
  const limits = use.limits();
  if (limits === undefined) return [];
  const known = begun(await use.problems.list());
  const told = new Set(known.map(({ sighting }) => problemKey(sighting)));
  const facts = await use.facts();
  for (const sighting of sightings(facts, limits, told))
    await use.problems.see(firstSeen(sighting, use.now()));
  for (const problem of await use.problems.list()) await advance(problem, use);
  return begun(await use.problems.list());
}

/** Those that somebody was told of and that are not over. */
export function begun(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ state }) => state === 'told');
}

/** @param phase never `test` */
export function noticeOf(
  { sighting, firstSeenAt, version }: Problem,
  phase: Notice['phase'],
  { controller, at }: { readonly controller: string; readonly at: Date },
): Notice {
  // The version alone begins again when a problem was forgotten.
  const id = `${problemKey(sighting)} ${firstSeenAt.toISOString()} ${version}`;
  return { id, phase, told: sighting, since: firstSeenAt, at, controller };
}

/**
 * The notice is stored first: after a crash in between, the next look finds the problem as it was and makes the same step,
 * and the notice is there already.
 */
async function advance(problem: Problem, use: WatchUse): Promise<void> {
  const { problems, notices, controller, log } = use;
  const at = use.now();
  const step = nextStep(problem, at);
  switch (step.kind) {
    case 'nothing':
      return;
    case 'forget':
      return problems.forget(problem);
    case 'change':
      await problems.change(problem, step.becomes);
      return;
    case 'tell': {
      const notice = noticeOf(step.becomes, step.phase, { controller, at });
      const isNew = await notices.add(notice, use.hasWebhook);
      await use.onNotice(notice);
      await problems.change(problem, step.becomes);
      if (!isNew) return;
      const { kind: what, ...facts } = problem.sighting;
      if (step.phase === 'over') log.info({ problem: what, ...facts }, 'a problem is over');
      else log.warn({ problem: what, ...facts }, 'there is a problem; administrators are told');
      return;
    }
  }
}
