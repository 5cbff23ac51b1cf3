/** Keeps this machine's folder of sounds as the database is, and what pages need to work on sounds. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Configuration } from '../base/configuration/schema.js';
import type { Log } from '../base/log.js';
import type { AuditLog } from '../base/model/audit-event.js';
import { broughtContent, broughtSounds } from '../base/sounds/brought.js';
import { SoundFolder } from '../base/sounds/folder.js';
import { factsOf } from '../base/sounds/make.js';
import type { SoundStore } from '../base/store/sounds.js';
import type { NeedsWatch } from '../calls/live/needs-watch.js';
import type { BroughtSound, SoundDesk } from '../people/operations/sounds.js';

/** What another controller has changed is here after so long. */
const EVERY_MS = 15_000;
/** An upload that takes longer was broken off: a service was killed in its middle, this one or another. */
const BROKEN_OFF_MS = 60 * 60_000;
/** How long somebody who uploads waits for what FreeSWITCHes say. */
const ASK_MS = 3_000;

export interface SoundKeeperParts {
  readonly store: { readonly sounds: SoundStore; readonly ready: Promise<void> };
  readonly folder: string;
  readonly log: Log;
  /** Default: 15 s. */
  readonly everyMs?: number;
  /** Default: 1 h. */
  readonly sweepMs?: number;
}

export interface SoundKeeper {
  readonly folder: SoundFolder;
  keep(): Promise<void>;
  trouble(): string | undefined;
  stop(): Promise<void>;
}

/** Begins at once. Without the database the files stay as they are. */
export function keepSounds({
  store,
  folder,
  log,
  everyMs = EVERY_MS,
  sweepMs = BROKEN_OFF_MS,
}: SoundKeeperParts): SoundKeeper {
  const kept = new SoundFolder(folder);
  const stopped = new AbortController();
  let [trouble, sweptAtMs]: [string | undefined, number] = [undefined, -Infinity];
  const keep = async (): Promise<void> => {
    try {
      const { written, deleted } = await kept.keep(store.sounds);
      if (written.length + deleted.length > 0) log.info({ folder, written, deleted }, 'sounds are in place');
      if (trouble !== undefined) log.info({ folder }, 'the folder of the sounds can be kept again');
      trouble = undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== trouble) log.warn({ err: error, folder }, 'the folder of the sounds cannot be kept');
      trouble = reason;
    }
  };
  const sweep = async (): Promise<void> => {
    if (performance.now() - sweptAtMs < sweepMs || trouble !== undefined) return;
    await store.sounds.sweep(new Date(Date.now() - BROKEN_OFF_MS));
    sweptAtMs = performance.now();
  };
  const run = async (): Promise<void> => {
    await store.ready;
    for (;;) {
      await keep();
      await sweep().catch(() => undefined);
      await delay(everyMs, undefined, { signal: stopped.signal, ref: false });
    }
  };
  // It ends when the service stops, or when the database is never used: that is told elsewhere.
  const running = run().catch(() => undefined);
  return {
    folder: kept,
    keep,
    trouble: () => trouble,
    stop: async () => {
      stopped.abort();
      await Promise.race([running, delay(ASK_MS, undefined, { ref: false })]);
    },
  };
}

export interface SoundDeskParts {
  readonly store: SoundStore;
  readonly keeper: SoundKeeper;
  readonly needs: Pick<NeedsWatch, 'sounds' | 'askForSounds'>;
  readonly audit: AuditLog;
  readonly configuration: () => Promise<Configuration>;
}

export function soundDesk({ store, keeper, needs, audit, configuration }: SoundDeskParts): SoundDesk {
  const { folder } = keeper;
  let brought: Promise<readonly BroughtSound[]> | undefined;
  return {
    store,
    audit,
    configuration,
    folder: folder.folder,
    isInFolder: (name) => folder.has(name),
    keep: () => keeper.keep(),
    trouble: () => keeper.trouble(),
    switches: () => needs.sounds(),
    ask: async () => {
      await Promise.race([needs.askForSounds(), delay(ASK_MS, undefined, { ref: false })]);
    },
    brought: () => (brought ??= broughtWithFacts()),
    broughtContent,
  };
}

/** They do not change while the program runs. */
export async function broughtWithFacts(): Promise<readonly BroughtSound[]> {
  const sounds: BroughtSound[] = [];
  for (const name of await broughtSounds()) {
    const content = await broughtContent(name);
    sounds.push({ name, facts: content === undefined ? undefined : await factsOf(content) });
  }
  return sounds;
}
