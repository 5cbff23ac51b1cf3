/**
 * Changes one part of the configuration: a group, a user, a switch, a holiday calendar, the settings. The editor
 * has seen a state of that part, identified by its etag. Two people who edit different parts, or different fields
 * of one part, do not disturb each other; if they edit the same field, the second one is told. The whole
 * configuration is checked each time, and nothing invalid is saved.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AuditLog } from '../../base/model/audit-event.js';
import { changeSteps } from '../../base/configuration/changes.js';
import { checkSteps } from '../../base/configuration/check.js';
import { storedSteps } from '../../base/configuration/import.js';
import { UNKNOWN } from '../../base/configuration/part-merge.js';
import { LISTS, type ListKind, type PartKind } from '../../base/configuration/part-names.js';
import { idOf, partIn, type PartName } from '../../base/configuration/parts.js';
import type { Configuration } from '../../base/configuration/schema.js';
import {
  numberPlaceSteps,
  placeSteps,
  type Place as UsedPlace,
  type References,
} from '../../base/configuration/take-out.js';
import { AppError } from '../../base/errors.js';
import { inSlices } from '../../base/in-slices.js';
import type { Origin } from '../../base/model/origin.js';
import type { ConfigurationStore, RevisionInfo } from '../../base/store/configurations.js';
import { conflictDetails, hasFaults, type ConflictDetails, type OthersChange } from './edit-conflict.js';
import { noteAlong, type Along, withAdded, withAlong } from './edit-along.js';
import type { EditResult, Part, Uses } from './edit-result.js';
import { etagOf } from './etag.js';
import { historySince } from './part-history.js';
import { changesOfPart, ownFaults, editSteps, partAtPlace, within } from './part-in-whole.js';

export { LISTS, type ListKind, type PartKind, type PartName };
export type { ConflictDetails, EditResult, OthersChange, Part, Uses };

export interface Edit extends PartName {
  /** The state that the editor was looking at; undefined: any. For a new part: '' as id, and no etag. */
  readonly etag: string | undefined;
  /** The whole part; undefined removes it. */
  readonly content: unknown;
  /** Keeps, field by field, what only others changed since the etag. Default: any change by others is a conflict. */
  readonly merge?: boolean;
  /** When a part is removed: what happens to the references to it; undefined: it is removed only if there are none. */
  readonly references?: References | undefined;
  /** With references: the places that the editor was shown, as `Uses` identifies them; undefined: any. */
  readonly places?: string | undefined;
  /** When a user is removed: places that name the extension by its number also count as references. */
  readonly askNumbers?: boolean;
  /** New parts that this one refers to, added in the same revision. */
  readonly along?: Along;
  readonly who: string;
  readonly origin: Origin;
  readonly at: Date;
}

export interface EditorDependencies {
  readonly configurations: ConfigurationStore;
  readonly audit: AuditLog;
  /** Makes the change take effect at once for the calls of this instance. */
  readonly refresh: () => Promise<void>;
}

/** A configuration as somebody is looking at it. */
export interface Looked {
  readonly configuration: Configuration;
  readonly revision: RevisionInfo;
}

/** If somebody else saves another part at the same moment, the edit is tried again on the new configuration. */
const ATTEMPTS = 5;

export class ConfigurationEditor {
  readonly #use: EditorDependencies;
  #newest: Looked | undefined;

  constructor(use: EditorDependencies) {
    this.#use = use;
  }

  /**
   * The newest configuration. It is read and checked once for each revision: with thousands of users that takes half a
   * second of the processor. Errors: `NO_CONFIGURATION`, `CONFIGURATION_BROKEN`, the database's.
   */
  async configuration(): Promise<Looked> {
    const { configurations } = this.#use;
    if (this.#newest !== undefined && isSame(await configurations.head(), this.#newest.revision)) {
      return this.#newest;
    }
    const latest = await configurations.latest();
    if (latest === undefined) throw new AppError('NO_CONFIGURATION', 'There is no configuration yet');
    const { content, ...revision } = latest;
    const configuration = await inSlices(storedSteps(revision.revision, content));
    this.#newest = { configuration, revision };
    return this.#newest;
  }

