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
 * The account has lost its user: the one it belongs to is not configured any more, or it has the role user and belongs to
 * nobody. Such a person sees nothing. False while no configuration is known.
 */
export function hasLostUser({ role, userId }: Belonging, users: KnownUsers | undefined): boolean {
  if (users === undefined) return false;
  return userId === null || userId === undefined ? role === 'user' : !users.has(userId);
}

/** Named so many; whoever has more finds them in the configuration. */
const NAMED = 10;

/** Ids for a message that says which there are: `anna, bernd`, of many the first ones and how many more. */
export function idsInShort(ids: Iterable<string>): string {
  const all = [...ids];
  const more = all.length - NAMED;
  return more > 0 ? `${all.slice(0, NAMED).join(', ')}, … (+${more})` : all.join(', ');
}
