/** When somebody is told of a problem, reminded, and told that it is over. Pure. */
import type { NoticePhase, Problem, ProblemKind, Sighting } from '../../base/model/problem.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Minutes for which a problem is seen before it is told, and not seen before it is over. Longer than any restart. */
interface Patience {
  readonly beginsAfterMin: number;
  readonly endsAfterMin: number;
}

export const PATIENCE: Readonly<Record<ProblemKind, Patience>> = {
  databaseAway: { beginsAfterMin: 2, endsAfterMin: 2 },
  // A FreeSWITCH with many profiles takes a minute to restart.
  freeswitchAway: { beginsAfterMin: 3, endsAfterMin: 2 },
  // What is counted covers half an hour by itself.
  callsFail: { beginsAfterMin: 1, endsAfterMin: 15 },
  mailsFail: { beginsAfterMin: 5, endsAfterMin: 5 },
  // A pause lasts up to an hour, so only an answer ends it.
  webhookFails: { beginsAfterMin: 10, endsAfterMin: 1 },
  diskFull: { beginsAfterMin: 5, endsAfterMin: 10 },
  backupOld: { beginsAfterMin: 10, endsAfterMin: 2 },
  certificateEnds: { beginsAfterMin: 1, endsAfterMin: 2 },
  // Looked at once an hour, and known since then.
  freeswitchCertificateEnds: { beginsAfterMin: 1, endsAfterMin: 10 },
  awayForgotten: { beginsAfterMin: 1, endsAfterMin: 2 },
  cdrsMissing: { beginsAfterMin: 10, endsAfterMin: 10 },
};

/** Whoever has been told is reminded so often. */
const REMINDED_MS = DAY_MS;

/** How long a problem that is over is remembered. */
const REMEMBERED_MS = DAY_MS;

/** What happens to a problem now. */
export type Step =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'tell'; readonly phase: NoticePhase; readonly becomes: Problem }
  | { readonly kind: 'change'; readonly becomes: Problem }
  | { readonly kind: 'forget' };

const NOTHING: Step = { kind: 'nothing' };

export function firstSeen(sighting: Sighting, now: Date): Problem {
  return {
    sighting,
    state: 'new',
    firstSeenAt: now,
    lastSeenAt: now,
    changedAt: now,
    episodes: 0,
    version: 0,
  };
}

/** A problem that is told for the n-th time within a day waits 1, 2, 4, … hours after the last word about it. */
function pauseMs(episodes: number): number {
  return episodes === 0 ? 0 : Math.min(DAY_MS, HOUR_MS * 2 ** (episodes - 1));
}

export function nextStep(problem: Problem, now: Date): Step {
  const { state, sighting, firstSeenAt, lastSeenAt, changedAt, episodes } = problem;
  const { beginsAfterMin, endsAfterMin } = PATIENCE[sighting.kind];
  const sinceChangeMs = now.getTime() - changedAt.getTime();
  const isGone = now.getTime() - lastSeenAt.getTime() >= endsAfterMin * MINUTE_MS;
  const changed = (by: Partial<Problem>): Problem => ({ ...problem, ...by, version: problem.version + 1 });
  switch (state) {
    case 'new': {
      if (isGone && episodes === 0) return { kind: 'forget' };
      if (isGone) return { kind: 'change', becomes: changed({ state: 'over' }) };
      const lastsMs = lastSeenAt.getTime() - firstSeenAt.getTime();
      if (lastsMs < beginsAfterMin * MINUTE_MS || sinceChangeMs < pauseMs(episodes)) return NOTHING;
      const becomes = changed({ state: 'told', changedAt: now, episodes: episodes + 1 });
      return { kind: 'tell', phase: 'begun', becomes };
    }
    case 'told':
      if (isGone) return { kind: 'tell', phase: 'over', becomes: changed({ state: 'over', changedAt: now }) };
      if (sinceChangeMs < REMINDED_MS) return NOTHING;
      return { kind: 'tell', phase: 'lasts', becomes: changed({ changedAt: now }) };
    case 'over':
      if (!isGone) return { kind: 'change', becomes: changed({ state: 'new', firstSeenAt: lastSeenAt }) };
      return sinceChangeMs < REMEMBERED_MS ? NOTHING : { kind: 'forget' };
  }
}
