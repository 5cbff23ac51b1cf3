/** Accounts and the configured users they belong to. Pure. */
import { needsUser, type Role } from '../../base/model/role.js';

/** The configured users by id. */
export type KnownUsers = ReadonlyMap<string, { readonly name: string }>;

export interface Belonging {
  readonly role: Role;
  /** Id of the configured user; null or undefined: none. */
  readonly userId: string | null | undefined;
}

/**
 * Whether the account has lost its user: the user is no longer configured, or the account has a role that needs one but
 * no user. With such a role the person sees nothing; other roles only lack their own page. False while no
 * configuration is known.
 */
export function hasLostUser({ role, userId }: Belonging, users: KnownUsers | undefined): boolean {
  if (users === undefined) return false;
  return userId === null || userId === undefined ? needsUser(role) : !users.has(userId);
}

/** How many ids are listed. */
const NAMED = 10;

/** Existing ids for a message: `anna, bernd`. A long list is cut, and the number of the others is added. */
export function idsInShort(ids: Iterable<string>): string {
  const all = [...ids];
  const more = all.length - NAMED;
  return more > 0 ? `${all.slice(0, NAMED).join(', ')}, … (+${more})` : all.join(', ');
}
