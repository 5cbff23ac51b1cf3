/** Which groups somebody may know about. Pure. */
import type { CallRecord } from './call-record.js';

/** The numbers of the groups; `all` includes groups that are gone, and numbers that were never any. */
export type Scope = 'all' | ReadonlySet<string>;

export function isIn(scope: Scope, group: string): boolean {
  return scope === 'all' || scope.has(group);
}

/**
 * A call belongs to every group that had it, wherever it came from and went to. A call that no group took belongs to the
 * number that was dialled.
 */
export function groupsOfCall({ route, group }: Pick<CallRecord, 'route' | 'group'>): readonly string[] {
  return route.length === 0 ? [group.number] : route.map((passage) => passage.group);
}

export function hasCall(scope: Scope, call: Pick<CallRecord, 'route' | 'group'>): boolean {
  return scope === 'all' || groupsOfCall(call).some((group) => scope.has(group));
}

/**
 * The call as somebody of the scope may see it. A recording belongs to the group in which the talk was answered: it is of its
 * people, and others of the call's groups do not know of it.
 */
export function seenBy<Call extends Partial<Pick<CallRecord, 'recording' | 'answeredBy'>>>(
  scope: Scope,
  call: Call,
): Call {
  const { recording, answeredBy } = call;
  const isTheirs = scope === 'all' || (answeredBy?.group !== undefined && scope.has(answeredBy.group));
  return isTheirs || recording === undefined || recording === null ? call : { ...call, recording: null };
}

/** Tells scopes apart. */
export function scopeKey(scope: Scope): string {
  return scope === 'all' ? scope : [...scope].toSorted().join(' ');
}
