/** Sounds: what there is, uploading, deleting. What pages, interface and commands do. */
import type { Configuration } from '../../base/configuration/schema.js';
import { soundUseSteps, type SoundUse } from '../../base/configuration/sound-uses.js';
import { reasonOf } from '../../base/errors.js';
import { inSlices } from '../../base/in-slices.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import {
  configuredName,
  isSoundName,
  soundNameOf,
  type SoundFacts,
  type StoredSound,
} from '../../base/model/sound.js';
import type { ConvertOptions } from '../../base/sounds/convert.js';
import { MOST_AT_ONCE, MOST_STORED } from '../../base/sounds/limits.js';
import { makeSound } from '../../base/sounds/make.js';
import { SoundRefused } from '../../base/sounds/refused.js';
import type { SoundStore } from '../../base/store/sounds.js';
import type { SwitchSounds } from '../../calls/live/needs-watch.js';

/** A sound that comes with this program. */
export interface BroughtSound {
  /** Below `freeswitch/sounds`, as a configuration names it. */
  readonly name: string;
  /** Undefined: only a converter could tell. */
  readonly facts: SoundFacts | undefined;
}

export interface SoundDesk {
  readonly store: SoundStore;
  readonly audit: AuditLog;
  readonly configuration: () => Promise<Configuration>;
  /** The folder into which this service writes them. */
  readonly folder: string;
  /** Whether a file of this name is in it, whoever put it there. */
  readonly isInFolder: (name: string) => Promise<boolean>;
  /** Makes the folder as the database is. Never rejects; `trouble` says why it could not. */
  readonly keep: () => Promise<void>;
  /** Why the folder is not as the database is; undefined: it is. */
  readonly trouble: () => string | undefined;
  readonly switches: () => readonly SwitchSounds[];
  /** Asks all FreeSWITCHes what they have. Waits for them, but not long. */
  readonly ask: () => Promise<void>;
  readonly brought: () => Promise<readonly BroughtSound[]>;
  readonly broughtContent: (name: string) => Promise<Buffer | undefined>;
  readonly convert?: ConvertOptions;
}

export interface ListedSound extends StoredSound {
  /** How a configuration names it. */
  readonly configured: string;
  readonly uses: readonly SoundUse[];
  /** FreeSWITCHes that do not have it. */
  readonly lackedBy: readonly string[];
}

/** Everything that the page shows, as of now. */
export interface SoundHouse {
  readonly uploaded: readonly ListedSound[];
  readonly brought: readonly (BroughtSound & { readonly uses: readonly SoundUse[] })[];
  readonly switches: readonly SwitchSounds[];
  readonly usesOf: (configured: string) => readonly SoundUse[];
  readonly uses: readonly SoundUse[];
  readonly configuration: Configuration;
}

/** Rejects while the database cannot be reached. */
export async function listSounds(desk: SoundDesk): Promise<SoundHouse> {
  const configuration = await desk.configuration();
  const uses = await inSlices(soundUseSteps(configuration));
  const byFile = new Map<string, SoundUse[]>();
  for (const use of uses) {
    const others = byFile.get(use.file);
    if (others === undefined) byFile.set(use.file, [use]);
    else others.push(use);
  }
  const usesOf = (file: string) => byFile.get(file) ?? [];
  const switches = desk.switches();
  const uploaded = (await desk.store.list()).map((sound) => {
    const configured = configuredName(sound.name);
    const lackedBy = switches.filter(({ sounds }) => sounds !== undefined && !sounds.includes(configured));
    return {
      ...sound,
      configured,
      uses: usesOf(configured),
      lackedBy: lackedBy.map(({ freeswitch }) => freeswitch),
    };
  });
  const brought = (await desk.brought()).map((sound) => ({
    ...sound,
    uses: usesOf(sound.name),
  }));
  return { uploaded, brought, switches, uses, usesOf, configuration };
}

export interface Upload {
  /** As somebody typed it, or the file's name. */
  readonly name: string;
  readonly bytes: Buffer;
  /** A sound of this name gives way. */
  readonly isReplacing: boolean;
}

/** How many are being converted by this process. */
let converting = 0;

/** Errors: SoundRefused, with nothing changed; those of the database. */
export async function addSound(
  desk: SoundDesk,
  who: string,
  { name: given, bytes, isReplacing }: Upload,
  now: Date,
): Promise<StoredSound> {
  const name = soundNameOf(given);
  if (!isSoundName(name)) throw new SoundRefused('badName', { name: given.slice(0, 60) });
  const former = await desk.store.get(name);
  if (!isReplacing && (former !== undefined || (await desk.isInFolder(name))))
    throw new SoundRefused('exists', { name });
  if (converting >= MOST_AT_ONCE) throw new SoundRefused('busy', { most: MOST_AT_ONCE });
  converting += 1;
  try {
    const { content, kind, ...facts } = await makeSound(bytes, desk.convert);
    await refuseWhenFull(desk.store, facts.bytes - (former?.bytes ?? 0));
    const mode = isReplacing ? 'replace' : 'new';
    const kept = await desk.store
      .put({ ...facts, name, addedAt: now, addedBy: who }, content, mode)
      .catch((error: unknown) => {
        throw new SoundRefused('notStored', { reason: reasonOf(error) }, { cause: error });
      });
    // Somebody was quicker.
    if (kept === undefined) throw new SoundRefused('exists', { name });
    const change = { before: former === undefined ? undefined : auditFacts(former), after: auditFacts(kept) };
    await desk.audit.note(who, 'soundAdded', { sound: name, kind: kind.toUpperCase() }, change);
    await desk.keep();
    await desk.ask();
    return kept;
  } finally {
    converting -= 1;
  }
}

async function refuseWhenFull(store: SoundStore, more: number): Promise<void> {
  const stored = (await store.list()).reduce((sum, { bytes }) => sum + bytes, 0);
  if (stored + more > MOST_STORED) throw new SoundRefused('full', { most: MOST_STORED / 1024 / 1024 });
}

function auditFacts({ bytes, lengthMs, sha256 }: StoredSound) {
  return { bytes, lengthMs, sha256 };
}

export type SoundRemoval =
  | { readonly kind: 'removed' }
  | { readonly kind: 'none' }
  | { readonly kind: 'used'; readonly uses: readonly SoundUse[]; readonly configuration: Configuration };

/**
 * A call that plays it hears it to its end: the system keeps a file that is open.
 *
 * @param evenIfUsed also when the configuration names it
 */
export async function removeSound(
  desk: SoundDesk,
  who: string,
  name: string,
  evenIfUsed: boolean,
): Promise<SoundRemoval> {
  const former = isSoundName(name) ? await desk.store.get(name) : undefined;
  if (former === undefined) return { kind: 'none' };
  if (!evenIfUsed) {
    const configuration = await desk.configuration();
    const all = await inSlices(soundUseSteps(configuration));
    const uses = all.filter(({ file }) => file === configuredName(name));
    if (uses.length > 0) return { kind: 'used', uses, configuration };
  }
  if (!(await desk.store.remove(name))) return { kind: 'none' };
  const change = { before: auditFacts(former), after: undefined };
  await desk.audit.note(who, 'soundRemoved', { sound: name }, change);
  await desk.keep();
  await desk.ask();
  return { kind: 'removed' };
}

/** The WAV file of an uploaded sound. */
export async function soundContent(desk: SoundDesk, name: string): Promise<Buffer | undefined> {
  const found = isSoundName(name) ? await desk.store.get(name) : undefined;
  return found === undefined ? undefined : desk.store.content(found);
}
