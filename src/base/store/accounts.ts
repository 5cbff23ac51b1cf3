/** Accounts of the pages: who may sign in with which role, and the failures that lock an account. */
import type { Connection } from 'mongoose';
import type { Role } from '../model/role.js';
import {
  accountOf,
  schema,
  type Account,
  type AccountChange,
  type AccountDocument,
} from './account-document.js';
import { accountLinks, type AccountLinkStore } from './account-links.js';
import { unlessTaken } from './duplicate-key.js';

export type { Account, AccountChange } from './account-document.js';

export interface NewAccount {
  readonly name: string;
  readonly role: Role;
  readonly userId: string | null;
  readonly mail?: string | null;
  readonly passwordHash?: string | undefined;
  readonly at: Date;
}

export interface AccountStore extends AccountLinkStore {
  /** By name. */
  list(): Promise<readonly Account[]>;
  get(name: string): Promise<Account | undefined>;
  /** False: the name is taken. */
  add(account: NewAccount): Promise<boolean>;
  /** Undefined: there is none. */
  change(name: string, change: AccountChange): Promise<Account | undefined>;
  remove(name: string): Promise<boolean>;
  /** Administrators who can sign in: those who have a password. */
  admins(): Promise<number>;
  /** Counts a wrong password; from the `limit`-th on the account is locked until `lockedUntil`: true. */
  failed(name: string, limit: number, lockedUntil: Date): Promise<boolean>;
  succeeded(name: string, at: Date): Promise<void>;
  unlock(name: string): Promise<boolean>;
}

/** @param onRemove takes along what the account has, before it goes: cut off between the two, it can be removed again. */
export function accountStore(
  connection: Connection,
  onRemove: (name: string) => Promise<void> = () => Promise.resolve(),
): AccountStore {
  const model = connection.model<AccountDocument>('Account', schema);
  return {
    ...accountLinks(model, accountOf),
    list: async () => (await model.find().sort({ _id: 1 }).lean<AccountDocument[]>()).map(accountOf),
    get: async (name) => {
      const found = await model.findById(name).lean<AccountDocument>();
      return found === null ? undefined : accountOf(found);
    },
    add: async ({ name, at, ...given }) => {
      return unlessTaken(async () => {
        await model.create([{ _id: name, ...given, sessionsFrom: at, createdAt: at }]);
        return true;
      });
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
    admins: () => model.countDocuments({ role: 'admin', passwordHash: { $exists: true } }),
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
