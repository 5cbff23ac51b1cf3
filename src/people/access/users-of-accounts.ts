/** Accounts and the users of the configuration that they belong to. Pure. */
import type { Role } from '../../base/model/role.js';

/** Users by id, as a configuration has them. */
export type KnownUsers = ReadonlyMap<string, { readonly name: string }>;

export interface Belonging {
  readonly role: Role;
  /** Id of the user in the configuration; null or undefined: none. */
  readonly userId: string | null | undefined;
}

/**
 * The account has lost its user: the user is no longer configured, or the account has the role user and belongs to
 * nobody. With the role user such a person sees nothing; other roles only lack their own page. False while no
 * configuration is known.
 */
export function hasLostUser({ role, userId }: Belonging, users: KnownUsers | undefined): boolean {
  if (users === undefined) return false;
  return userId === null || userId === undefined ? role === 'user' : !users.has(userId);
}

/** How many ids are listed; the others are in the configuration. */
const NAMED = 10;

/**
 * Ids for a message that lists the existing ones: `anna, bernd`; of many the first ones and the number of the
 * others.
 */
export function idsInShort(ids: Iterable<string>): string {
  const all = [...ids];
  const more = all.length - NAMED;
  return more > 0 ? `${all.slice(0, NAMED).join(', ')}, … (+${more})` : all.join(', ');
}
