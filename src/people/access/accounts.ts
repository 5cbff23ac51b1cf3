/** Signing in, accounts and tokens: the rules on top of what store/ keeps. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../base/errors.js';
import type { Account, AccountChange, AccountStore } from '../../base/store/accounts.js';
import type { ApiToken, ApiTokenStore } from '../../base/store/api-tokens.js';
import type { SessionStore } from '../../base/store/sessions.js';
import {
  accountMailAddress,
  accountName,
  type AccountContent,
  type AccountEdit,
  type AccountResult,
} from './account-content.js';
import { PasswordLinks } from './password-links.js';
import { passwordFault, randomPassword, type PasswordKeeper } from './password.js';
import { permissionsOf, type Actor, type Permission } from './permissions.js';
import { needsUser } from '../../base/model/role.js';

export interface AccessDependencies {
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly tokens: ApiTokenStore;
  readonly passwords: PasswordKeeper;
  readonly now: () => Date;
}

/** Wrong passwords in a row, from any address, before the account is locked. */
const FAILURES = 10;
const LOCK_MS = 15 * 60_000;

const TOKEN_PREFIX = 'rufgruppe';
/** The last use of a token is recorded to this precision. */
const USE_NOTED_MS = 60_000;

export const FIRST_ACCOUNT = 'admin';

export type SignIn =
  | { readonly kind: 'good'; readonly account: Account }
  /**
   * Wrong name or password, or a locked account. The caller cannot tell which, not even from the response time.
   * `locksUntil`: this wrong password has locked the account until then.
   */
  | { readonly kind: 'wrong' | 'locked'; readonly locksUntil?: Date };

