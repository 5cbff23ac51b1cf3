/** What somebody should look at now: found from what is known, without words. Pure. */
import type { BoardGroup } from '../../calls/live/board.js';
import type { FreeswitchState } from '../../calls/live/nodes.js';
import type { LimitIncident } from '../../base/model/limit-incident.js';
import type { Forgotten } from './forgotten.js';
import { toldTogether, type MissingNeed } from '../../base/model/need.js';

export interface WarningInput {
  readonly groups: readonly BoardGroup[];
  readonly nodes: readonly FreeswitchState[];
  readonly missing: readonly MissingNeed[];
  /** Limits that callers are hitting now. */
  readonly limits: readonly LimitIncident[];
  readonly recordsWaiting: number;
  readonly mailsFailed: number;
  readonly forgotten: readonly Forgotten[];
  /** Accounts that have lost their user; empty for visitors who may not know about accounts. */
  readonly lost: readonly string[];
}

export type Warning =
  | { readonly kind: 'node'; readonly name: string; readonly reason: string | undefined }
  | { readonly kind: 'limit'; readonly limit: LimitIncident }
  | { readonly kind: 'lack'; readonly needs: ReturnType<typeof toldTogether>[number] }
  | { readonly kind: 'forgotten'; readonly what: Forgotten }
  | { readonly kind: 'records'; readonly count: number }
  | { readonly kind: 'mails'; readonly count: number }
  | { readonly kind: 'accounts'; readonly names: readonly string[] }
  /** Everybody who would ring is away. */
  | { readonly kind: 'alone'; readonly group: BoardGroup }
  | { readonly kind: 'stage'; readonly group: BoardGroup; readonly stage: number; readonly hasAway: boolean };

/** In the order in which they matter: what keeps calls from phones everywhere, then in one group. */
export function warningsNow(input: WarningInput): readonly Warning[] {
  const { groups, nodes, missing, limits, recordsWaiting, mailsFailed, forgotten, lost } = input;
  return [
    ...nodes.filter(({ connected }) => !connected).map(nodeWarning),
    ...limits.map((limit) => ({ kind: 'limit', limit }) as const),
    ...toldTogether(missing).map((needs) => ({ kind: 'lack', needs }) as const),
    ...forgotten.map((what) => ({ kind: 'forgotten', what }) as const),
    ...(recordsWaiting > 0 ? [{ kind: 'records', count: recordsWaiting } as const] : []),
    ...(mailsFailed > 0 ? [{ kind: 'mails', count: mailsFailed } as const] : []),
    ...(lost.length > 0 ? [{ kind: 'accounts', names: lost } as const] : []),
    ...groups
      .filter(({ nobodyLeft }) => nobodyLeft !== undefined)
      .map((group) => ({ kind: 'alone', group }) as const),
    ...groups.filter(({ enabled }) => enabled).flatMap(stageWarnings),
  ];
}

function nodeWarning({ name, reason }: FreeswitchState): Warning {
  return { kind: 'node', name, reason };
}

function stageWarnings(group: BoardGroup): readonly Warning[] {
  return group.stages
    .filter(({ ringsNobody }) => ringsNobody)
    .map(({ number, hasAway }) => ({ kind: 'stage', group, stage: number, hasAway }));
}
