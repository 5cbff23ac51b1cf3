/**
 * Changes one part of the configuration: a group, a user, a switch, a holiday calendar, the settings. Whoever edits has
 * seen a state of that part, its etag; two people who edit different parts do not disturb each other, and of two who
 * edit the same one the second is told. Checked as a whole each time; nothing half right is saved.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { AuditLog } from '../../base/model/audit-event.js';
import { checkSteps } from '../../base/configuration/check.js';
import type { Fault } from '../../base/configuration/faults.js';
import { storedSteps } from '../../base/configuration/import.js';
import { LISTS, type ListKind, type PartKind } from '../../base/configuration/part-names.js';
import type { PartName } from '../../base/configuration/parts.js';
import type { Configuration } from '../../base/configuration/schema.js';
import { changesBetween } from '../../base/configuration/changes.js';
import {
  placesOf,
  takenOut,
  type Place as UsedPlace,
  type References,
} from '../../base/configuration/take-out.js';
import { AppError } from '../../base/errors.js';
import { inSlices } from '../../base/in-slices.js';
import type { Origin } from '../../base/model/origin.js';
import type { ConfigurationStore, RevisionChanges, RevisionInfo } from '../../base/store/configurations.js';

export { LISTS, type ListKind, type PartKind, type PartName };

export interface Part {
  readonly content: unknown;
  readonly etag: string;
  /** The newest revision; it need not be the one that changed this part. */
  readonly revision: RevisionInfo;
}

export type EditResult =
  | { readonly kind: 'saved'; readonly etag: string; readonly warnings: readonly Fault[] }
  | { readonly kind: 'unchanged'; readonly etag: string }
  /** Somebody changed it meanwhile; nothing was saved. `current` undefined: it is gone. */
  | { readonly kind: 'conflict'; readonly current: Part | undefined }
  /** Paths are those of the part: `stages[0].ringSec`. */
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] }
  /**
   * Others refer to it, or to what it was called; paths are those of the whole configuration. `places`: of a part that
   * was to be deleted, where it is used.
   */
  | { readonly kind: 'inUse'; readonly faults: readonly Fault[]; readonly places: readonly UsedPlace[] }
  | { readonly kind: 'unknown' };

export interface Edit extends PartName {
  /** What the editor looked at; undefined: whatever is there. For a new part: '' as id, and no etag. */
  readonly etag: string | undefined;
  /** The whole part; undefined removes it. */
  readonly content: unknown;
  /** With a part that is removed: what becomes of the references to it; undefined: it is removed only when there are none. */
  readonly references?: References | undefined;
  readonly who: string;
  readonly origin: Origin;
  readonly at: Date;
}

export interface EditorDependencies {
  readonly configurations: ConfigurationStore;
  readonly audit: AuditLog;
  /** Lets the calls of this instance have the change at once. */
  readonly refresh: () => Promise<void>;
}

/** Another part was saved in the same moment: once more on what is there now. */
const ATTEMPTS = 5;

export class ConfigurationEditor {
  readonly #use: EditorDependencies;

  constructor(use: EditorDependencies) {
    this.#use = use;
  }

  /** The newest configuration. Errors: `NO_CONFIGURATION`, `CONFIGURATION_BROKEN`, the database's. */
  async configuration(): Promise<{ readonly configuration: Configuration; readonly revision: RevisionInfo }> {
    const latest = await this.#use.configurations.latest();
    if (latest === undefined) throw new AppError('NO_CONFIGURATION', 'There is no configuration yet');
    const { content, ...revision } = latest;
    const configuration = await inSlices(storedSteps(revision.revision, content));
    return { configuration, revision };
  }

  /** Undefined: there is none. */
  async part(name: PartName): Promise<Part | undefined> {
    const { configuration, revision } = await this.configuration();
    return partOf(configuration, revision, name);
  }

