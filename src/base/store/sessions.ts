/**
 * Web sessions. The database stores only a hash of each session id, so its contents cannot be used to sign in.
 */
import { createHash } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';

export interface SessionStore {
  /** The stored JSON; undefined: there is none, or it has expired. */
  get(id: string, now: Date): Promise<string | undefined>;
  /** @param isNew false: a session that has ended meanwhile stays ended. */
  set(id: string, session: SessionContent, isNew: boolean): Promise<void>;
  extend(id: string, expiresAt: Date): Promise<void>;
  remove(id: string): Promise<void>;
  /** Those of an account that are not over, the last used one first. */
  list(account: string, now: Date): Promise<readonly StoredSession[]>;
  /** Ends a session of the account; undefined: it has none of this key. */
  end(account: string, key: string): Promise<StoredSession | undefined>;
  /** Signs an account out everywhere, or everywhere but in one session. Returns how many there were. */
  removeOf(account: string, exceptKey?: string): Promise<number>;
}

export interface SessionContent {
  readonly data: string;
  readonly account: string;
  readonly expiresAt: Date;
}

export interface StoredSession extends SessionContent {
  /** What a session is called where its id must not be seen. */
  readonly key: string;
}

interface SessionDocument {
  readonly _id: string;
  readonly account: string;
  readonly data: string;
  readonly expiresAt: Date;
}

const schema = new Schema<SessionDocument>(
  {
    _id: { type: String, required: true },
    account: { type: String, required: true },
    data: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'sessions', versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ account: 1 });

/** The key of the session with this id. */
export function sessionKey(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

function storedOf({ _id, ...content }: SessionDocument): StoredSession {
  return { key: _id, ...content };
}

export function sessionStore(connection: Connection): SessionStore {
  const model = connection.model<SessionDocument>('Session', schema);
  return {
    get: async (id, now) => {
      const found = await model.findById(sessionKey(id)).lean<SessionDocument>();
      return found === null || found.expiresAt <= now ? undefined : found.data;
    },
    set: async (id, { data, account, expiresAt }, isNew) => {
      await model.replaceOne({ _id: sessionKey(id) }, { account, data, expiresAt }, { upsert: isNew });
    },
    extend: async (id, expiresAt) => {
      await model.updateOne({ _id: sessionKey(id) }, { $set: { expiresAt } });
    },
    remove: async (id) => {
      await model.deleteOne({ _id: sessionKey(id) });
    },
    list: async (account, now) => {
      const found = await model
        .find({ account, expiresAt: { $gt: now } })
        .sort({ expiresAt: -1 })
        .lean<SessionDocument[]>();
      return found.map(storedOf);
    },
    end: async (account, key) => {
      const found = await model.findOneAndDelete({ _id: key, account }).lean<SessionDocument>();
      return found === null ? undefined : storedOf(found);
    },
    removeOf: async (account, exceptKey) => {
      const others = exceptKey === undefined ? {} : { _id: { $ne: exceptKey } };
      return (await model.deleteMany({ account, ...others })).deletedCount;
    },
  };
}