export class Access {
  /** What is behind the links that set a password. */
  readonly links: PasswordLinks;
  readonly #use: AccessDependencies;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(use: AccessDependencies) {
    this.#use = use;
    this.links = new PasswordLinks(use);
  }

  /** Errors: `LOGIN_BUSY` and database errors. */
  async signIn(givenName: string, password: string): Promise<SignIn> {
    const { accounts, passwords, now } = this.#use;
    const name = accountName(givenName);
    const account = name === undefined ? undefined : await accounts.get(name);
    if (account?.lockedUntil !== undefined && account.lockedUntil !== null && account.lockedUntil > now()) {
      await passwords.matches(password, undefined);
      return { kind: 'locked' };
    }
    const right = await passwords.matches(password, account?.passwordHash);
    if (account === undefined) return { kind: 'wrong' };
    if (!right) {
      const until = new Date(now().getTime() + LOCK_MS);
      const locks = await accounts.failed(account.name, FAILURES, until);
      return locks ? { kind: 'wrong', locksUntil: until } : { kind: 'wrong' };
    }
    await accounts.succeeded(account.name, now());
    return { kind: 'good', account };
  }

  /**
   * The account of a session; undefined if a new password, the removal of the account or a sign-out everywhere has
   * ended the session.
   */
  async ofSession(name: string, begunAt: Date): Promise<Actor | undefined> {
    const account = await this.#use.accounts.get(name);
    if (account === undefined || begunAt < account.sessionsFrom) return undefined;
    return actorOf('account', account);
  }

  /**
   * Whether the account has the password that it had then. One that changes while somebody signs in with the old one ends
   * sessions when that of the sign-in is not there yet.
   */
  async hasSamePassword({ name, passwordHash }: Account): Promise<boolean> {
    return (await this.#use.accounts.get(name))?.passwordHash === passwordHash;
  }

  /** The account of a valid token; undefined for anything else. */
  async ofToken(given: string): Promise<Actor | undefined> {
    const { accounts, tokens, now } = this.#use;
    const [prefix, id, secret, ...rest] = given.split('_');
    if (prefix !== TOKEN_PREFIX || id === undefined || secret === undefined || rest.length > 0)
      return undefined;
    const token = await tokens.get(id);
    if (token === undefined || !sameText(hashOf(secret), token.hash)) return undefined;
    if (token.expiresAt !== null && token.expiresAt <= now()) return undefined;
    const account = await accounts.get(token.account);
    if (account === undefined) return undefined;
    if (now().getTime() - (token.lastUsedAt?.getTime() ?? 0) > USE_NOTED_MS) await tokens.used(id, now());
    const endsAt = token.expiresAt ?? undefined;
    return { ...actorOf('token', account, token.scopes), endsAt };
  }

  /** Only this result contains the text of the token. */
  async addToken(
    account: string,
    label: string,
    scopes: readonly Permission[],
    expiresAt: Date | null,
  ): Promise<{ readonly token: ApiToken; readonly text: string }> {
    const id = randomBytes(6).toString('hex');
    const secret = randomBytes(32).toString('hex');
    const times = { createdAt: this.#use.now(), expiresAt, lastUsedAt: null };
    const token = { id, label, account, scopes, hash: hashOf(secret), ...times };
    await this.#use.tokens.add(token);
    return { token, text: `${TOKEN_PREFIX}_${id}_${secret}` };
  }

  async add(content: AccountContent): Promise<AccountResult> {
    const { accounts, passwords, now } = this.#use;
    const { role, userId, password } = content;
    const name = accountName(content.name);
    if (name === undefined) return { kind: 'badName' };
    const mail = accountMailAddress(content.mail ?? null);
    if (mail === undefined) return { kind: 'badMail' };
    if (needsUser(role) && userId === null) return { kind: 'noUser' };
    const fault = password === undefined ? undefined : passwordFault(password, name);
    if (fault !== undefined) return { kind: 'badPassword', fault };
    const secret = password === undefined ? {} : { passwordHash: await passwords.hash(password) };
    const added = await accounts.add({ name, role, userId, mail, ...secret, at: now() });
    return added ? found(await accounts.get(name)) : { kind: 'taken' };
  }

  /**
   * All or nothing. A new password ends all sessions of the account and unlocks it. It and another mail address make links
   * invalid that were mailed. The last administrator keeps the role. An unchanged role or user is not checked again.
   */
  change(name: string, edit: AccountEdit): Promise<AccountResult> {
    return this.#inTurn(async () => {
      const { accounts, sessions } = this.#use;
      const known = await accounts.get(name);
      if (known === undefined) return { kind: 'unknown' };
      const { role = known.role, userId = known.userId, password } = edit;
      const mail = edit.mail === undefined ? known.mail : accountMailAddress(edit.mail);
      if (mail === undefined) return { kind: 'badMail' };
      const moves = role !== known.role || userId !== known.userId;
      if (moves && needsUser(role) && userId === null) return { kind: 'noUser' };
      if (moves && role !== 'admin' && (await this.#isLastAdmin(name))) return { kind: 'lastAdmin' };
      const fault = password === undefined ? undefined : passwordFault(password, name);
      if (fault !== undefined) return { kind: 'badPassword', fault };
      const secret = password === undefined ? {} : await this.#newSecret(password);
      const moved = mail === known.mail ? {} : { mail, link: null };
      const changed = await accounts.change(name, { ...(moves && { role, userId }), ...moved, ...secret });
      if (password !== undefined) await sessions.removeOf(name);
      return found(changed);
    });
  }

  /** The account fields that a new password changes. */
  async #newSecret(password: string): Promise<AccountChange> {
    const { passwords, now } = this.#use;
    const passwordHash = await passwords.hash(password);
    return { passwordHash, sessionsFrom: now(), failures: 0, lockedUntil: null, link: null };
  }

  /** Also removes its sessions and tokens. The last administrator cannot be removed. */
  remove(name: string): Promise<AccountResult> {
    return this.#inTurn(async () => {
      const { accounts, sessions, tokens } = this.#use;
      if (await this.#isLastAdmin(name)) return { kind: 'lastAdmin' };
      const account = await accounts.get(name);
      await accounts.remove(name);
      const [, gone] = await Promise.all([sessions.removeOf(name), tokens.removeOf(name)]);
      return account === undefined ? { kind: 'unknown' } : { kind: 'done', account, tokens: gone };
    });
  }

  /** Runs changes one at a time: two administrators who remove each other at once would leave none. */
  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(action);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async isPasswordOf(name: string, password: string): Promise<boolean> {
    const account = await this.#use.accounts.get(name);
    return this.#use.passwords.matches(password, account?.passwordHash);
  }

  /**
   * Creates the first administrator if there is none. Resolves with the new password, or undefined if nothing was
   * created.
   */
  async begin(): Promise<string | undefined> {
    if ((await this.#use.accounts.admins()) > 0) return undefined;
    const password = randomPassword();
    const added = await this.add({ name: FIRST_ACCOUNT, role: 'admin', userId: null, password });
    // If another instance starting at the same moment was first, that one prints its password.
    return added.kind === 'done' ? password : undefined;
  }

  async #isLastAdmin(name: string): Promise<boolean> {
    const { accounts } = this.#use;
    const account = await accounts.get(name);
    // One that was only invited cannot sign in and does not count.
    const counts = account?.role === 'admin' && account.passwordHash !== undefined;
    return counts && (await accounts.admins()) === 1;
  }
}

function found(account: Account | undefined): AccountResult {
  return account === undefined ? { kind: 'unknown' } : { kind: 'done', account };
}

function actorOf(kind: Actor['kind'], { name, role, userId }: Account, scopes?: readonly string[]): Actor {
  return { kind, name, role, userId: userId ?? undefined, permissions: permissionsOf(role, scopes) };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function isBusy(error: unknown): boolean {
  return error instanceof AppError && error.code === 'LOGIN_BUSY';
}
