/** Saved searches for calls: names for filters, of one account or of everybody. */
import { Schema, type Connection } from 'mongoose';
import { folded } from '../model/contact.js';
import { unlessTaken } from './duplicate-key.js';

export interface CallView {
  readonly id: string;
  /** The account that has it; null: everybody. */
  readonly owner: string | null;
  readonly name: string;
  /** The filter as in the address of the page: `missed=true&period=7days`. */
  readonly query: string;
  readonly changedAt: Date;
  readonly changedBy: string;
}

/** Every operation rejects while the database cannot be reached. */
export interface CallViewStore {
  /** Those of everybody and of this account, in the order of their names. */
  of(owner: string): Promise<readonly CallView[]>;
  get(id: string): Promise<CallView | undefined>;
  /** False: its owner has one of this name. */
  add(view: CallView): Promise<boolean>;
  /** Undefined: it is gone. False: its owner has another one of this name. */
  rename(
    id: string,
    name: string,
    by: Pick<CallView, 'changedAt' | 'changedBy'>,
  ): Promise<boolean | undefined>;
  remove(id: string): Promise<boolean>;
  /** Those of an account that is gone. */
  removeOf(owner: string): Promise<void>;
}

interface ViewDocument {
  _id: string;
  /** Empty: everybody. */
  owner: string;
  /** The name, folded: one owner has it once. */
  key: string;
  name: string;
  query: string;
  changedAt: Date;
  changedBy: string;
}

const schema = new Schema<ViewDocument>(
  {
    _id: { type: String, required: true },
    owner: { type: String, default: '' },
    key: { type: String, required: true },
    name: { type: String, required: true },
    query: { type: String, required: true },
    changedAt: { type: Date, required: true },
    changedBy: { type: String, required: true },
  },
  { collection: 'callviews', versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ owner: 1, key: 1 }, { unique: true });

export function callViewStore(connection: Connection): CallViewStore {
  const model = connection.model<ViewDocument>('CallView', schema);
  return {
    of: async (owner) => {
      const found = await model.find({ owner: { $in: ['', owner] } }).lean<ViewDocument[]>();
      return found.toSorted((one, other) => (one.key < other.key ? -1 : 1)).map(viewOf);
    },
    get: async (id) => {
      const found = await model.findById(id).lean<ViewDocument>();
      return found === null ? undefined : viewOf(found);
    },
    add: ({ id, owner, name, ...rest }) =>
      unlessTaken(async () => {
        await model.create([{ _id: id, owner: owner ?? '', key: folded(name), name, ...rest }]);
        return true;
      }),
    rename: (id, name, by) =>
      unlessTaken(async () => {
        const change = { $set: { name, key: folded(name), ...by } };
        return (await model.updateOne({ _id: id }, change)).matchedCount === 1 ? true : undefined;
      }),
    remove: async (id) => (await model.deleteOne({ _id: id })).deletedCount === 1,
    removeOf: async (owner) => {
      if (owner !== '') await model.deleteMany({ owner });
    },
  };
}

function viewOf({ _id, owner, name, query, changedAt, changedBy }: ViewDocument): CallView {
  return { id: _id, owner: owner === '' ? null : owner, name, query, changedAt, changedBy };
}