  async save(edit: Edit): Promise<EditResult> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#try(edit);
      } catch (error) {
        const overtaken = error instanceof AppError && error.code === 'CONFIGURATION_CHANGED';
        if (!overtaken || attempt >= ATTEMPTS) throw error;
      }
    }
  }

  async #try(edit: Edit): Promise<EditResult> {
    const { configuration, revision } = await this.configuration();
    const current =
      edit.id === '' && edit.kind !== 'settings' ? undefined : partOf(configuration, revision, edit);
    if (edit.id !== '' && current === undefined) {
      return edit.etag === undefined ? { kind: 'unknown' } : { kind: 'conflict', current: undefined };
    }
    if (edit.etag !== undefined && current?.etag !== edit.etag) return { kind: 'conflict', current };
    const { next, path, open } = changed(configuration, edit);
    const checked = await inSlices(checkSteps(next));
    const faults = [...open, ...(checked.kind === 'faulty' ? checked.faults : [])];
    if (faults.length > 0 || checked.kind === 'faulty') {
      const places = edit.content === undefined ? this.#places(configuration, edit) : [];
      return faulty(faults, path, places);
    }
    const after = partAt(checked.configuration, path);
    if (current !== undefined && isDeepStrictEqual(after, current.content)) {
      return { kind: 'unchanged', etag: current.etag };
    }
    await this.#write(edit, checked.configuration, {
      base: revision.revision,
      before: current?.content,
      after,
      whole: configuration,
    });
    return {
      kind: 'saved',
      etag: after === undefined ? '' : etagOf(after),
      warnings: within(checked.warnings, path),
    };
  }

  #places(configuration: Configuration, { kind, id }: Edit): UsedPlace[] {
    return kind === 'settings' ? [] : placesOf(configuration, { kind, id });
  }

  async #write(
    edit: Edit,
    content: Configuration,
    { base, before, after, whole }: { base: number; before: unknown; after: unknown; whole: Configuration },
  ): Promise<void> {
    const { configurations, audit, refresh } = this.#use;
    const id = edit.kind === 'settings' ? '' : edit.content === undefined ? edit.id : idOf(edit.kind, after);
    const subject = id === '' ? edit.kind : `${edit.kind} ${id}`;
    const event = before === undefined ? 'partAdded' : after === undefined ? 'partRemoved' : 'partChanged';
    const places = edit.references === undefined ? [] : this.#places(whole, edit);
    const changes =
      edit.references === undefined ? changesOf(edit.kind, before, after) : changesBetween(whole, content);
    const { who: author, origin, at } = edit;
    await configurations.save({ base, content, changes, author, origin, reason: subject, at });
    await audit.note(edit.who, event, { subject, ...referenceFacts(edit, places) }, { before, after });
    await refresh();
  }
}

/** What became of the references, for the audit log. */
function referenceFacts(
  { references }: Edit,
  places: readonly UsedPlace[],
): Readonly<Record<string, string>> {
  if (references === undefined || places.length === 0) return {};
  const where = new Set(places.flatMap(({ part }) => (part === undefined ? [] : `${part.kind} ${part.id}`)));
  return {
    references: references.by === undefined ? 'taken out' : `replaced by ${references.by}`,
    in: [...where].join(', '),
  };
}

/** A part that has a new name is another one. */
function changesOf(kind: PartKind, before: unknown, after: unknown): RevisionChanges {
  const names = (content: unknown) =>
    kind === 'settings'
      ? Object.entries(content as object).map(([key, value]) => [`setting ${key}`, value] as const)
      : content === undefined
        ? []
        : [[`${kind === 'calendar' ? 'holidays' : kind} ${idOf(kind, content)}`, content] as const];
  const [old, now] = [new Map<string, unknown>(names(before)), new Map<string, unknown>(names(after))];
  const both = [...now.keys()].filter((key) => old.has(key));
  return {
    added: [...now.keys()].filter((key) => !old.has(key)),
    changed: both.filter((key) => !isDeepStrictEqual(old.get(key), now.get(key))),
    removed: [...old.keys()].filter((key) => !now.has(key)),
  };
}

/** The same content has the same etag, on all instances. */
export function etagOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
}

