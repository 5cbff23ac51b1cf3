/** Sessions in the database, and the account of each. */
import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { DateTime } from 'luxon';
import session, { Store, type SessionData } from 'express-session';
import type { Access } from '../access/accounts.js';
import type { Actor, Permission } from '../access/permissions.js';
import type { SessionStore } from '../../base/store/sessions.js';

declare module 'express-session' {
  interface SessionData {
    account: string;
    /** When the user signed in, in milliseconds since the epoch. */
    begunAt: number;
    /** From where the user signed in, and what the browser called itself. */
    address: string;
    agent: string;
    /** Token for the forms of this session. */
    formToken: string;
    /** Shown once, on the next page. */
    notice: string;
  }
}

export const SESSION_COOKIE = 'rufgruppe.session';

/** A session ends after this long without a request. */
export const IDLE_MS = 12 * 60 * 60_000;
/** A session ends after this long in any case. */
export const LONGEST_MS = 7 * 24 * 60 * 60_000;

/** Connects express-session to the store. */
class DatabaseSessions extends Store {
  readonly #store: SessionStore;
  readonly #now: () => Date;
  /** Sessions that were there when their request began: whoever ends one meanwhile has ended it. */
  readonly #old = new WeakSet<object>();

  constructor(store: SessionStore, now: () => Date) {
    super();
    this.#store = store;
    this.#now = now;
  }

  override get(id: string, done: (error: unknown, data?: SessionData | null) => void): void {
    this.#store.get(id, this.#now()).then(
      (data) => done(null, data === undefined ? null : (JSON.parse(data) as SessionData)),
      (error: unknown) => done(error),
    );
  }

  override createSession(request: Request, data: SessionData): ReturnType<Store['createSession']> {
    const made = super.createSession(request, data);
    this.#old.add(made);
    return made;
  }

  override set(id: string, data: SessionData, done: (error?: unknown) => void = () => undefined): void {
    this.#store
      .set(
        id,
        { data: JSON.stringify(data), account: data.account, expiresAt: this.#end() },
        !this.#old.has(data),
      )
      .then(() => done())
      .catch(done);
  }

  override destroy(id: string, done: (error?: unknown) => void = () => undefined): void {
    this.#store
      .remove(id)
      .then(() => done())
      .catch(done);
  }

  override touch(id: string, _data: SessionData, done: () => void = () => undefined): void {
    this.#store.extend(id, this.#end()).then(done, done);
  }

  #end(): Date {
    return new Date(this.#now().getTime() + IDLE_MS);
  }
}

export interface SessionOptions {
  readonly sessions: SessionStore;
  /** Signs the cookies; shared by all instances. Read with the first page. */
  readonly secret: () => Promise<Buffer>;
  readonly now: () => Date;
  readonly cookiePath: string;
}

/** Express middleware: `request.session`. */
export function sessions({ sessions: store, secret, now, cookiePath }: SessionOptions): RequestHandler {
  let handler: RequestHandler | undefined;
  const make = async (): Promise<RequestHandler> =>
    session({
      name: SESSION_COOKIE,
      secret: (await secret()).toString('base64'),
      store: new DatabaseSessions(store, now),
      resave: false,
      saveUninitialized: false,
      // The cookie lasts as long as the browser; the session has its own time limits.
      cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto', path: cookiePath },
    });
  return async (request, response, next) => {
    handler ??= await make();
    handler(request, response, next);
  };
}

const actors = new WeakMap<Request, Actor>();

/** The account of the request; undefined: not signed in. */
export function actorOf(request: Request): Actor | undefined {
  return actors.get(request);
}

export function setActor(request: Request, actor: Actor): void {
  actors.set(request, actor);
}

/**
 * Express middleware: looks up the session's account for each request, so that removing an account takes effect at
 * once.
 */
export function accountOfSession(access: Access, now: () => Date): RequestHandler {
  return async (request: Request, _response: Response, next: NextFunction) => {
    const actor = await accountNow(request, access, now());
    if (actor !== undefined) setActor(request, actor);
    next();
  };
}

async function accountNow({ session: { account, begunAt } }: Request, access: Access, now: Date) {
  if (account === undefined || begunAt === undefined || now.getTime() - begunAt >= LONGEST_MS)
    return undefined;
  return access.ofSession(account, new Date(begunAt));
}

export interface SessionParts {
  readonly access: Access;
  readonly store: { readonly sessions: SessionStore };
  readonly now: () => DateTime;
}

/** For an answer that lasts: whether its session still goes on and its account may still see the same. */
export async function mayStill(
  permission: Permission,
  request: Request,
  { access, store, now }: SessionParts,
): Promise<boolean> {
  const at = now().toJSDate();
  if ((await store.sessions.get(request.sessionID, at)) === undefined) return false;
  return isStill(actorOf(request), await accountNow(request, access, at), permission);
}

/**
 * Whether an account has the permission, and the role and the user that it had: another one may see less of the numbers, or
 * other groups.
 */
export function isStill(before: Actor | undefined, now: Actor | undefined, permission: Permission): boolean {
  const isSame = now?.role === before?.role && now?.userId === before?.userId;
  return now?.permissions.has(permission) === true && isSame;
}

const LONGEST_AGENT = 300;

/** Makes a new session id at each sign-in, against session fixation. */
export async function beginSession(request: Request, account: string, begunAt: Date): Promise<void> {
  await promised((done) => request.session.regenerate(done));
  request.session.account = account;
  request.session.begunAt = begunAt.getTime();
  request.session.address = request.ip ?? '';
  request.session.agent = (request.get('user-agent') ?? '').slice(0, LONGEST_AGENT);
  request.session.formToken = randomBytes(24).toString('base64url');
  await keepSession(request);
}

/**
 * Saves the session at once. By default it is saved while the answer ends, and a browser may follow a redirect before
 * that and see the old session.
 */
export function keepSession(request: Request): Promise<void> {
  return promised((done) => request.session.save(done));
}

export function endSession(request: Request): Promise<void> {
  return promised((done) => request.session.destroy(done));
}

function promised(work: (done: (error: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    work((error) => {
      if (error === null || error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('the session cannot be kept', { cause: error }));
    });
  });
}
