/** A FreeSWITCH's events, as the live view and the call-back list see them. */
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
  /** Not connected, for this reason; attempts go on without end. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'stopped' };

/** Asks the connected FreeSWITCH; rejects with EslClosedError when the connection ends first. */
export type SwitchApi = (command: string) => Promise<string>;

/** An event that we let FreeSWITCH fire. */
export interface FiredEvent {
  /** `PRESENCE_IN` */
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What users of a connection see. Every function that adds a listener returns a function that removes it. */
export interface EventSource {
  /** `host:port`, for people. */
  readonly name: string;
  readonly state: EventClientState;
  onState(listener: (state: EventClientState) => void): () => void;
  /**
   * Called after each connection and reconnection, once events are arriving: the place to ask for whatever may have
   * changed meanwhile. Called at once if already connected.
   */
  onConnected(listener: (api: SwitchApi) => void | Promise<void>): () => void;
  /** Events that happen while there is no connection are lost. */
  watch(subscription: EventSubscription, listener: (event: EslMessage) => void): () => void;
  /** Lets FreeSWITCH fire these events, in this order. Nothing happens while there is no connection. Never throws. */
  fire(events: readonly FiredEvent[]): void;
}
