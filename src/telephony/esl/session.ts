/** What a call sees of its event socket. */
import type { SessionEnd } from './errors.js';
import type { EslMessage } from './message-decoder.js';

/**
 * Reply to a command. `+OK` for `execute` means that the application has returned, not that it succeeded: a bridge
 * that nobody answered gets `+OK` too. `-ERR` is also a reply, not an exception.
 */
export interface EslReply {
  readonly ok: boolean;
  /** Text behind `+OK ` or `-ERR `. */
  readonly text: string;
}

export interface WaitOptions {
  /**
   * Milliseconds for the reply, counted from the moment when all earlier replies have arrived. When they pass, the
   * whole session ends: replies can be told apart only by their order.
   */
  readonly deadlineMs?: number;
}

export interface EslSession {
  /** Unique-ID of the caller's channel. */
  readonly uuid: string;
  /** Resolves when the application has returned. A bridge lasts as long as the conversation: no deadline. */
  execute(app: string, arg?: string, options?: WaitOptions): Promise<EslReply>;
  /** Body of the answer, `-ERR …` included, without the line break at its end. */
  api(command: string, options?: WaitOptions): Promise<string>;
  /**
   * Values of variables of the caller's channel, in their order; undefined when one is not set or empty. Works even
   * after the caller has hung up. Never ask for variables that hold what the caller sent: FreeSWITCH writes the value into the reply
   * unescaped (a leading `~` replaces the reply's headers). Those are in the channel's data, encoded.
   */
  getVariables(names: readonly string[], options?: WaitOptions): Promise<readonly (string | undefined)[]>;
  /** Sends all commands that `work` issues in one write: one packet, and FreeSWITCH wakes up once. */
  batch<T>(work: () => T): T;
  /**
   * Subscribes to events whose `header` has the `value`. In synchronous mode they arrive after the running
   * application.
   */
  subscribe(
    names: readonly string[],
    only: { readonly header: string; readonly value: string },
  ): Promise<void>;
  /** Takes the events until the session ends; there is one listener. */
  onEvent(listener: (event: EslMessage) => void): void;
  /**
   * FreeSWITCH has reported that the caller is gone; a lost connection alone says nothing about the caller. Replies to
   * earlier commands still arrive.
   */
  readonly isCallerGone: boolean;
  readonly ended: Promise<SessionEnd>;
  readonly isEnded: boolean;
  /** Waiting commands are rejected; FreeSWITCH goes on with the dialplan's next action. */
  close(): void;
}
