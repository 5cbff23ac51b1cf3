/** Who may do what: one list of permissions for pages, REST interface and tokens. Pure. */
import type { Role } from '../../base/model/role.js';
import type { Member, Snapshot } from '../../base/model/snapshot.js';

/** In the order shown on the page. The scopes of a token are permissions. */
export const PERMISSIONS = [
  'live.read',
  'config.read',
  'config.write',
  'switches.write',
  'away.write',
  'calls.read',
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
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const READING = [
  'live.read',
  'config.read',
  'calls.read',
  'callbacks.read',
  'contacts.read',
  'reports.read',
  'status.read',
  'metrics.read',
] as const;

const OF_ROLE: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSIONS,
  viewer: READING,
  observer: READING,
  user: ['callbacks.read', 'callbacks.write', 'calls.place', 'own.write'],
};

/** Who makes the request: an account signed in through a session, or a token of an account. */
export interface Actor {
  readonly kind: 'account' | 'token';
  /** The account's name, as others see it and as the audit log records it. */
  readonly name: string;
  readonly role: Role;
  /** The configured user that the account belongs to; undefined: none. */
  readonly userId: string | undefined;
  readonly permissions: ReadonlySet<Permission>;
}

/** Phone numbers are masked for these accounts: they get the parts of `http/masked-parts.ts`. */
export const seesMasked = ({ role }: Pick<Actor, 'role'>): boolean => role === 'observer';

/** `scopes` undefined: everything the role allows. A token never allows more than its account does now. */
export function permissionsOf(role: Role, scopes?: readonly string[]): ReadonlySet<Permission> {
  return new Set(OF_ROLE[role].filter((permission) => scopes === undefined || scopes.includes(permission)));
}

/**
 * The groups, by number, whose call-backs the actor may see. A `user` sees those of the groups that the user is a
 * member of.
 */
export function visibleGroups(actor: Actor, snapshot: Snapshot | undefined): 'all' | ReadonlySet<string> {
  if (actor.role !== 'user') return 'all';
  const groups = [...(snapshot?.groups.values() ?? [])].filter(({ stages }) =>
    stages.some(({ members }) => members.some((member) => isUser(member, actor.userId))),
  );
  return new Set(groups.map(({ number }) => number));
}

function isUser(member: Member, userId: string | undefined): boolean {
  return member.kind === 'user' && member.user.id === userId;
}
