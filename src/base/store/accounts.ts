/** Accounts of the pages: who may sign in with which role, and the failures that lock an account. */
import { Schema, type Connection } from 'mongoose';
import type { Role } from '../model/role.js';
import { isDuplicateKey } from './duplicate-key.js';

export interface Account {
  /** Lower case. */
  readonly name: string;
  readonly role: Role;
  /** Id of the user in the configuration; null: none. */
  readonly userId: string | null;
  /** In the format of access/password.ts. */
  readonly passwordHash: string;
  /** Sessions that began earlier are invalid. */
  readonly sessionsFrom: Date;
  /** Wrong passwords since the last correct one. */
  readonly failures: number;
  readonly lockedUntil: Date | null;
  readonly createdAt: Date;
  readonly lastLoginAt: Date | null;
  /** Numbers of the groups that it wants to see first. */
  readonly favourites?: readonly string[];
}

export interface NewAccount {
  readonly name: string;
  readonly role: Role;
  readonly userId: string | null;
  readonly passwordHash: string;
  readonly at: Date;
}

export interface AccountChange {
  readonly role?: Role;
  readonly userId?: string | null;
  readonly passwordHash?: string;
  readonly sessionsFrom?: Date;
  readonly failures?: number;
  readonly lockedUntil?: null;
  readonly favourites?: readonly string[];
}

export interface AccountStore {
  /** By name. */
  list(): Promise<readonly Account[]>;
  get(name: string): Promise<Account | undefined>;
  /** False: the name is taken. */
  add(account: NewAccount): Promise<boolean>;
  /** Undefined: there is none. */
  change(name: string, change: AccountChange): Promise<Account | undefined>;
  remove(name: string): Promise<boolean>;
  admins(): Promise<number>;
  /** Counts a wrong password; from the `limit`-th on the account is locked until `lockedUntil`: true. */
  failed(name: string, limit: number, lockedUntil: Date): Promise<boolean>;
  succeeded(name: string, at: Date): Promise<void>;
  unlock(name: string): Promise<boolean>;
}

type AccountDocument = Omit<Account, 'name'> & { readonly _id: string };

const schema = new Schema<AccountDocument>(
  {
    _id: { type: String, required: true },
    role: { type: String, required: true },
    userId: { type: String, default: null },
    passwordHash: { type: String, required: true },
    sessionsFrom: { type: Date, required: true },
    failures: { type: Number, default: 0 },
    lockedUntil: { type: Date, default: null },
    createdAt: { type: Date, required: true },
    lastLoginAt: { type: Date, default: null },
    favourites: { type: [String], default: undefined },
  },
  { collection: 'accounts', versionKey: false, autoIndex: false, autoCreate: false },
);

function accountOf({ _id, ...rest }: AccountDocument): Account {
  return { name: _id, ...rest };
}

/** @param onRemove takes along what the account has, before it goes: cut off between the two, it can be removed again. */
export function accountStore(
  connection: Connection,
  onRemove: (name: string) => Promise<void> = () => Promise.resolve(),
): AccountStore {
  const model = connection.model<AccountDocument>('Account', schema);
  return {
    list: async () => (await model.find().sort({ _id: 1 }).lean<AccountDocument[]>()).map(accountOf),
    get: async (name) => {
      const found = await model.findById(name).lean<AccountDocument>();
      return found === null ? undefined : accountOf(found);
    },
    add: async ({ name, at, ...given }) => {
      try {
        await model.create([{ _id: name, ...given, sessionsFrom: at, createdAt: at }]);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    change: async (name, change) => {
      const found = await model
        .findOneAndUpdate({ _id: name }, { $set: { ...change } }, { returnDocument: 'after' })
        .lean<AccountDocument>();
      return found === null ? undefined : accountOf(found);
    },
    remove: async (name) => {
      await onRemove(name);
      return (await model.deleteOne({ _id: name })).deletedCount === 1;
    },
    admins: () => model.countDocuments({ role: 'admin' }),
    failed: async (name, limit, lockedUntil) => {
      const counted = await model
        .findOneAndUpdate({ _id: name }, { $inc: { failures: 1 } }, { returnDocument: 'after' })
        .lean<AccountDocument>();
      if (counted === null || counted.failures < limit) return false;
      await model.updateOne({ _id: name }, { $set: { lockedUntil } });
      return true;
    },
    succeeded: async (name, at) => {
      await model.updateOne({ _id: name }, { $set: { failures: 0, lockedUntil: null, lastLoginAt: at } });
    },
    unlock: async (name) =>
      (await model.updateOne({ _id: name }, { $set: { failures: 0, lockedUntil: null } })).matchedCount === 1,
  };
}
