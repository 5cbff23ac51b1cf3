import { AppError, reasonOf } from '../../base/errors.js';

/** The event socket ended before FreeSWITCH answered; `facts.end` says how it ended. */
export class EslClosedError extends AppError {
  constructor(end: SessionEnd) {
    super('ESL_CLOSED', `The event socket is closed: ${describeEnd(end)}`, {
      facts: { end: end.kind },
      ...(end.kind === 'error' ? { cause: end.error } : {}),
    });
  }
}

/** A command that FreeSWITCH would have read as something other than this one command. */
export class EslUnsafeCommandError extends AppError {
  constructor(what: string, why: string) {
    super('ESL_UNSAFE_COMMAND', `Refused to send an event-socket command: ${what} ${why}`);
  }
}

/** The peer does not speak the event-socket protocol, or sends more than we accept. */
export class EslProtocolError extends AppError {
  constructor(message: string) {
    super('ESL_PROTOCOL', message);
  }
}

/**
 * FreeSWITCH refuses us, and will keep refusing until somebody changes a setting. The facts never contain the
 * password.
 */
export class EslRefusedError extends AppError {
  constructor(message: string) {
    super('ESL_REFUSED', message);
  }
}

/** How a session ended. */
export type SessionEnd =
  /** FreeSWITCH closed the connection. */
  | { readonly kind: 'closedByPeer' }
  /** A reset, a network timeout, or traffic that is not from an event socket. */
  | { readonly kind: 'error'; readonly error: Error }
  /** `close()` here; the dialplan goes on behind its `socket` action. */
  | { readonly kind: 'closedByUs' }
  /** FreeSWITCH left a command unanswered, or half a message unfinished, for too long. */
  | { readonly kind: 'deadline'; readonly what: string };

export function describeEnd(end: SessionEnd): string {
  switch (end.kind) {
    case 'closedByPeer':
      return 'FreeSWITCH closed the connection';
    case 'error':
      return reasonOf(end.error);
    case 'closedByUs':
      return 'closed by this side';
    case 'deadline':
      return `no answer in time (${end.what})`;
  }
}
