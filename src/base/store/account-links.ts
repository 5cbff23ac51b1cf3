/** Accounts by the links that were mailed for them. A change is one write, so of two controllers one makes it. */
import type { Model } from 'mongoose';
import type { LinkAsks, LinkOfMail } from '../model/account-link.js';
import type { Account, AccountChange, AccountDocument } from './account-document.js';

export interface AccountLinkStore {
  /** Those of this name or mail address, in lower case; at most `limit`. */
  byNameOrMail(given: string, limit: number): Promise<readonly Account[]>;
  /** The account with a link that a secret of this hash opens, whether or not it is over. */
  byLink(hash: string): Promise<Account | undefined>;
  /** Lets one more secret open the link; false: it is over, used, replaced or gone. */
  addSecret(link: LinkOfMail, hash: string, now: Date): Promise<boolean>;
  /** Uses the link up, which signs in, and changes its account; undefined: it is over, used, replaced or gone, and nothing is changed. */
  useLink(hash: string, now: Date, change: AccountChange): Promise<Account | undefined>;
  /** @param last when `asks` was read; false: somebody else was faster, or the account is gone. */
  noteAsk(name: string, last: Date | null, asks: LinkAsks): Promise<boolean>;
}

const open = (now: Date) => ({ 'link.usedAt': null, 'link.until': { $gt: now } });

export function accountLinks(
  model: Model<AccountDocument>,
  accountOf: (found: AccountDocument) => Account,
): AccountLinkStore {
  const orNone = (found: AccountDocument | null) => (found === null ? undefined : accountOf(found));
  return {
    byNameOrMail: async (given, limit) => {
      const either = { $or: [{ _id: given }, { mail: given }] };
      return (await model.find(either).sort({ _id: 1 }).limit(limit).lean<AccountDocument[]>()).map(
        accountOf,
      );
    },
    byLink: async (hash) => orNone(await model.findOne({ 'link.hashes': hash }).lean<AccountDocument>()),
    addSecret: async ({ account, id }, hash, now) => {
      const held = { _id: account, 'link.id': id, ...open(now) };
      return (await model.updateOne(held, { $push: { 'link.hashes': hash } })).matchedCount === 1;
    },
    useLink: async (hash, now, change) => {
      const set = { ...change, 'link.usedAt': now, lastLoginAt: now };
      const held = { 'link.hashes': hash, ...open(now) };
      return orNone(
        await model
          .findOneAndUpdate(held, { $set: set }, { returnDocument: 'after' })
          .lean<AccountDocument>(),
      );
    },
    noteAsk: async (name, last, asks) =>
      (await model.updateOne({ _id: name, 'asks.last': last }, { $set: { asks } })).matchedCount === 1,
  };
}
