/** Sends users away from groups and brings them back, for pages, interface, command line and codes on the phone. */
import { isDeepStrictEqual } from 'node:util';
import { DateTime } from 'luxon';
import type { AuditLog } from '../../base/model/audit-event.js';
import { isMember } from '../../base/model/member.js';
import { isIn, type Scope } from '../../base/model/scope.js';
import type { SentTo } from '../../base/model/reason.js';
import type { Group, Snapshot, User } from '../../base/model/snapshot.js';
import type { AwayStateStore, StoredAway } from '../../base/store/away-states.js';
import { awayFrom, awayFromAll, groupsOf, type AwayReading } from '../../calls/routing/away.js';
import { nobodyLeft } from '../../calls/routing/nobody-left.js';
import { groupIn, userIn } from './seen.js';

export interface AwayDesk {
  readonly awayStates: AwayStateStore;
  readonly snapshot: () => Snapshot | undefined;
  /** Makes the change take effect at once for the calls of this instance. */
  readonly refresh: () => Promise<void>;
  readonly audit: AuditLog;
}

export interface AwayOrder {
  readonly userId: string;
  /** A group's number; undefined: all groups. */
  readonly group: string | undefined;
  readonly to: { readonly kind: 'away'; readonly until: Date | undefined } | { readonly kind: 'back' };
}

/** Where one user is in one of the user's groups. */
export interface AwayInGroup {
  readonly number: string;
  readonly name: string;
  /** Undefined: there. */
  readonly away: AwayReading | undefined;
  /** Where callers go now because all who would ring are away; undefined: somebody is left. */
  readonly nobodyLeft: SentTo | undefined;
}

export interface AwayOfUser {
  readonly user: User;
  readonly all: AwayReading | undefined;
  readonly groups: readonly AwayInGroup[];
}

export type AwayResult =
  /** There is no such user, no such group, or the user is no member of it: nothing was done. */
  | { readonly kind: 'unknownUser' | 'unknownGroup' | 'notMember' }
  /** All groups are meant, and who orders it is in charge of some: nothing was done. */
  | { readonly kind: 'notAllGroups' }
  /** The end is not in the future: nothing was done. */
  | { readonly kind: 'past' }
  /** `affected`: the groups that the order is about, as they are now. */
  | { readonly kind: 'done'; readonly now: AwayOfUser; readonly affected: readonly AwayInGroup[] };

/**
 * Carries out the order, writes an audit entry if something changed, and makes it take effect for calls. Of two orders at
 * once the later one holds, and both are in the audit log. Coming back to one group while away from all others is kept as
 * such; coming back to all groups ends everything.
 *
 * @param by.scope the groups for which the order may be given; `all` for whoever is meant
 * @throws what the database throws when it cannot be written; then the order does not hold.
 */
export async function setAway(
  desk: AwayDesk,
  order: AwayOrder,
  { who, at, scope }: By & { readonly scope: Scope },
): Promise<AwayResult> {
  const { awayStates, snapshot, refresh, audit } = desk;
  const { userId, group } = order;
  const refused = refusal(snapshot(), order, { at, scope });
  if (refused !== undefined) return { kind: refused };
  const before = await awayStates.of(userId);
  const after = statesAfter(before, order, { who, at });
  await write(awayStates, before, after);
  await note(audit, order, { who, at }, { before, after });
  await refresh();
  const known = snapshot();
  const now = known && awayOfUser(known, userId, DateTime.fromJSDate(at), scope);
  if (now === undefined || (group !== undefined && now.groups.every(({ number }) => number !== group))) {
    // The user was deleted, or left the group, at this moment.
    await write(awayStates, after, group === undefined ? [] : after.filter((state) => state.group !== group));
    return { kind: now === undefined ? 'unknownUser' : 'notMember' };
  }
  const affected = now.groups.filter(({ number }) => group === undefined || number === group);
  return { kind: 'done', now, affected };
}

function refusal(
  snapshot: Snapshot | undefined,
  { userId, group, to }: AwayOrder,
  { at, scope }: Pick<By, 'at'> & { readonly scope: Scope },
) {
  const user = userIn(scope, snapshot, userId);
  if (snapshot === undefined || user === undefined) return 'unknownUser';
  if (group === undefined && scope !== 'all') return 'notAllGroups';
  const wanted = group === undefined ? undefined : groupIn(scope, snapshot, group);
  if (group !== undefined && wanted === undefined) return 'unknownGroup';
  if (wanted !== undefined && !isMember(wanted, user)) return 'notMember';
  return to.kind === 'away' && to.until !== undefined && to.until <= at ? 'past' : undefined;
}

