/** The stories of current calls, built from facts of all sources as they arrive. */
import { lieOf } from '../story/lie.js';
import { readEvent, type Lookup } from '../story/read-channel.js';
import { NO_STORY, withFact, type CallStory, type ChannelFact } from '../story/story.js';

/** Above this number, calls that never reported an end are dropped, the oldest first. */
const MOST_CALLS = 20_000;

export class Stories {
  readonly #stories = new Map<string, CallStory>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #everywhere = new Set<(call: string) => void>();

  readonly #onLie: (why: string, header: Lookup) => void;

  /** @param onLie takes events that cannot be true; nothing of them is believed. */
  constructor(onLie: (why: string, header: Lookup) => void = () => undefined) {
    this.#onLie = onLie;
  }

  /** Takes what an event says of its call. False: it cannot be true. */
  hear(header: Lookup): boolean {
    const why = lieOf(header);
    if (why !== undefined) {
      this.#onLie(why, header);
      return false;
    }
    for (const fact of readEvent(header)) this.add(fact);
    return true;
  }

  /** Takes a fact and notifies the listeners of its call. */
  add(fact: ChannelFact): void {
    const { call } = fact;
    const known = this.#stories.get(call);
    this.#stories.set(call, withFact(known ?? NO_STORY, fact));
    const [oldest] = this.#stories.keys();
    if (known === undefined && this.#stories.size > MOST_CALLS && oldest !== undefined) this.forget(oldest);
    for (const listener of [...(this.#listeners.get(call) ?? [])]) listener();
    for (const listener of this.#everywhere) listener(call);
  }

  /** @param call the caller's channel. */
  of(call: string): CallStory {
    return this.#stories.get(call) ?? NO_STORY;
  }

  forget(call: string): void {
    this.#stories.delete(call);
  }

  /** The listener must not throw. Returns a function that removes it. */
  onChange(call: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(call) ?? new Set();
    this.#listeners.set(call, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(call) === listeners) this.#listeners.delete(call);
    };
  }

  /** Notifies the listener of every call. It must not throw. Returns a function that removes it. */
  onAny(listener: (call: string) => void): () => void {
    this.#everywhere.add(listener);
    return () => this.#everywhere.delete(listener);
  }

  /** Resolves when the ends of all these channels of a call are known, or after `limitMs`. */
  async ends(call: string, channels: readonly string[], limitMs: number): Promise<void> {
    const isKnown = () => channels.every((id) => this.of(call).get(id)?.endedAtMs !== undefined);
    if (isKnown()) return;
    await new Promise<void>((resolve) => {
      const stop = this.onChange(call, () => {
        if (isKnown()) done();
      });
      const timer = setTimeout(() => done(), limitMs);
      const done = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
    });
  }
}
