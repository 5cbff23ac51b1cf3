/** An account as it is stored. */
import { Schema } from 'mongoose';
import type { AccountLink, LinkAsks } from '../model/account-link.js';
import type { Role } from '../model/role.js';

export interface Account {
  /** Lower case. */
  readonly name: string;
  readonly role: Role;
  /** Id of the user in the configuration; null: none. */
  readonly userId: string | null;
  /** In the format of access/password.ts. Undefined: it was invited and has none yet, so nobody can sign in. */
  readonly passwordHash?: string | undefined;
  /** Lower case; null: none. */
  readonly mail: string | null;
  /** The newest link that was mailed; null: none, or its password was changed in another way. */
  readonly link: AccountLink | null;
  /** What the sign-in page was asked to mail; null: nothing yet. */
  readonly asks: LinkAsks | null;
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

export interface AccountChange {
  readonly role?: Role;
  readonly userId?: string | null;
  readonly passwordHash?: string;
  readonly mail?: string | null;
  readonly link?: AccountLink | null;
  readonly sessionsFrom?: Date;
  readonly failures?: number;
  readonly lockedUntil?: null;
  readonly favourites?: readonly string[];
}

/** Those of earlier releases lack the newer fields. */
export type AccountDocument = Omit<Account, 'name' | 'mail' | 'link' | 'asks'> &
  Partial<Pick<Account, 'mail' | 'link' | 'asks'>> & { readonly _id: string };

const linkSchema = new Schema<AccountLink>(
  {
    id: { type: String, required: true },
    purpose: { type: String, required: true },
    hashes: { type: [String], required: true },
    until: { type: Date, required: true },
    usedAt: { type: Date, default: null },
  },
  { _id: false },
);

export const schema = new Schema<AccountDocument>(
  {
    _id: { type: String, required: true },
    role: { type: String, required: true },
    userId: { type: String, default: null },
    passwordHash: { type: String, default: undefined },
    mail: { type: String, default: null },
    link: { type: linkSchema, default: null },
    asks: {
      type: new Schema<LinkAsks>({ last: Date, from: Date, count: Number }, { _id: false }),
      default: null,
    },
    sessionsFrom: { type: Date, required: true },
    failures: { type: Number, default: 0 },
    lockedUntil: { type: Date, default: null },
    createdAt: { type: Date, required: true },
    lastLoginAt: { type: Date, default: null },
    favourites: { type: [String], default: undefined },
  },
  { collection: 'accounts', versionKey: false, autoIndex: false, autoCreate: false },
);

export function accountOf({ _id, mail = null, link = null, asks = null, ...rest }: AccountDocument): Account {
  return { name: _id, mail, link, asks, ...rest };
}
