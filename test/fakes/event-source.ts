/** A FreeSWITCH's events as a test says them. */
import type {
  EventClientState,
  EventSource,
  FiredEvent,
  SwitchApi,
} from '../../src/telephony/esl/event-source.js';
import type { EslMessage } from '../../src/telephony/esl/message-decoder.js';
import { isWanted, type EventSubscription } from '../../src/telephony/esl/subscription.js';

export class Said implements EventSource {
  readonly name = 'test';
  state: EventClientState = { kind: 'connecting' };
  /** What FreeSWITCH was given to fire. */
  readonly fired: FiredEvent[] = [];
  readonly #watchers: { subscription: EventSubscription; listener: (event: EslMessage) => void }[] = [];
  readonly #states: ((state: EventClientState) => void)[] = [];
  readonly #connected: ((api: SwitchApi) => void | Promise<void>)[] = [];

  onState(listener: (state: EventClientState) => void): () => void {
    this.#states.push(listener);
    return () => taken(this.#states, listener);
  }

  onConnected(listener: (api: SwitchApi) => void | Promise<void>): () => void {
    this.#connected.push(listener);
    return () => taken(this.#connected, listener);
  }

  watch(subscription: EventSubscription, listener: (event: EslMessage) => void): () => void {
    const watcher = { subscription, listener };
    this.#watchers.push(watcher);
    return () => taken(this.#watchers, watcher);
  }

  fire(events: readonly FiredEvent[]): void {
    this.fired.push(...events);
  }

  async connect(api: SwitchApi): Promise<void> {
    this.state = { kind: 'connected' };
    for (const listener of this.#states) listener(this.state);
    for (const listener of this.#connected) await listener(api);
  }

  lose(): void {
    this.state = { kind: 'refused', reason: 'gone' };
    for (const listener of this.#states) listener(this.state);
  }

  say(eventName: string, headers: Readonly<Record<string, string>>): void {
    const event = {
      eventName,
      headers: new Map(Object.entries({ 'Event-Name': eventName, ...headers })),
    } as unknown as EslMessage;
    for (const { subscription, listener } of this.#watchers)
      if (isWanted(subscription, event)) listener(event);
  }
}

function taken<T>(list: T[], one: T): void {
  list.splice(list.indexOf(one), 1);
}
