/** A simulated call as tests and commands see it. */
import type { OtherChannel } from './channel.js';
import type { Transcript } from './event-socket.js';
import type { TimelineEvent } from './timeline.js';

export interface CallResult {
  /** At least one controller took the call. */
  readonly reached: boolean;
  /** SIP status that the caller got: 200 when answered. */
  readonly status: number;
  readonly cause: string;
}

export interface PlacedCall extends OtherChannel {
  readonly timeline: readonly TimelineEvent[];
  readonly variables: ReadonlyMap<string, string>;
  /** Resolves when the call is over, the controller has let go of it and its CDRs are written; never rejects. */
  readonly done: Promise<CallResult>;
  /** Every message on the event sockets, in order. */
  transcript(): readonly Transcript[];
  hangUp(): void;
  /** Cuts the connection to the controller. */
  dropSocket(how: 'fin' | 'reset' | 'silence'): void;
}