  /** Undefined: there is none. */
  async part(name: PartName): Promise<Part | undefined> {
    return partOf(await this.configuration(), name);
  }

  /**
   * What others changed since, and which of it collides with the content; nothing is saved.
   * @param etag of the state that the content started from
   */
  async compared(name: PartName, content: unknown, etag: string, looked: Looked): Promise<ConflictDetails> {
    const theirs = partIn(looked.configuration, name);
    return conflictDetails(this.#use.configurations, { ...name, etag, content }, theirs);
  }

  /** The part as it was with this etag; undefined: no stored revision has it in that state. */
  async stateOf(name: PartName, etag: string, looked: Looked): Promise<unknown> {
    const now = partIn(looked.configuration, name);
    const { base } = await historySince(this.#use.configurations, name, { now, etag });
    return base === UNKNOWN ? undefined : base;
  }

  /** @param looked the configuration, if it was just read; it is read again if somebody has saved since. */
  async save(edit: Edit, looked?: Looked): Promise<EditResult> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#try(
          edit,
          attempt === 1 && looked !== undefined ? looked : await this.configuration(),
        );
      } catch (error) {
        const overtaken = error instanceof AppError && error.code === 'CONFIGURATION_CHANGED';
        if (!overtaken || attempt >= ATTEMPTS) throw error;
      }
    }
  }

  async #try(edit: Edit, looked: Looked): Promise<EditResult> {
    const current = edit.id === '' && edit.kind !== 'settings' ? undefined : partOf(looked, edit);
    const isThere = current !== undefined || edit.id === '';
    if (!isThere && edit.etag === undefined) return { kind: 'unknown' };
    if (isThere && (edit.etag === undefined || edit.etag === current?.etag)) {
      return this.#checked(edit, looked, current, []);
    }
    const { configurations } = this.#use;
    // Faults in what was typed are reported first; they need no comparison.
    if (edit.merge === true && hasFaults(edit)) return this.#checked(edit, looked, current, []);
    const details = await conflictDetails(configurations, edit, current?.content);
    const { merged, open, others } = details;
    if (edit.merge !== true || merged === undefined || open.length > 0) {
      return { kind: 'conflict', current, details };
    }
    return this.#checked({ ...edit, content: merged }, looked, current, others);
  }

  /** @param others what others changed meanwhile and is kept */
  async #checked(
    edit: Edit,
    { configuration, revision }: Looked,
    current: Part | undefined,
    others: readonly OthersChange[],
  ): Promise<EditResult> {
    const uses = await usesOf(configuration, edit);
    const asks =
      uses !== undefined &&
      (edit.references === undefined
        ? edit.askNumbers === true && uses.byNumber.length > 0
        : edit.places !== undefined && edit.places !== uses.etag);
    const { next, path, open } = await inSlices(editSteps(withAlong(configuration, edit.along), edit));
    const checked = await inSlices(checkSteps(next));
    const faults = [...open, ...(checked.kind === 'faulty' ? checked.faults : [])];
    if (asks || faults.length > 0 || checked.kind === 'faulty') {
      const own = ownFaults(faults, path);
      if (own.length > 0) {
        const isMerged = others.length > 0 && current !== undefined;
        const merged = isMerged ? { content: edit.content, etag: current.etag } : undefined;
        return { kind: 'faulty', faults: own, merged };
      }
      return { kind: 'inUse', faults, uses, hasNewPlaces: asks && edit.references !== undefined };
    }
    const after = partAtPlace(checked.configuration, path);
    if (current !== undefined && isDeepStrictEqual(after, current.content)) {
      return { kind: 'unchanged', content: after, etag: current.etag };
    }
    const made = { base: revision.revision, before: current?.content, after, whole: configuration, uses };
    await this.#write(edit, checked.configuration, made);
    return {
      kind: 'saved',
      content: after,
      etag: after === undefined ? '' : etagOf(after),
      warnings: within(checked.warnings, path),
      others,
      decided: decidedPlaces(edit, uses),
      stillNamed: edit.references?.numbers === true ? [] : (uses?.byNumber ?? []),
    };
  }

  async #write(edit: Edit, content: Configuration, made: Made): Promise<void> {
    const { configurations, audit, refresh } = this.#use;
    const { base, before, after, whole, uses } = made;
    const id = edit.kind === 'settings' ? '' : edit.content === undefined ? edit.id : idOf(after, edit.kind);
    const subject = id === '' ? edit.kind : `${edit.kind} ${id}`;
    const event = before === undefined ? 'partAdded' : after === undefined ? 'partRemoved' : 'partChanged';
    const changes =
      edit.references === undefined
        ? withAdded(changesOfPart(edit.kind, before, after), edit.along)
        : await inSlices(changeSteps(whole, content));
    const { who: author, origin, at } = edit;
    const reason = subject;
    const { forgotten } = await configurations.save({
      base,
      content,
      changes,
      author,
      origin,
      reason,
      at,
      renamed: renamedBy(edit, id, before, after),
    });
    const facts = {
      subject,
      ...referenceFacts(edit, uses),
      ...(forgotten !== undefined && { forgotten: String(forgotten) }),
    };
    await audit.note(edit.who, event, facts, { before, after });
    await noteAlong(audit, edit.who, edit.along);
    await refresh();
  }
}

