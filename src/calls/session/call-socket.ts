/** What a session needs from an event socket; implemented by telephony/esl and by tests. */
/** One event of FreeSWITCH, decoded. */
export interface ChannelEvent {
  readonly headers: { get(name: string): string | undefined };
}

/**
 * The control of one caller's channel. Commands go out in the order in which they are called, without
 * waiting for each other; each promise settles with its own answer, or rejects when the socket ends.
 */
export interface CallSocket {
  readonly uuid: string;
  /** Runs an application; resolves when it has returned, for `bridge` after the conversation. */
  execute(application: string, argument?: string): Promise<unknown>;
  /** Runs an API command; resolves with its answer. */
  api(command: string): Promise<string>;
  /** Channel variables, in the order of their names; undefined when one is not set. */
  getVariables(names: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** Sends all commands that `work` issues in one write. */
  batch<T>(work: () => T): T;
  subscribe(
    names: readonly string[],
    only: { readonly header: string; readonly value: string },
  ): Promise<void>;
  /** There is one listener. */
  onEvent(listener: (event: ChannelEvent) => void): unknown;
  /** True once FreeSWITCH has reported that the caller's channel is gone. */
  readonly isCallerGone: boolean;
  /** Resolves when the control has ended; nothing is reported after that. */
  readonly ended: Promise<unknown>;
  /** Ends the control. If the call is not over, FreeSWITCH continues with the dialplan's next action. */
  close(): void;
}
