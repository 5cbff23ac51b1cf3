/** Revisions of the configuration: each is one whole, immutable document (docs/adr/0002). */
import { Schema, type Connection } from 'mongoose';
import { AppError } from '../errors.js';
import { inSlices } from '../in-slices.js';
import { isDuplicateKey } from './duplicate-key.js';
import { documentSteps } from './raw-document.js';

/** Lists of a configuration that can hold thousands of entries. */
const LONG_LISTS = ['users', 'groups', 'switches'];

/** Revisions that are kept. */
const KEPT = 50;

export interface RevisionInfo {
  readonly revision: number;
  readonly createdAt: Date;
  readonly author: string;
  readonly reason: string;
}

export interface StoredConfiguration extends RevisionInfo {
  /** As it was saved; configuration/ checks it again, since the program may be newer. */
  readonly content: unknown;
}

export interface NewConfiguration {
  /** The revision that the change was made from; 0: none. */
  readonly base: number;
  readonly content: object;
  readonly author: string;
  readonly reason: string;
  readonly at: Date;
}

export interface ConfigurationStore {
  /** Saves revision `base + 1`. Errors: `CONFIGURATION_CHANGED` when somebody saved meanwhile; nothing is lost. */
  save(next: NewConfiguration): Promise<RevisionInfo>;
  latest(): Promise<StoredConfiguration | undefined>;
  /** The newest revision without its content; cheap enough to ask twice a second. */
  head(): Promise<RevisionInfo | undefined>;
  get(revision: number): Promise<StoredConfiguration | undefined>;
  /** Newest first. */
  list(most?: number): Promise<readonly RevisionInfo[]>;
}

interface ConfigurationDocument {
  /** The revision: its uniqueness is what two writers meet at, and it needs no index of its own. */
  _id: number;
  createdAt: Date;
  author: string;
  reason: string;
  content: object;
}

const schema = new Schema<ConfigurationDocument>(
  {
    _id: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    author: { type: String, required: true },
    reason: { type: String, default: '' },
    content: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'configurations', versionKey: false, minimize: false },
);

function infoOf({ _id, createdAt, author, reason }: Omit<ConfigurationDocument, 'content'>): RevisionInfo {
  return { revision: _id, createdAt, author, reason };
}

export function configurationStore(connection: Connection): ConfigurationStore {
  const model = connection.model<ConfigurationDocument>('Configuration', schema);
  const head = async () => {
    const found = await model.findOne({}, { content: 0 }).sort({ _id: -1 }).lean();
    return found === null ? undefined : infoOf(found);
  };
  /** The newest of those that match, decoded in slices: thousands of users are no moment's work. */
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
    save: async ({ base, content, author, reason, at }) => {
      // The insert alone would let a base through whose successor is no longer kept.
      const newest = await head();
      if ((newest?.revision ?? 0) !== base) throw changedMeanwhile(base, newest);
      const next = { _id: base + 1, createdAt: at, author, reason, content };
      try {
        await model.create(next);
      } catch (error) {
        if (isDuplicateKey(error)) throw changedMeanwhile(base, await head());
        throw error;
      }
      await model.deleteMany({ _id: { $lte: next._id - KEPT } });
      return infoOf(next);
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