/** Undefined: the part is new, is gone, or has its id still. */
function renamedBy({ kind, id: from }: Edit, to: string, before: unknown, after: unknown) {
  if (kind !== 'user' && kind !== 'group' && kind !== 'webhook') return undefined;
  return before === undefined || after === undefined || from === to ? undefined : { kind, from, to };
}

interface Made {
  readonly base: number;
  readonly before: unknown;
  readonly after: unknown;
  readonly whole: Configuration;
  readonly uses: Uses | undefined;
}

/** The uses of a part that is to be removed; undefined for any other edit. */
async function usesOf(configuration: Configuration, { kind, id, content }: Edit): Promise<Uses | undefined> {
  if (content !== undefined || kind === 'settings') return undefined;
  const places = await inSlices(placeSteps(configuration, { kind, id }));
  const byNumber = await inSlices(numberPlaceSteps(configuration, { kind, id }));
  const where = [...places, ...byNumber].map(({ path, part }) => [part?.kind, part?.id, path]);
  return { places, byNumber, etag: etagOf(where) };
}

function decidedPlaces({ references }: Edit, uses: Uses | undefined): readonly UsedPlace[] {
  if (references === undefined || uses === undefined) return [];
  return references.numbers === true ? [...uses.places, ...uses.byNumber] : uses.places;
}

/** What happened to the references, for the audit log. */
function referenceFacts(edit: Edit, uses: Uses | undefined): Readonly<Record<string, string>> {
  const { references } = edit;
  const places = decidedPlaces(edit, uses);
  if (references === undefined || places.length === 0) return {};
  const where = new Set(places.flatMap(({ part }) => (part === undefined ? [] : `${part.kind} ${part.id}`)));
  return {
    references: references.by === undefined ? 'taken out' : `replaced by ${references.by}`,
    in: [...where].join(', '),
  };
}

/** Undefined: there is none with this name. */
export function partOf({ configuration, revision }: Looked, name: PartName): Part | undefined {
  const content = partIn(configuration, name);
  return content === undefined ? undefined : { content, etag: etagOf(content), revision };
}

/** A database that was restored may count anew. */
function isSame(head: RevisionInfo | undefined, known: RevisionInfo): boolean {
  return head?.revision === known.revision && head.createdAt.getTime() === known.createdAt.getTime();
}
