/**
 * What is known of each webhook besides its configuration: its secret, and how the receiver answered last. Secrets are in
 * this collection alone, so no revision, no file of the configuration and no page ever has them. And what all have been told.
 */
import { Schema, type Connection } from 'mongoose';
import { unlessTaken } from './duplicate-key.js';

/** How a receiver answers; a webhook that has sent nothing has none of it. */
export interface WebhookHealth {
  /** Attempts without success since the last one with; 0: it works. */
  readonly failures: number;
  readonly failingSince: Date | undefined;
  /** Nothing is sent before. */
  readonly pausedUntil: Date | undefined;
  /** The receiver has said that the address is gone for good: nothing is sent until a test arrives. */
  readonly isGone: boolean;
  /** Of the last attempt, in words for administrators; undefined: it arrived. */
  readonly lastError: string | undefined;
  readonly lastAt: Date | undefined;
}

export interface WebhookState extends WebhookHealth {
  readonly id: string;
  readonly hasSecret: boolean;
  /** When the secret was set, by whom, and what it is for. */
  readonly secretSet: { readonly at: Date; readonly by: string; readonly place: string } | undefined;
}

export const UNTRIED: WebhookHealth = {
  failures: 0,
  failingSince: undefined,
  pausedUntil: undefined,
  isGone: false,
  lastError: undefined,
  lastAt: undefined,
};

/** A switch as receivers know it. */
export interface SwitchTold {
  readonly on: boolean;
  /** Since when it is so. */
  readonly at: Date;
}

/** Of what receivers have been told. */
export interface Told {
  /** Since when somebody wants to know. */
  readonly since: Date;
  /** Everything has been looked at up to here. */
  readonly upTo: Date;
  /** By the id of the switch. One that is missing was not there, or nobody wanted to know. */
  readonly switches: ReadonlyMap<string, SwitchTold>;
}

interface StateDocument {
  readonly _id: string;
  readonly secret?: string;
  readonly secretAt?: Date;
  readonly secretBy?: string;
  readonly secretPlace?: string;
  readonly failures?: number;
  readonly failingSince?: Date;
  readonly pausedUntil?: Date;
  readonly isGone?: boolean;
  readonly lastError?: string;
  readonly lastAt?: Date;
  /** As configured, of which the above is true; missing: nobody has saved since it was new. */
  readonly address?: string;
  /** Of the document with the id MARK. */
  readonly readUpTo?: Date;
  readonly readSince?: Date;
  readonly switches?: readonly ({ readonly id: string } & SwitchTold)[];
}

/** Nothing is known of how it answers. */
const ANEW = {
  $set: { failures: 0, isGone: false },
  $unset: { failingSince: 1, pausedUntil: 1, lastError: 1 },
} as const;

/** No webhook has this id. */
const MARK = '_audit';

const schema = new Schema<StateDocument>(
  {
    _id: { type: String, required: true },
    secret: String,
    secretAt: Date,
    secretBy: String,
    secretPlace: String,
    failures: Number,
    failingSince: Date,
    pausedUntil: Date,
    isGone: Boolean,
    lastError: String,
    lastAt: Date,
    address: String,
    readUpTo: Date,
    readSince: Date,
    switches: {
      type: [new Schema({ id: String, on: Boolean, at: Date }, { _id: false })],
      default: undefined,
    },
  },
  { collection: 'webhooks', versionKey: false },
);

/** Every operation rejects while the database cannot be reached. */
export interface WebhookStateStore {
  all(): Promise<readonly WebhookState[]>;
  /** Of one that has sent nothing: UNTRIED. */
  get(id: string): Promise<WebhookState>;
  /** Undefined: there is none for this. @param place what it is for */
  secret(id: string, place: string): Promise<string | undefined>;
  /** How the receiver answered before is no longer known: the secret may be its address. */
  setSecret(id: string, secret: string, set: NonNullable<WebhookState['secretSet']>): Promise<void>;
  /** The secret; `made` becomes it if there is none for this, the same on every controller. */
  secretOr(id: string, place: string, made: string, at: Date): Promise<string>;
  setHealth(id: string, health: WebhookHealth): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /**
   * These are the webhooks now, with their addresses: all others are forgotten, with their secrets. Of one with another address
   * it is not known how it answers.
   */
  follow(webhooks: ReadonlyMap<string, string | undefined>): Promise<void>;
  /** Undefined: nobody wants to know of what people and schedules do. */
  told(): Promise<Told | undefined>;
  /**
   * Writes how far they have been told. False: that is no longer as it was in `before`, so another controller has gone on, and
   * nothing was written. @param before undefined: nobody has wanted to know so far
   */
  setTold(told: Told, before: Told | undefined): Promise<boolean>;
  /** Nobody wants to know any more. */
  endTold(): Promise<void>;
}

