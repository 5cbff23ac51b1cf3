/** What an account may be, and what came of making or changing one. */
import { isMailAddress } from '../../base/model/mail-address.js';
import type { Role } from '../../base/model/role.js';
import type { Account } from '../../base/store/accounts.js';
import type { PasswordFault } from './password.js';

export type AccountResult =
  /** `tokens`: how many tokens were deleted with the account. */
  | { readonly kind: 'done'; readonly account: Account; readonly tokens?: number }
  /** `noUser`: an account with the role user sees only what belongs to its configured user, so it needs one. */
  | { readonly kind: 'badName' | 'badMail' | 'taken' | 'unknown' | 'lastAdmin' | 'noUser' }
  | { readonly kind: 'badPassword'; readonly fault: PasswordFault };

/** The fields to change; missing ones stay as they are. */
export interface AccountEdit {
  readonly role?: Role | undefined;
  readonly userId?: string | null | undefined;
  readonly mail?: string | null | undefined;
  readonly password?: string | undefined;
}

export interface AccountContent {
  readonly name: string;
  readonly role: Role;
  readonly userId: string | null;
  /** Null: none. */
  readonly mail?: string | null | undefined;
  /** Undefined: a link is mailed that sets one; nobody can sign in before. */
  readonly password?: string | undefined;
}

/** 2 to 60 lower-case letters, digits, `.`, `_`, `-` and `@`. Undefined: not a valid name. */
export function accountName(given: string): string | undefined {
  const name = given.trim().toLowerCase();
  return /^[a-z0-9][a-z0-9._@-]{1,59}$/.test(name) ? name : undefined;
}

/** One plain address in lower case, as it is compared; null for nothing. Undefined: not a valid address. */
export function accountMailAddress(given: string | null): string | null | undefined {
  const address = (given ?? '').trim().toLowerCase();
  if (address === '') return null;
  return isMailAddress(address) ? address : undefined;
}
