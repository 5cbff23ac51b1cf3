/** What the account pages show. Pure. */
import { PERMISSIONS, type Actor } from '../../access/permissions.js';
import { ROLES } from '../../../base/model/role.js';
import { hasLostUser, type KnownUsers } from '../../access/users-of-accounts.js';
import { timesOf } from '../../../base/model/times.js';
import type { Account } from '../../../base/store/accounts.js';
import type { ApiToken } from '../../../base/store/api-tokens.js';
import { fill, type Language } from '../language.js';
import { accountTexts, accountsTexts } from '../../words/words.js';

function clock(date: Date | null, timezone: string, lang: Language): string | null {
  return date === null ? null : timesOf(lang, timezone).moment(date);
}

interface OwnInput {
  readonly actor: Actor;
  readonly tokens: readonly ApiToken[];
  readonly timezone: string;
  readonly lang: Language;
}

export function accountView({ actor, tokens, timezone, lang }: OwnInput) {
  return {
    name: actor.name,
    role: accountTexts[lang][`role_${actor.role}`],
    tokens: tokens.map(({ id, label, scopes, expiresAt, lastUsedAt }) => ({
      id,
      label,
      scopes: scopes.join(', '),
      ends: clock(expiresAt, timezone, lang) ?? accountTexts[lang].never,
      used: clock(lastUsedAt, timezone, lang) ?? accountTexts[lang].never,
    })),
    scopes: PERMISSIONS.filter((permission) => actor.permissions.has(permission)),
  };
}

/** What was typed into the form for a new account. */
export interface AccountsDraft {
  readonly name: string;
  readonly role: string;
  readonly userId: string;
}

interface AllInput {
  readonly accounts: readonly Account[];
  /** Of the configuration; undefined: none is known. */
  readonly users: KnownUsers | undefined;
  readonly draft: AccountsDraft;
  readonly timezone: string;
  readonly lang: Language;
  readonly now: Date;
}

/** How many users the field offers; any other id can be typed. */
const MOST_OFFERED = 500;

export function accountsView({ accounts, users, draft, timezone, lang, now }: AllInput) {
  const t = accountsTexts[lang];
  const roles = (selected: string) =>
    ROLES.map((role) => ({ value: role, text: t[`role_${role}`], selected: role === selected }));
  return {
    users: [...(users ?? [])].slice(0, MOST_OFFERED).map(([id, { name }]) => ({ id, name })),
    lost: accounts.filter((account) => hasLostUser(account, users)).map(({ name }) => name),
    draft: { name: draft.name, roles: roles(draft.role), userId: draft.userId },
    accounts: accounts.map((account) => ({
      name: account.name,
      path: `/accounts/${encodeURIComponent(account.name)}`,
      roles: roles(account.role),
      userId: account.userId ?? '',
      lost: hasLostUser(account, users) ? lostText(account, lang) : null,
      lastLogin: clock(account.lastLoginAt, timezone, lang) ?? t.never,
      removeSure: fill(t.removeSure, { name: account.name }),
      locked:
        account.lockedUntil !== null && account.lockedUntil > now
          ? fill(t.lockedUntil, { time: clock(account.lockedUntil, timezone, lang) ?? '' })
          : null,
    })),
  };
}

/** Which user an account has lost, in words. */
export function lostText({ userId }: Pick<Account, 'userId'>, lang: Language): string {
  const t = accountsTexts[lang];
  return userId === null ? t.userNever : fill(t.userGone, { user: userId });
}
