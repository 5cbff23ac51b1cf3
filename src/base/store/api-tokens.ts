/** Tokens of the REST interface: the hash of each, never the token. */
import { Schema, type Connection } from 'mongoose';

export interface ApiToken {
  /** Public part of the token. */
  readonly id: string;
  /** What it is for, in the owner's words. */
  readonly label: string;
  readonly account: string;
  /** Permissions that it may use. */
  readonly scopes: readonly string[];
  readonly hash: string;
  readonly createdAt: Date;
  /** Null: it does not expire. */
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface ApiTokenStore {
  /** Newest first; of one account or of all. */
  list(account?: string): Promise<readonly ApiToken[]>;
  get(id: string): Promise<ApiToken | undefined>;
  add(token: ApiToken): Promise<void>;
  used(id: string, at: Date): Promise<void>;
  /** With `account`: only if the token belongs to it. Returns the removed token; undefined: there was none. */
  remove(id: string, account?: string): Promise<ApiToken | undefined>;
  removeOf(account: string): Promise<number>;
}

type TokenDocument = Omit<ApiToken, 'id'> & { readonly _id: string };

const schema = new Schema<TokenDocument>(
  {
    _id: { type: String, required: true },
    label: { type: String, required: true },
    account: { type: String, required: true },
    scopes: { type: [String], required: true },
    hash: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, default: null },
    lastUsedAt: { type: Date, default: null },
  },
  { collection: 'apitokens', versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ account: 1 });

function tokenOf({ _id, ...rest }: TokenDocument): ApiToken {
  return { id: _id, ...rest };
}

export function apiTokenStore(connection: Connection): ApiTokenStore {
  const model = connection.model<TokenDocument>('ApiToken', schema);
  return {
    list: async (account) => {
      const found = await model
        .find(account === undefined ? {} : { account })
        .sort({ createdAt: -1 })
        .lean<TokenDocument[]>();
      return found.map(tokenOf);
    },
    get: async (id) => {
      const found = await model.findById(id).lean<TokenDocument>();
      return found === null ? undefined : tokenOf(found);
    },
    add: async ({ id, ...token }) => {
      await model.create([{ _id: id, ...token, scopes: [...token.scopes] }]);
    },
    used: async (id, at) => {
      await model.updateOne({ _id: id }, { $set: { lastUsedAt: at } });
    },
    remove: async (id, account) => {
      const found = await model
        .findOneAndDelete(account === undefined ? { _id: id } : { _id: id, account })
        .lean<TokenDocument>();
      return found === null ? undefined : tokenOf(found);
    },
    removeOf: async (account) => (await model.deleteMany({ account })).deletedCount,
  };
}