function partOf(
  configuration: Configuration,
  revision: RevisionInfo,
  { kind, id }: PartName,
): Part | undefined {
  const content =
    kind === 'settings'
      ? configuration.settings
      : entries(configuration, kind)[indexOf(configuration, kind, id)];
  return content === undefined ? undefined : { content, etag: etagOf(content), revision };
}

function entries(configuration: Configuration, kind: ListKind): readonly unknown[] {
  return configuration[LISTS[kind].list];
}

function indexOf(configuration: Configuration, kind: ListKind, id: string): number {
  return entries(configuration, kind).findIndex((entry) => idOf(kind, entry) === id);
}

function idOf(kind: ListKind, entry: unknown): string {
  const value = (entry as Record<string, unknown>)[LISTS[kind].key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Where the part is in the whole: `settings`, or `groups` and its index; undefined index: it is gone. */
type Place = readonly [list: string, index: number | undefined];

/** The configuration with the change, unchecked; `open`: what has to be decided first. */
function changed(
  configuration: Configuration,
  edit: Edit,
): { next: unknown; path: Place; open: readonly Fault[] } {
  const { kind, id, content, references } = edit;
  if (content !== undefined || references === undefined || kind === 'settings') {
    return { ...replaced(configuration, edit), open: [] };
  }
  const { next, faults } = takenOut(configuration, { kind, id }, references);
  return { next, path: [LISTS[kind].list, undefined], open: faults };
}

/** The configuration with the change, unchecked. */
function replaced(configuration: Configuration, { kind, id, content }: Edit): { next: unknown; path: Place } {
  if (kind === 'settings')
    return { next: { ...configuration, settings: content }, path: ['settings', undefined] };
  const { list } = LISTS[kind];
  const all = entries(configuration, kind);
  const index = id === '' ? all.length : indexOf(configuration, kind, id);
  const without = all.filter((_entry, at) => at !== index);
  const next = content === undefined ? without : [...all.slice(0, index), content, ...all.slice(index + 1)];
  return {
    next: { ...configuration, [list]: next },
    path: [list, content === undefined ? undefined : index],
  };
}

function partAt(configuration: Configuration, [list, index]: Place): unknown {
  if (list === 'settings') return configuration.settings;
  const all = (configuration as unknown as Record<string, readonly unknown[]>)[list];
  return index === undefined ? undefined : all?.[index];
}

function prefixOf([list, index]: Place): string {
  return index === undefined ? list : `${list}[${index}]`;
}

/** Faults of the part itself, with its own paths. */
function within(faults: readonly Fault[], place: Place): Fault[] {
  if (place[0] !== 'settings' && place[1] === undefined) return [];
  const prefix = prefixOf(place);
  return faults
    .filter(({ path }) => path === prefix || path.startsWith(`${prefix}.`))
    .map((fault) => ({ ...fault, path: fault.path.slice(prefix.length + 1) }));
}

/** A fault elsewhere comes of what others say about this part, or of a number that this part wants to have too. */
function faulty(faults: readonly Fault[], place: Place, places: readonly UsedPlace[]): EditResult {
  const own = within([...faults, ...faults.flatMap((fault) => turned(fault, prefixOf(place)))], place);
  return own.length > 0 ? { kind: 'faulty', faults: own } : { kind: 'inUse', faults, places };
}

/** "Yours is taken by me", told by a part that stands behind this one, as this one's "mine is taken by them". */
function turned(fault: Fault, prefix: string): Fault[] {
  const taker = fault.others?.find(({ path }) => path.startsWith(`${prefix}.`));
  if (taker === undefined || fault.part === undefined || !fault.message.startsWith('is taken by')) return [];
  const { path, ...part } = taker;
  const name = fault.part.name === '' ? '' : ` (${fault.part.name})`;
  const message = `is taken by ${fault.path.replace(/\..*$/, '')}${name} already; it must be unique`;
  return [{ ...fault, path, part, message, others: [{ ...fault.part, path: fault.path }] }];
}
