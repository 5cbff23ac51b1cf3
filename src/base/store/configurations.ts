/** Revisions of the configuration: each is one whole, immutable document (docs/adr/0002). */
import { Schema, type Connection } from 'mongoose';
import { AppError } from '../errors.js';
import { inSlices } from '../in-slices.js';
import { originOf, type Origin } from '../model/origin.js';
import { isDuplicateKey } from './duplicate-key.js';
import { insertBytes } from './insert-bytes.js';
import { documentSteps, encodedSteps } from './raw-document.js';

/** Lists of a configuration that can hold thousands of entries. */
const LONG_LISTS = ['users', 'groups', 'switches'];

const COLLECTION = 'configurations';

/** How many revisions are kept. */
const KEPT = 50;

/** The changed parts, grouped by kind of change: `group 700`, `setting domain`. */
export interface RevisionChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Where a revision comes from. */
export interface RevisionSource {
  readonly author: string;
  readonly origin: Origin;
  /** The revision that was restored, whole or in part. */
  readonly takenFrom?: number | undefined;
  /** What the author said, or which part was edited. */
  readonly reason: string;
}

export interface RevisionInfo extends RevisionSource {
  readonly revision: number;
  readonly createdAt: Date;
  /**
   * Its changes to the previous revision, the first few of each list; undefined: saved by a version that did not
   * record them.
   */
  readonly changes: (RevisionChanges & { readonly count: number }) | undefined;
}

export interface SavedRevision extends RevisionInfo {
  /** The newest revision that this save deleted, together with all older ones; undefined: none. */
  readonly forgotten: number | undefined;
}

export interface StoredConfiguration extends RevisionInfo {
  /** As it was saved; configuration/ checks it again, because the program may be newer. */
  readonly content: unknown;
}

export interface NewConfiguration extends RevisionSource {
  /** The revision from which the change was made; 0: none. */
  readonly base: number;
  readonly content: object;
  /** All changes; only a few of them are stored with the revision. */
  readonly changes: RevisionChanges;
  readonly at: Date;
  /** The part that has another id now. */
  readonly renamed?: RenamedPart | undefined;
}

export interface RenamedPart {
  readonly kind: 'user' | 'group' | 'webhook';
  readonly from: string;
  readonly to: string;
}

export interface ConfigurationStore {
  /** Saves revision `base + 1`. Errors: `CONFIGURATION_CHANGED` if somebody has saved since `base`; then nothing is written. */
  save(next: NewConfiguration): Promise<SavedRevision>;
  latest(): Promise<StoredConfiguration | undefined>;
  /** The newest revision without its content; cheap enough to ask twice a second. */
  head(): Promise<RevisionInfo | undefined>;
  get(revision: number): Promise<StoredConfiguration | undefined>;
  /** Newest first. */
  list(most?: number): Promise<readonly RevisionInfo[]>;
  /** Deletes this revision and all older ones, never the newest of all; resolves with how many. */
  forgetUpTo(revision: number): Promise<number>;
}

interface ConfigurationDocument {
  /** The revision number. Being unique, it detects two writers at once, and it needs no extra index. */
  _id: number;
  createdAt: Date;
  author: string;
  reason: string;
  origin?: string;
  takenFrom?: number;
  changes?: RevisionInfo['changes'];
  content: object;
}

const schema = new Schema<ConfigurationDocument>(
  {
    _id: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    author: { type: String, required: true },
    reason: { type: String, default: '' },
    origin: { type: String },
    takenFrom: { type: Number },
    changes: { type: Schema.Types.Mixed },
    content: { type: Schema.Types.Mixed, required: true },
  },
  { collection: COLLECTION, versionKey: false, minimize: false },
);

function infoOf(found: Omit<ConfigurationDocument, 'content'>): RevisionInfo {
  const { _id, createdAt, author, reason, origin, takenFrom, changes } = found;
  return { revision: _id, createdAt, author, reason, origin: originOf(origin), takenFrom, changes };
}

/** How many names of each list are stored with a revision. */
const NAMED = 20;

function bounded({ added, changed, removed }: RevisionChanges): NonNullable<RevisionInfo['changes']> {
  const few = (names: readonly string[]) => names.slice(0, NAMED);
  return {
    added: few(added),
    changed: few(changed),
    removed: few(removed),
    count: added.length + changed.length + removed.length,
  };
}

/** @param onSaved called with each new content; if it fails, the revision is saved all the same */
export function configurationStore(
  connection: Connection,
  onSaved: (content: object, renamed: RenamedPart | undefined) => Promise<void> = () => Promise.resolve(),
): ConfigurationStore {
  const model = connection.model<ConfigurationDocument>('Configuration', schema);
  const head = async () => {
    const found = await model.findOne({}, { content: 0 }).sort({ _id: -1 }).lean();
    return found === null ? undefined : infoOf(found);
  };
  /** The newest matching revision, decoded in slices: thousands of users take a while. */
  const whole = async (filter: object): Promise<StoredConfiguration | undefined> => {
    const [bytes] = await model
      .find(filter)
      .sort({ _id: -1 })
      .limit(1)
      .setOptions({ raw: true })
      .lean<Buffer[]>();
    if (bytes === undefined) return undefined;
    const found = (await inSlices(documentSteps(bytes, LONG_LISTS))) as unknown as ConfigurationDocument;
    return { ...infoOf(found), content: found.content };
  };
  return {
    head,
    latest: () => whole({}),
    get: (revision) => whole({ _id: revision }),
    list: async (most = KEPT) =>
      (await model.find({}, { content: 0 }).sort({ _id: -1 }).limit(most).lean()).map(infoOf),
    forgetUpTo: async (revision) => {
      const newest = (await head())?.revision ?? 0;
      return (await model.deleteMany({ _id: { $lte: Math.min(revision, newest - 1) } })).deletedCount;
    },
    save: async ({ base, content, author, reason, origin, takenFrom, changes, at, renamed }) => {
      // The insert alone would accept a base whose successor is no longer kept.
      const newest = await head();
      if ((newest?.revision ?? 0) !== base) throw changedMeanwhile(base, newest);
      const next: ConfigurationDocument = {
        _id: base + 1,
        createdAt: at,
        author,
        reason,
        origin,
        changes: bounded(changes),
        content,
        ...(takenFrom !== undefined && { takenFrom }),
      };
      try {
        await insertBytes(
          connection,
          COLLECTION,
          next._id,
          await inSlices(encodedSteps({ ...next }, LONG_LISTS)),
        );
      } catch (error) {
        if (isDuplicateKey(error)) throw changedMeanwhile(base, await head());
        throw error;
      }
      await onSaved(content, renamed).catch(() => undefined);
      const oldest = next._id - KEPT;
      const { deletedCount } = await model.deleteMany({ _id: { $lte: oldest } });
      return { ...infoOf(next), forgotten: deletedCount > 0 ? oldest : undefined };
    },
  };
}

function changedMeanwhile(base: number, newest: RevisionInfo | undefined): AppError {
  const now = newest === undefined ? 'there is none now' : `it is revision ${newest.revision} now`;
  return new AppError(
    'CONFIGURATION_CHANGED',
    `The configuration was changed meanwhile: yours is made from revision ${base}, ${now}. Nothing was saved.`,
    { facts: { base, newest: newest?.revision } },
  );
}
