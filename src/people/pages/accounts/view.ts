/** What the account pages show. Pure. */
import { PERMISSIONS, type Actor } from '../../access/permissions.js';
import { ROLES } from '../../../base/model/role.js';
import { hasLostUser } from '../../access/users-of-accounts.js';
import type { User } from '../../../base/model/snapshot.js';
import { timesOf } from '../../../base/model/times.js';
import type { Account } from '../../../base/store/accounts.js';
import type { ApiToken } from '../../../base/store/api-tokens.js';
import { ACCOUNT_USERS } from '../choices/routes.js';
import { userOptions } from '../configuration/people-choices.js';
import { userNames } from '../configuration/user-names.js';
import { offered } from '../forms/offers.js';
import { fill, type Language } from '../language.js';
import { linkView } from './links.js';
import { scopeWords } from './permission-words.js';
import { ROLES_PAGE } from './roles.js';
import {
  accountTexts,
  accountsTexts,
  permissionTexts,
  roleAboutTexts,
  rolesTexts,
  roleTexts,
} from '../../words/words.js';

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
    role: `${roleTexts[lang][actor.role]}: ${roleAboutTexts[lang][actor.role]}`,
    tokens: tokens.map(({ id, label, scopes, expiresAt, lastUsedAt }) => ({
      id,
      label,
      scopes: scopeWords(scopes, lang),
      ends: clock(expiresAt, timezone, lang) ?? accountTexts[lang].never,
      used: clock(lastUsedAt, timezone, lang) ?? accountTexts[lang].never,
    })),
    scopes: PERMISSIONS.filter((permission) => actor.permissions.has(permission)).map((value) => ({
      value,
      text: permissionTexts[lang][value],
    })),
  };
}

/** What was typed into the form for a new account, shown again after an error. */
export interface AccountsDraft {
  readonly name: string;
  readonly role: string;
  readonly userId: string;
  readonly mail: string;
}

/** Configured users by id. */
export type ConfiguredUsers = ReadonlyMap<string, Pick<User, 'id' | 'name' | 'extension'>>;

interface AllInput {
  readonly accounts: readonly Account[];
  /** The configured users; undefined: no configuration is known. */
  readonly users: ConfiguredUsers | undefined;
  readonly draft: AccountsDraft;
  /** Whose form is open; undefined: nobody's. */
  readonly opened?: string;
  /** Links can be mailed. */
  readonly mayMail: boolean;
  readonly timezone: string;
  readonly lang: Language;
  readonly now: Date;
}

export function accountsView({ accounts, users, draft, opened, mayMail, timezone, lang, now }: AllInput) {
  const t = accountsTexts[lang];
  const all = [...(users?.values() ?? [])];
  const { textOf } = userNames({ users: all });
  const shown = (userId: string | null) => (userId === null ? '' : textOf(userId));
  const held = new Set(accounts.map(({ userId }) => shown(userId)));
  const roles = (selected: string) =>
    ROLES.map((role) => ({ value: role, text: roleTexts[lang][role], selected: role === selected }));
  return {
    users: offered({ id: 'users', options: userOptions(all) }, ACCOUNT_USERS, held),
    lost: accounts.filter((account) => hasLostUser(account, users)).map(({ name }) => name),
    abouts: ROLES.map((role) => ({ name: roleTexts[lang][role], about: roleAboutTexts[lang][role] })),
    rolesPage: { path: ROLES_PAGE, text: rolesTexts[lang].link },
    draft: { ...draft, roles: roles(draft.role), user: textOf(draft.userId) },
    mayMail,
    accounts: accounts.map((account) => ({
      name: account.name,
      path: `/accounts/${encodeURIComponent(account.name)}`,
      isOpen: account.name === opened,
      role: roleTexts[lang][account.role],
      roles: roles(account.role),
      user: shown(account.userId),
      ...linkView(account, timesOf(lang, timezone).moment, { now, mayMail, lang }),
      lost: hasLostUser(account, users) ? lostText(account, lang) : null,
      lastLogin: clock(account.lastLoginAt, timezone, lang) ?? t.never,
      sessionsEndSure: fill(t.sessionsEndSure, { name: account.name }),
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
