/** The stored states of those who are away, as the routing decision reads them. Pure. */
import { DateTime } from 'luxon';
import type { AwaySpan, UserAway } from '../model/away.js';
import { isMember } from '../model/member.js';
import type { Group, User } from '../model/snapshot.js';

/** What is stored of one user and one group, or of one user and all groups. */
export interface AwayChange {
  readonly userId: string;
  /** Null: all groups. */
  readonly group: string | null;
  /** `in`: back in this group although away from all. */
  readonly kind: 'away' | 'in';
  /** Undefined: until coming back. */
  readonly until?: Date | undefined;
  readonly changedAt: Date;
  readonly changedBy: string;
}

/** By user id. Left out are users who are not configured, and groups that they are no member of. */
export function awayOf(
  states: readonly AwayChange[],
  users: ReadonlyMap<string, User>,
  groups: ReadonlyMap<string, Group>,
  zone: string,
): ReadonlyMap<string, UserAway> {
  const found = new Map<string, { all: AwaySpan | undefined; groups: Map<string, AwaySpan | 'in'> }>();
  for (const state of states) {
    const user = users.get(state.userId);
    if (user === undefined) continue;
    const group = state.group === null ? undefined : groups.get(state.group);
    if (state.group !== null && (group === undefined || !isMember(group, user))) continue;
    const known = found.get(user.id) ?? { all: undefined, groups: new Map<string, AwaySpan | 'in'>() };
    found.set(user.id, known);
    const span = spanOf(state, zone);
    if (group !== undefined) known.groups.set(group.number, state.kind === 'in' ? 'in' : span);
    else if (state.kind === 'away') known.all = span;
  }
  return found;
}

function spanOf({ until, changedAt, changedBy }: AwayChange, zone: string): AwaySpan {
  return {
    until: until && DateTime.fromJSDate(until, { zone }),
    since: DateTime.fromJSDate(changedAt, { zone }),
    by: changedBy,
  };
}
