/** Whether a user is away from a group at a given moment; the only place that decides this. Pure. */
import type { DateTime } from 'luxon';
import type { AwaySpan } from '../../base/model/away.js';
import { isMember } from '../../base/model/member.js';
import type { NotRungWhy } from '../../base/model/reason.js';
import type { Group, Member, Snapshot, User } from '../../base/model/snapshot.js';
import { wallClock } from './switch-reading.js';

export interface AwayReading extends AwaySpan {
  /** The user is away from all groups. */
  readonly fromAll: boolean;
}

type Known = Pick<Snapshot, 'away'>;

/** Undefined: there. At exactly its end a span is over. Of two that hold, the one that ends last. */
export function awayFrom(
  { away }: Known,
  userId: string,
  group: string,
  now: DateTime,
): AwayReading | undefined {
  const state = away.get(userId);
  const own = state?.groups.get(group);
  return own === 'in' ? undefined : later(holding(own, false, now), holding(state?.all, true, now));
}

/** Undefined: not away from all groups, though perhaps from some. */
export function awayFromAll({ away }: Known, userId: string, now: DateTime): AwayReading | undefined {
  return holding(away.get(userId)?.all, true, now);
}

function holding(span: AwaySpan | undefined, fromAll: boolean, now: DateTime): AwayReading | undefined {
  const holds = span !== undefined && (span.until === undefined || span.until.toMillis() > now.toMillis());
  return holds ? { ...span, fromAll } : undefined;
}

function later(one: AwayReading | undefined, other: AwayReading | undefined): AwayReading | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return endOf(one) > endOf(other) ? one : other;
}

const endOf = ({ until }: AwaySpan): number => until?.toMillis() ?? Infinity;

/**
 * Why a member of a group's stage is away; undefined: not away. An extension that is listed by its number belongs to the
 * user who has it, and so does a user's mobile that is listed as a number outside: whoever is away is not rung there either.
 */
export function awayWhy(
  member: Member,
  group: Group,
  snapshot: Snapshot,
  now: DateTime,
): Extract<NotRungWhy, { kind: 'away' }> | undefined {
  // In most houses nobody is away, and then this costs the call nothing.
  if (snapshot.away.size === 0) return undefined;
  for (const user of ownersOf(member, snapshot)) {
    const reading = awayFrom(snapshot, user.id, group.number, now);
    if (reading !== undefined) return whyOf(reading, now, snapshot.settings.timezone);
  }
  return undefined;
}

/** Among those who may be away. */
function ownersOf(member: Member, { away, users }: Snapshot): readonly User[] {
  if (member.kind === 'user') return [member.user];
  const known = [...away.keys()].flatMap((id) => users.get(id) ?? []);
  if (member.kind === 'extension') return known.filter(({ extension }) => extension === member.extension);
  const { number } = member;
  if (number.kind !== 'allowed') return [];
  return known.filter(
    ({ mobile }) => mobile?.number.kind === 'allowed' && mobile.number.e164 === number.e164,
  );
}

function whyOf({ until }: AwayReading, now: DateTime, zone: string): Extract<NotRungWhy, { kind: 'away' }> {
  if (until === undefined) return { kind: 'away' };
  const text = wallClock(until.setZone(zone));
  const [day = '', time = '', season] = text.split(' ');
  const isPlainToday = season === undefined && day === now.setZone(zone).toISODate();
  return { kind: 'away', until: isPlainToday ? time : text };
}

/** The groups that ring the user, in the order of the configuration. */
export function groupsOf({ groups }: Pick<Snapshot, 'groups'>, user: User): readonly Group[] {
  return [...groups.values()].filter((group) => isMember(group, user));
}

/** The users among a group's members, each once, in the order of its stages. */
export function usersOf(
  { stages }: Pick<Group, 'stages'>,
  { users }: Pick<Snapshot, 'users'>,
): readonly User[] {
  const found = stages.flatMap(({ members }) =>
    members.flatMap((member) => {
      if (member.kind === 'user') return [member.user];
      return member.kind === 'extension' ? (userWithExtension({ users }, member.extension) ?? []) : [];
    }),
  );
  return [...new Map(found.map((user) => [user.id, user])).values()];
}

/** The user of a desk phone; undefined: it belongs to nobody. */
export function userWithExtension({ users }: Pick<Snapshot, 'users'>, extension: string): User | undefined {
  const known = byExtension.get(users) ?? new Map([...users.values()].map((user) => [user.extension, user]));
  byExtension.set(users, known);
  return known.get(extension);
}

/** Remembered: the live page asks for each of possibly thousands of groups and users. */
const byExtension = new WeakMap<Snapshot['users'], ReadonlyMap<string | undefined, User>>();

/** Where the user of an extension is away, for lamps. */
export interface AwayState {
  readonly userId: string;
  readonly all: AwaySpan | undefined;
  /** Every group of the user by its number, those in which the user is there too: undefined. */
  readonly groups: ReadonlyMap<string, AwaySpan | undefined>;
}

/** By extension, one entry for every user who has one. */
export function awayStates(snapshot: Snapshot, now: DateTime): ReadonlyMap<string, AwayState> {
  const groups = new Map<string, Map<string, AwaySpan | undefined>>();
  for (const group of snapshot.groups.values()) {
    for (const { id } of usersOf(group, snapshot)) {
      const own = groups.get(id) ?? new Map<string, AwaySpan | undefined>();
      groups.set(id, own.set(group.number, awayFrom(snapshot, id, group.number, now)));
    }
  }
  return new Map(
    [...snapshot.users.values()].flatMap(({ id, extension }) =>
      extension === undefined
        ? []
        : [
            [
              extension,
              { userId: id, all: awayFromAll(snapshot, id, now), groups: groups.get(id) ?? new Map() },
            ] as const,
          ],
    ),
  );
}
