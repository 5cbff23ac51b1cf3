/** What waits for somebody: open call-backs, failed mails, warnings. Every page shows these counts. */
import { visibleGroups, type Actor } from '../access/permissions.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import type { Fresh } from './fresh.js';

export interface Waiting {
  /** The group of each call-back that nobody has taken, at most `MOST_OPEN`. */
  readonly openCallbacks: readonly string[];
  readonly failedMails: number;
  /** Warnings for everybody who may see the first page. */
  readonly warnings: number;
  /** Further warnings, for those who look after accounts. */
  readonly accountWarnings: number;
}

/** Undefined: the visitor may not know it, or it is not known yet. */
export interface WaitingFor {
  readonly callbacks: number | undefined;
  readonly mails: number | undefined;
  readonly warnings: number | undefined;
}

export type WaitingKey = keyof WaitingFor;

/** Nobody reads a larger count. */
export const MOST_OPEN = 1000;

/** What waits for all visitors together, as fresh as pages need it. */
export type WaitingCounts = Fresh<Waiting>;

/** The counts that the visitor may see. */
export function waitingFor(
  actor: Actor,
  waiting: Waiting | undefined,
  snapshot: Snapshot | undefined,
): WaitingFor {
  const may = actor.permissions;
  const groups = visibleGroups(actor, snapshot);
  const open = waiting?.openCallbacks.filter((group) => groups === 'all' || groups.has(group)).length;
  const forAccounts = may.has('accounts.write') ? (waiting?.accountWarnings ?? 0) : 0;
  return {
    callbacks: may.has('callbacks.read') ? open : undefined,
    mails: may.has('mails.read') ? waiting?.failedMails : undefined,
    warnings: may.has('live.read') && waiting !== undefined ? waiting.warnings + forAccounts : undefined,
  };
}
