/**
 * Web sessions. The database stores only a hash of each session id, so its contents cannot be used to sign in.
 */
import { createHash } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';

export interface SessionStore {
  /** The stored JSON; undefined: there is none, or it has expired. */
  get(id: string, now: Date): Promise<string | undefined>;
  set(id: string, data: string, account: string, expiresAt: Date): Promise<void>;
  extend(id: string, expiresAt: Date): Promise<void>;
  remove(id: string): Promise<void>;
  /** Signs an account out everywhere. */
  removeOf(account: string): Promise<number>;
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

function keyOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

export function sessionStore(connection: Connection): SessionStore {
  const model = connection.model<SessionDocument>('Session', schema);
  return {
    get: async (id, now) => {
      const found = await model.findById(keyOf(id)).lean<SessionDocument>();
      return found === null || found.expiresAt <= now ? undefined : found.data;
    },
    set: async (id, data, account, expiresAt) => {
      await model.replaceOne({ _id: keyOf(id) }, { account, data, expiresAt }, { upsert: true });
    },
    extend: async (id, expiresAt) => {
      await model.updateOne({ _id: keyOf(id) }, { $set: { expiresAt } });
    },
    remove: async (id) => {
      await model.deleteOne({ _id: keyOf(id) });
    },
    removeOf: async (account) => (await model.deleteMany({ account })).deletedCount,
  };
}
