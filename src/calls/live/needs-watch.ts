/**
 * Keeps checking that each connected FreeSWITCH has what the configuration names: after each connection, after each
 * change of what is named, and every few minutes. It works in slices so that calls do not wait, and asks each
 * FreeSWITCH one question at a time. When a new round begins while the previous one waits for an answer, two
 * questions are open.
 */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { inSlices } from '../../base/in-slices.js';
import { needSteps } from './needs.js';
import type { EventSource, SwitchApi } from '../../telephony/esl/event-source.js';
import {
  needKey,
  ofEnabledGroups,
  ofGroup,
  toldTogether,
  type MissingNeed,
  type Need,
} from '../../base/model/need.js';
import { allStock, NO_STOCK, type Stock } from '../../base/model/stock.js';
import { missingNeedText } from '../words/words.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { look } from './needs-look.js';
import { askForSounds, askForStock, withoutListed } from './stock-look.js';

/** The lines of a pino logger that are used here. */
export interface NeedsLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface NeedsOptions {
  readonly sources: readonly EventSource[];
  readonly snapshot: () => Snapshot | undefined;
  /** Called for each new snapshot. Returns a function that ends it. */
  readonly onSnapshot: (listener: () => void) => () => void;
  readonly log: NeedsLog;
  /** Between two rounds. Default ten minutes. */
  readonly everyMs?: number;
  /** Between two questions. Default 50. */
  readonly pauseMs?: number;
}

export interface NeedsWatch {
  /** What the FreeSWITCHes that are connected now lacked when they were last asked. */
  missing(): readonly MissingNeed[];
  /** The same for one group, also for a disabled one; each names this group only. */
  missingOf(group: string): readonly MissingNeed[];
  /** What they had when they were last asked; empty where none could be asked. */
  stock(): Stock;
  /** The sounds of each FreeSWITCH that is connected now, as of when it was last asked. */
  sounds(): readonly SwitchSounds[];
  /** Asks each for its sounds now, and then anew for everything that is needed. Resolves when it knows the sounds. */
  askForSounds(): Promise<void>;
  stop(): void;
}

export interface SwitchSounds {
  /** `host:port` of its event socket. */
  readonly freeswitch: string;
  /** Undefined: it has not been asked yet. */
  readonly sounds: readonly string[] | undefined;
}

export function watchNeeds(options: NeedsOptions): NeedsWatch {
  const watched = options.sources.map((source) => new Watched(source, options));
  const stopListening = options.onSnapshot(() => watched.forEach((one) => one.snapshotChanged()));
  return {
    missing: () => ofEnabledGroups(watched.flatMap((one) => one.missing)),
    missingOf: (group) =>
      ofGroup(
        watched.flatMap((one) => one.missing),
        group,
      ),
    stock: () => allStock(watched.map((one) => one.stock)),
    sounds: () => watched.flatMap((one) => one.sounds()),
    askForSounds: async () => {
      await Promise.all(watched.map((one) => one.askForSounds()));
    },
    stop: () => {
      stopListening();
      watched.forEach((one) => one.stop());
    },
  };
}

interface Named {
  readonly needs: readonly Need[];
  /** Equal for two configurations that name the same things. */
  readonly key: string;
}

function* namedSteps(snapshot: Snapshot): Generator<undefined, Named> {
  const needs = yield* needSteps(snapshot);
  const hash = createHash('sha256');
  for (const need of needs) {
    hash.update(JSON.stringify(need));
    yield;
  }
  return { needs, key: hash.digest('hex') };
}

/** One FreeSWITCH. A round that a newer one replaces gives up before its next question. */
class Watched {
  missing: readonly MissingNeed[] = [];
  stock: Stock = NO_STOCK;
  readonly #source: EventSource;
  readonly #options: NeedsOptions;
  readonly #ends: readonly (() => void)[];
  /** Sentences that were logged. */
  readonly #told = new Set<string>();
  #api: SwitchApi | undefined;
  #soundsKnown = false;
  #askedFor = '';
  #askedRevision: number | undefined;
  /** Extensions that it had on this connection. If the directory cannot be listed, they are not asked about again. */
  readonly #knows = new Set<string>();
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

