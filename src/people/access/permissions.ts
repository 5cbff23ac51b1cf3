/** Who may do what: one list of permissions for pages, REST interface and tokens. Pure. */
import { ROLES, type Role } from '../../base/model/role.js';
import type { Scope } from '../../base/model/scope.js';
import type { Group, Snapshot } from '../../base/model/snapshot.js';
import { isMember } from '../../base/model/member.js';

/** In the order shown on the page. The scopes of a token are permissions. */
export const PERMISSIONS = [
  'live.read',
  'config.read',
  'config.write',
  'switches.read',
  'switches.write',
  'away.read',
  'away.write',
  'calls.read',
  'views.write',
  'callbacks.read',
  'callbacks.write',
  'calls.place',
  'contacts.read',
  'contacts.write',
  'reports.read',
  'reports.send',
  'recordings.read',
  'mails.read',
  'mails.write',
  'audit.read',
  'privacy.write',
  'status.read',
  'status.check',
  'metrics.read',
  'accounts.write',
  'own.write',
  'credentials.write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const READING = [
  'live.read',
  'config.read',
  'switches.read',
  'away.read',
  'calls.read',
  'views.write',
  'callbacks.read',
  'contacts.read',
  'reports.read',
  'status.read',
  'metrics.read',
] as const;

const CALLING_BACK = ['callbacks.read', 'callbacks.write', 'calls.place', 'own.write'] as const;

const OF_ROLE: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSIONS,
  receptionist: [
    ...([
      'live.read',
      'switches.read',
      'switches.write',
      'away.read',
      'away.write',
      'calls.read',
      'views.write',
    ] as const),
    ...CALLING_BACK,
    ...(['contacts.read', 'contacts.write'] as const),
  ],
  leader: [
    ...(['live.read', 'away.read', 'away.write', 'calls.read', 'views.write'] as const),
    ...CALLING_BACK,
    ...(['reports.read', 'recordings.read'] as const),
  ],
  viewer: READING,
  observer: READING,
  user: CALLING_BACK,
};

/** What every account may, and a token only if it is ticked. */
const OF_ALL: readonly Permission[] = ['credentials.write'];

/** Who sees the whole configuration sees these parts of it, also with a token that was made before they had names. */
const PART_OF: Readonly<Partial<Record<Permission, Permission>>> = {
  'switches.read': 'config.read',
  'away.read': 'config.read',
};

export interface RoleRights {
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
  /** Whose calls, call-backs, figures, recordings and absences. */
  readonly reach: Reach;
  readonly seesMasked: boolean;
}

/** Who may what, in the order in which it is shown. */
export function rightsOfRoles(): readonly RoleRights[] {
  return ROLES.map((role) => ({
    role,
    permissions: permissionsOf(role),
    reach: reachOf(role),
    seesMasked: seesMasked({ role }),
  }));
}

/** Who makes the request: an account signed in through a session, or a token of an account. */
export interface Actor {
  readonly kind: 'account' | 'token';
  /** The account's name, as others see it and as the audit log records it. */
  readonly name: string;
  readonly role: Role;
  /** The configured user that the account belongs to; undefined: none. */
  readonly userId: string | undefined;
  readonly permissions: ReadonlySet<Permission>;
  /** When the token ends; undefined: it does not, or the account is signed in. */
  readonly endsAt?: Date | undefined;
}

/** Phone numbers are masked for these accounts: they get the parts of `http/masked-parts.ts`. */
export const seesMasked = ({ role }: Pick<Actor, 'role'>): boolean => role === 'observer';

/** `scopes` undefined: everything the role allows. A token never allows more than its account does now. */
export function permissionsOf(role: Role, scopes?: readonly string[]): ReadonlySet<Permission> {
  const isGiven = (permission: Permission | undefined) =>
    permission !== undefined && (scopes === undefined || scopes.includes(permission));
  return new Set([...OF_ROLE[role], ...OF_ALL].filter((one) => isGiven(one) || isGiven(PART_OF[one])));
}

/** Whose calls an account with the role may see, in one word. */
export type Reach = 'all' | 'led' | 'own';

export function reachOf(role: Role): Reach {
  if (role === 'leader') return 'led';
  return role === 'user' ? 'own' : 'all';
}

/**
 * The groups that the actor may know about now: those that the user leads, those that the user is a member of, or all. Every
 * reader of calls, call-backs, figures and recordings asks for it.
 */
export function scopeOf(
  { role, userId }: Pick<Actor, 'role' | 'userId'>,
  snapshot: Snapshot | undefined,
): Scope {
  const reach = reachOf(role);
  if (reach === 'all') return 'all';
  const user = userId === undefined ? undefined : snapshot?.users.get(userId);
  if (user === undefined) return new Set();
  const isOwn = (group: Group) => (reach === 'led' ? group.leaders.has(user.id) : isMember(group, user));
  const groups = [...(snapshot?.groups.values() ?? [])];
  return new Set(groups.filter(isOwn).map(({ number }) => number));
}

/** The same text for all who see the same groups, now and after a change of the configuration. */
export function sharedReach({ role, userId = '' }: Pick<Actor, 'role' | 'userId'>): string {
  const reach = reachOf(role);
  return reach === 'all' ? reach : `${reach} ${userId}`;
}

/** Whether the actor may take work from others and hand it on, as whoever is in charge does. */
export function isInCharge({ role }: Pick<Actor, 'role'>): boolean {
  return role === 'admin' || role === 'leader';
}