interface By {
  readonly who: string;
  readonly at: Date;
}

/** What is stored of the user when the order has been carried out. */
function statesAfter(before: readonly StoredAway[], order: AwayOrder, by: By): readonly StoredAway[] {
  const { group = null, to } = order;
  const others = before.filter((state) => state.group !== group);
  if (to.kind === 'away') {
    // Away from all groups means those, too, to which the user came back before.
    const kept = group === null ? others.filter(({ kind }) => kind === 'away') : others;
    return [...kept, stored(order, 'away', to.until, by)];
  }
  if (group === null) return [];
  const ofAll = before.find((state) => state.group === null && isNow(state, by.at));
  // Ends with being away from all groups.
  return ofAll === undefined ? others : [...others, stored(order, 'in', ofAll.until, by)];
}

async function write(
  awayStates: AwayStateStore,
  before: readonly StoredAway[],
  after: readonly StoredAway[],
): Promise<void> {
  for (const { userId, group } of before) {
    if (after.every((state) => state.group !== group)) await awayStates.remove(userId, group);
  }
  for (const state of after) if (!before.includes(state)) await awayStates.put(state);
}

const isNow = ({ until }: StoredAway, at: Date): boolean => until === undefined || until > at;

function stored(
  { userId, group }: AwayOrder,
  kind: StoredAway['kind'],
  until: Date | undefined,
  { who, at }: By,
): StoredAway {
  return { userId, group: group ?? null, kind, until, changedAt: at, changedBy: who };
}

async function note(
  audit: AuditLog,
  { userId, group, to }: AwayOrder,
  { who, at }: By,
  { before, after }: { readonly before: readonly StoredAway[]; readonly after: readonly StoredAway[] },
): Promise<void> {
  const change = { before: shown(before, at), after: shown(after, at) };
  // Coming back without having been away changes nothing.
  if (to.kind === 'back' && isDeepStrictEqual(change.before, change.after)) return;
  const facts = {
    subject: `user ${userId}`,
    ...(group === undefined ? { groups: 'all' } : { group }),
    ...(to.kind === 'away' && to.until !== undefined && { until: to.until.toISOString() }),
  };
  const event = to.kind === 'away' ? 'awaySet' : 'awayEnded';
  await audit.note(who, event, facts, change);
}

/** A user's states that hold, in the audit log: `{"all": "2026-11-24T13:00:00.000Z", "700": "there"}`. */
function shown(states: readonly StoredAway[], at: Date): Readonly<Record<string, string>> {
  const holding = states.filter((state) => isNow(state, at));
  return Object.fromEntries(
    holding.map(({ group, kind, until }) => [
      group ?? 'all',
      kind === 'in' ? 'there' : (until?.toISOString() ?? 'untilBack'),
    ]),
  );
}

/** In the groups of the scope. Undefined: there is no such user in it. */
export function awayOfUser(
  snapshot: Snapshot,
  userId: string,
  now: DateTime,
  scope: Scope,
): AwayOfUser | undefined {
  const user = userIn(scope, snapshot, userId);
  if (user === undefined) return undefined;
  const groups = groupsOf(snapshot, user).filter(({ number }) => isIn(scope, number));
  return {
    user,
    all: awayFromAll(snapshot, userId, now),
    groups: groups.map((group) => awayInGroup(snapshot, userId, group, now)),
  };
}

function awayInGroup(snapshot: Snapshot, userId: string, group: Group, now: DateTime): AwayInGroup {
  return {
    number: group.number,
    name: group.name,
    away: awayFrom(snapshot, userId, group.number, now),
    nobodyLeft: nobodyLeft(group, snapshot, now),
  };
}

/** Everybody who is away from a group or from all, in the order of the users; in steps, one for each. */
export function* awaySteps(
  snapshot: Snapshot,
  now: DateTime,
  scope: Scope,
): Generator<undefined, readonly AwayOfUser[]> {
  const found: AwayOfUser[] = [];
  for (const id of snapshot.users.keys()) {
    const one = snapshot.away.has(id) ? awayOfUser(snapshot, id, now, scope) : undefined;
    const isAway = one?.all !== undefined || one?.groups.some(({ away }) => away !== undefined) === true;
    if (one !== undefined && isAway) found.push(one);
    yield;
  }
  return found;
}
