/** Groups and people of a scope, for what lets somebody choose among them. Pure. */
import { isIn, type Scope } from '../../base/model/scope.js';
import type { Group, Snapshot, User } from '../../base/model/snapshot.js';
import { groupsOf, usersOf } from '../../calls/routing/away.js';

/** In the order of the configuration. */
export function groupsIn(scope: Scope, snapshot: Snapshot | undefined): readonly Group[] {
  return [...(snapshot?.groups.values() ?? [])].filter(({ number }) => isIn(scope, number));
}

/** Undefined: there is none, or the scope does not have it; nobody can tell which. */
export function groupIn(scope: Scope, snapshot: Snapshot | undefined, number: string): Group | undefined {
  return isIn(scope, number) ? snapshot?.groups.get(number) : undefined;
}

/** The members of its groups; of all groups, all users. */
export function usersIn(scope: Scope, snapshot: Snapshot | undefined): readonly User[] {
  const all = [...(snapshot?.users.values() ?? [])];
  if (scope === 'all' || snapshot === undefined) return all;
  const members = new Set(
    groupsIn(scope, snapshot).flatMap((group) => usersOf(group, snapshot).map(({ id }) => id)),
  );
  return all.filter(({ id }) => members.has(id));
}

/** Undefined: there is none, or no group of the scope has this user; nobody can tell which. */
export function userIn(scope: Scope, snapshot: Snapshot | undefined, id: string): User | undefined {
  const user = snapshot?.users.get(id);
  if (scope === 'all' || snapshot === undefined || user === undefined) return user;
  return groupsOf(snapshot, user).some(({ number }) => scope.has(number)) ? user : undefined;
}
