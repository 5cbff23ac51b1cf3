/** What callers of a group get when everybody who would ring there is away. Pure. */
import type { DateTime } from 'luxon';
import type { SentTo } from '../../base/model/reason.js';
import type { Group, Snapshot } from '../../base/model/snapshot.js';
import { somebody } from './check.js';
import { rehearse } from './check.js';
import { ownPhones } from './own-phones.js';
import { planStage } from './stage.js';

/**
 * Where a caller from outside goes now; undefined: somebody would ring, or nobody is away. Whether the phones are
 * registered does not matter, and a switch that diverts calls makes nobody less alone: the answer says where it sends them.
 */
export function nobodyLeft(group: Group, snapshot: Snapshot, now: DateTime): SentTo | undefined {
  if (snapshot.away.size === 0 || !group.enabled) return undefined;
  const call = somebody(group.number);
  const question = {
    snapshot,
    call,
    attempts: [],
    now,
    own: ownPhones(snapshot, call),
    isTalking: () => false,
  };
  const plans = group.stages.map((stage) => planStage(stage, group, question));
  const isLeft = plans.some(({ targets }) => targets.length > 0);
  const isAway = plans.some(({ skipped }) => skipped.some(({ why }) => why.kind === 'away'));
  if (isLeft || !isAway) return undefined;
  for (const { fact, group: of } of rehearse(snapshot, call, now).flatMap(({ why }) => why)) {
    if (fact.kind === 'sent' && of === group.number) return fact.to;
  }
  return undefined;
}
