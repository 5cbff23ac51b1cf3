/**
 * Keeps looking, on each connected FreeSWITCH, for what the configuration names: after each connection, after each
 * change of what is named, and every few minutes. Calls do not wait for any of it, and at most one question is open.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { needsOf } from './needs.js';
import type { EventSource, SwitchApi } from '../../telephony/esl/event-source.js';
import { needKey, type MissingNeed } from '../../base/model/need.js';
import { missingNeedText } from '../words/words.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { look } from './needs-look.js';

/** The lines of a pino logger that are used here. */
export interface NeedsLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface NeedsOptions {
  readonly sources: readonly EventSource[];
  readonly snapshot: () => Snapshot | undefined;
  /** Told of each new snapshot. Returns what ends it. */
  readonly onSnapshot: (listener: () => void) => () => void;
  readonly log: NeedsLog;
  /** Between two rounds. Default ten minutes. */
  readonly everyMs?: number;
  /** Between two questions. Default 50. */
  readonly pauseMs?: number;
}

export interface NeedsWatch {
  /** What the FreeSWITCHes that are connected now did not have when they were asked last. */
  missing(): readonly MissingNeed[];
  stop(): void;
}

export function watchNeeds(options: NeedsOptions): NeedsWatch {
  const watched = options.sources.map((source) => new Watched(source, options));
  const stopListening = options.onSnapshot(() => watched.forEach((one) => one.snapshotChanged()));
  return {
    missing: () => watched.flatMap((one) => one.missing),
    stop: () => {
      stopListening();
      watched.forEach((one) => one.stop());
    },
  };
}

/** One FreeSWITCH. A round that a newer one replaces gives up before its next question. */
class Watched {
  missing: readonly MissingNeed[] = [];
  readonly #source: EventSource;
  readonly #options: NeedsOptions;
  readonly #ends: readonly (() => void)[];
  /** Of what was logged as missing, by its key. */
  readonly #told = new Map<string, string>();
  #api: SwitchApi | undefined;
  #askedFor = '';
  #round = new AbortController();

  constructor(source: EventSource, options: NeedsOptions) {
    this.#source = source;
    this.#options = options;
    this.#ends = [
      source.onState(({ kind }) => {
        if (kind !== 'connected') this.#lost();
      }),
      source.onConnected((api) => {
        this.#api = api;
        this.#begin();
      }),
    ];
  }

  /** A switch that was turned makes a new snapshot too, and names nothing new. */
  snapshotChanged(): void {
    if (this.#api !== undefined && this.#named() !== this.#askedFor) this.#begin();
  }

  stop(): void {
    this.#lost();
    this.#ends.forEach((end) => end());
  }

  #lost(): void {
    this.#api = undefined;
    this.#round.abort();
    this.missing = [];
  }

  #named(): string {
    const snapshot = this.#options.snapshot();
    return snapshot === undefined ? '' : JSON.stringify(needsOf(snapshot));
  }

  #begin(): void {
    this.#round.abort();
    const { signal } = (this.#round = new AbortController());
    this.#rounds(signal).catch((error: unknown) => {
      if (signal.aborted) return;
      // The connection tells by itself that it has ended, and the next one begins anew.
      this.#options.log.info(
        { err: error, freeswitch: this.#source.name },
        'FreeSWITCH was not asked to the end',
      );
    });
  }

  async #rounds(signal: AbortSignal): Promise<void> {
    const { everyMs = 600_000, pauseMs = 50, snapshot } = this.#options;
    const wait = (ms: number) => delay(ms, undefined, { signal, ref: false });
    for (;;) {
      const [api, known] = [this.#api, snapshot()];
      if (api === undefined) return;
      if (known !== undefined) {
        this.#askedFor = this.#named();
        const found = await look(needsOf(known), api, () => wait(pauseMs));
        if (signal.aborted) return;
        this.missing = found.map((need) => ({ ...need, freeswitch: this.#source.name }));
        this.#tell();
      }
      await wait(everyMs);
    }
  }

  /** Each thing once when it is missed, and once when it is there. */
  #tell(): void {
    const { log } = this.#options;
    const now = new Map(this.missing.map((need) => [`${needKey(need)} ${need.lack}`, need]));
    for (const [key, text] of [...this.#told]) {
      if (now.has(key)) continue;
      this.#told.delete(key);
      log.info(
        { freeswitch: this.#source.name, was: text },
        'FreeSWITCH has now what was missing, or it is no longer named',
      );
    }
    for (const [key, need] of now) {
      if (this.#told.has(key)) continue;
      const text = missingNeedText(need, 'en');
      this.#told.set(key, text);
      log.warn({ freeswitch: this.#source.name, groups: need.groups.map(({ number }) => number) }, text);
    }
  }
}