function stateOf(id: string, found: StateDocument | null): WebhookState {
  const {
    secret,
    secretAt,
    secretBy: by = '',
    secretPlace: place = '',
    failures = 0,
    isGone = false,
  } = found ?? {};
  return {
    id,
    hasSecret: secret !== undefined,
    secretSet: secretAt === undefined ? undefined : { at: secretAt, by, place },
    failures,
    isGone,
    failingSince: found?.failingSince,
    pausedUntil: found?.pausedUntil,
    lastError: found?.lastError,
    lastAt: found?.lastAt,
  };
}

export function webhookStateStore(connection: Connection): WebhookStateStore {
  const model = connection.model<StateDocument>('WebhookState', schema);
  const read = (id: string) => model.findById(id).lean<StateDocument | null>();
  return {
    all: async () => {
      const found = await model.find({ _id: { $ne: MARK } }, { secret: 0 }).lean<StateDocument[]>();
      return found.map((one) => ({ ...stateOf(one._id, one), hasSecret: one.secretAt !== undefined }));
    },
    get: async (id) => stateOf(id, await read(id)),
    secret: async (id, place) => {
      const found = await read(id);
      return found?.secretPlace === place ? found.secret : undefined;
    },
    setSecret: async (id, secret, { by, at, place }) => {
      const set = { secret, secretAt: at, secretBy: by, secretPlace: place };
      await model.updateOne({ _id: id }, { ...ANEW, $set: { ...set, ...ANEW.$set } }, { upsert: true });
    },
    secretOr: async (id, place, made, at) => {
      const known = await read(id);
      if (known?.secret !== undefined && known.secretPlace === place) return known.secret;
      await model.updateOne({ _id: id }, { $setOnInsert: { failures: 0 } }, { upsert: true });
      const first = { secret: made, secretAt: at, secretBy: '', secretPlace: place };
      await model.updateOne({ _id: id, secretPlace: { $ne: place } }, { $set: first });
      return (await read(id))?.secret ?? made;
    },
    setHealth: async (id, health) => {
      const entries = Object.entries(health);
      const gone = entries.filter(([, value]) => value === undefined).map(([key]) => [key, 1] as const);
      const set = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
      const unset = gone.length === 0 ? {} : { $unset: Object.fromEntries(gone) };
      await model.updateOne({ _id: id }, { $set: set, ...unset }, { upsert: true });
    },
    rename: async (from, to) => {
      const found = await read(from);
      if (found === null) return;
      await model.replaceOne({ _id: to }, { ...found, _id: to }, { upsert: true });
      await model.deleteOne({ _id: from });
    },
    follow: async (webhooks) => {
      await model.deleteMany({ _id: { $nin: [...webhooks.keys(), MARK] } });
      for (const [_id, address = ''] of webhooks) {
        const isOther = { _id, address: { $ne: address } };
        await model.updateOne(isOther, { ...ANEW, $set: { address, ...ANEW.$set } });
      }
    },
    told: async () => {
      const { readSince: since, readUpTo: upTo, switches = [] } = (await read(MARK)) ?? {};
      if (since === undefined || upTo === undefined) return undefined;
      return { since, upTo, switches: new Map(switches.map(({ id, on, at }) => [id, { on, at }])) };
    },
    setTold: async ({ since, upTo, switches }, before) => {
      const known = [...switches].map(([id, { on, at }]) => ({ id, on, at }));
      const mark = { readSince: since, readUpTo: upTo, switches: known };
      if (before !== undefined) {
        const asBefore = { _id: MARK, readUpTo: before.upTo };
        return (await model.updateOne(asBefore, { $set: mark })).matchedCount === 1;
      }
      return unlessTaken(async () => {
        await model.create([{ _id: MARK, ...mark }]);
        return true;
      });
    },
    endTold: async () => {
      await model.deleteOne({ _id: MARK });
    },
  };
}
