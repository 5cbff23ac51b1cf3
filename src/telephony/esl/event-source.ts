/** What the users of a FreeSWITCH's events see: the live view, the call-back list. */
import type { EslMessage } from './message-decoder.js';
import type { EventSubscription } from './subscription.js';

/** Where the inbound event socket (mod_event_socket) of a FreeSWITCH listens. */
export interface EventSocketAddress {
  readonly host: string;
  readonly port: number;
  /** Undefined: the one that all share. */
  readonly password?: string;
}

export type EventClientState =
  /** The first attempt has no result yet. */
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  /** Not connected, for this reason; it is tried again without end. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'stopped' };

/** Asks the connected FreeSWITCH; rejects with EslClosedError when the connection ends first. */
export type SwitchApi = (command: string) => Promise<string>;

/** What the users of a connection see of it. Every function that adds a listener returns what takes it off. */
export interface EventSource {
  /** `host:port`, for people. */
  readonly name: string;
  readonly state: EventClientState;
  onState(listener: (state: EventClientState) => void): () => void;
  /**
   * Called after each connection and reconnection, when events already flow: the place to ask anew for what
   * may have changed meanwhile. Called at once when it is connected now.
   */
  onConnected(listener: (api: SwitchApi) => void | Promise<void>): () => void;
  /** Events that happen while there is no connection are never seen. */
  watch(subscription: EventSubscription, listener: (event: EslMessage) => void): () => void;
}