  /** Turning a switch makes a new snapshot too, but names nothing new. */
  snapshotChanged(): void {
    const revision = this.#options.snapshot()?.revision;
    if (this.#api === undefined || revision === this.#askedRevision) return;
    this.#askedRevision = revision;
    this.#beginIfOthers().catch((error: unknown) => this.#failed(error));
  }

  sounds(): readonly SwitchSounds[] {
    if (this.#api === undefined) return [];
    return [{ freeswitch: this.#source.name, sounds: this.#soundsKnown ? this.stock.sounds : undefined }];
  }

  async askForSounds(): Promise<void> {
    const api = this.#api;
    if (api === undefined) return;
    try {
      const sounds = await askForSounds(api);
      if (this.#api !== api) return;
      this.stock = { ...this.stock, sounds };
      this.#soundsKnown = true;
      this.#begin();
    } catch (error) {
      this.#failed(error);
    }
  }

  /**
   * Collecting what thousands of groups name takes a while. If a newer snapshot arrives meanwhile, this one is
   * dropped.
   */
  async #beginIfOthers(): Promise<void> {
    const known = this.#options.snapshot();
    if (known === undefined) return;
    const { key } = await inSlices(namedSteps(known));
    const isNewest = this.#options.snapshot()?.revision === known.revision;
    if (isNewest && this.#api !== undefined && key !== this.#askedFor) this.#begin();
  }

  stop(): void {
    this.#lost();
    this.#ends.forEach((end) => end());
  }

  #lost(): void {
    this.#api = undefined;
    this.#round.abort();
    this.missing = [];
    this.stock = NO_STOCK;
    this.#soundsKnown = false;
    this.#knows.clear();
  }

  #begin(): void {
    this.#round.abort();
    // The key is unknown until the round has collected its needs.
    this.#askedFor = '';
    const { signal } = (this.#round = new AbortController());
    this.#rounds(signal).catch((error: unknown) => {
      if (!signal.aborted) this.#failed(error);
    });
  }

  /** Nothing to do: the connection reports its own end, and the next one starts again. */
  #failed(error: unknown): void {
    const facts = { err: error, freeswitch: this.#source.name };
    this.#options.log.info(facts, 'the check of what FreeSWITCH has was not completed');
  }

  async #rounds(signal: AbortSignal): Promise<void> {
    const { everyMs = 600_000, snapshot } = this.#options;
    for (;;) {
      const [api, known] = [this.#api, snapshot()];
      if (api === undefined) return;
      if (known !== undefined) await this.#oneRound(known, api, signal);
      await delay(everyMs, undefined, { signal, ref: false });
    }
  }

  /**
   * Extensions come last: there may be thousands, and if the directory cannot be listed each one is a question of
   * its own.
   */
  async #oneRound(known: Snapshot, api: SwitchApi, signal: AbortSignal): Promise<void> {
    this.#askedRevision = known.revision;
    const { needs, key } = await inSlices(namedSteps(known));
    signal.throwIfAborted();
    this.#askedFor = key;
    const pause = () => delay(this.#options.pauseMs ?? 50, undefined, { signal, ref: false });
    const things = await this.#look(
      needs.filter((need) => !isExtension(need)),
      api,
      pause,
    );
    this.#found([...things, ...this.missing.filter(isExtension)], signal);
    const stock = await askForStock(api, known.domains);
    if (signal.aborted) return;
    this.stock = stock;
    this.#soundsKnown = true;
    const open = withoutListed(needs.filter(isExtension), stock, known.domains).filter(
      (need) => !this.#knows.has(needKey(need)),
    );
    const extensions = await this.#look(open, api, pause);
    this.#found([...things, ...extensions], signal);
    const lacking = new Set(extensions.map(needKey));
    for (const key of open.map(needKey)) if (!lacking.has(key)) this.#knows.add(key);
  }

  async #look(
    needs: readonly Need[],
    api: SwitchApi,
    pause: () => Promise<void>,
  ): Promise<readonly MissingNeed[]> {
    const found = await look(needs, api, pause);
    return found.map((need) => ({ ...need, freeswitch: this.#source.name }));
  }

  #found(missing: readonly MissingNeed[], signal: AbortSignal): void {
    if (signal.aborted) return;
    this.missing = missing;
    this.#tell();
  }

  /**
   * Logs each sentence once when it becomes true and once when it no longer is. Needs of disabled groups are not
   * logged.
   */
  #tell(): void {
    const { log } = this.#options;
    const now = new Map(
      toldTogether(ofEnabledGroups(this.missing)).map((all) => [missingNeedText(all, 'en'), all]),
    );
    for (const text of [...this.#told]) {
      if (now.has(text)) continue;
      this.#told.delete(text);
      log.info(
        { freeswitch: this.#source.name, was: text },
        'FreeSWITCH now has what was missing, or it is no longer needed',
      );
    }
    for (const [text, all] of now) {
      if (this.#told.has(text)) continue;
      this.#told.add(text);
      const groups = all.flatMap((one) => one.groups.map(({ number }) => number));
      const facts = { freeswitch: this.#source.name, groups: [...new Set(groups)], what: text };
      log.warn(facts, 'FreeSWITCH lacks something that the configuration names');
    }
  }
}

function isExtension({ thing }: Pick<Need, 'thing'>): boolean {
  return thing.kind === 'extension';
}
