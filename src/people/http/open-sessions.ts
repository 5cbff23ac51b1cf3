/** Where an account is signed in, and ending that: for the account itself and for administrators. */
import type { Request } from 'express';
import type { AuditLog } from '../../base/model/audit-event.js';
import { sessionKey, type SessionStore, type StoredSession } from '../../base/store/sessions.js';
import { IDLE_MS, LONGEST_MS } from './session.js';

export interface OpenSession {
  /** Tells sessions apart; nobody can sign in with it. */
  readonly id: string;
  readonly begunAt: Date;
  /** The last request. */
  readonly seenAt: Date;
  /** From where the sign-in came, and what the browser called itself; undefined: not known. */
  readonly address: string | undefined;
  readonly agent: string | undefined;
  /** The session of the request that asks. */
  readonly isCurrent: boolean;
}

export interface SessionDesk {
  readonly sessions: SessionStore;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

function opened({ key, data, expiresAt }: StoredSession, currentKey?: string): OpenSession {
  const { begunAt, address, agent } = JSON.parse(data) as {
    begunAt?: number;
    address?: string;
    agent?: string;
  };
  return {
    id: key,
    begunAt: new Date(begunAt ?? 0),
    // Each request puts the end off.
    seenAt: new Date(expiresAt.getTime() - IDLE_MS),
    address: address === '' ? undefined : address,
    agent: agent === '' ? undefined : agent,
    isCurrent: key === currentKey,
  };
}

/** The last used one first. Errors: the database's. */
export async function openSessions(
  { sessions, now }: SessionDesk,
  account: string,
  request: Request,
): Promise<readonly OpenSession[]> {
  const at = now();
  const current = sessionKey(request.sessionID);
  return (await sessions.list(account, at))
    .map((session) => opened(session, current))
    .filter(({ begunAt }) => at.getTime() - begunAt.getTime() < LONGEST_MS);
}

/** False: the account has no such session. Errors: the database's. */
export async function endOpenSession(
  { sessions, audit }: SessionDesk,
  account: string,
  id: string,
): Promise<boolean> {
  const ended = await sessions.end(account, id);
  if (ended === undefined) return false;
  const { begunAt, address } = opened(ended);
  const facts = { account, since: begunAt.toISOString(), ...(address !== undefined && { address }) };
  await audit.note(account, 'sessionEnded', facts);
  return true;
}

/**
 * Ends all sessions of the account but the one of this request. Returns how many there were. Errors: the database's.
 * @param who the account that wants it
 */
export async function endOtherSessions(
  { sessions, audit }: SessionDesk,
  who: string,
  account: string,
  request: Request,
): Promise<number> {
  const count = await sessions.removeOf(account, sessionKey(request.sessionID));
  if (count > 0) await audit.note(who, 'sessionsEnded', { account, sessions: String(count) });
  return count;
}
