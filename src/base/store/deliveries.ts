/**
 * What is on its way to webhooks, and what became of it: an outbox as that of mails. An event is stored here once for each
 * receiver, under an id that is the same on every controller, before anybody tries to send it.
 */
import { createHash } from 'node:crypto';
import { Schema, type Connection, type Model, type QueryFilter } from 'mongoose';
import type { Delivery } from '../model/webhook.js';
import { deleteOldest, type Forgetful } from './delete-oldest.js';
import { unlessTaken } from './duplicate-key.js';

export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'failed';

export interface StoredDelivery {
  /** The receiver tells one that comes twice by it. */
  readonly id: string;
  readonly delivery: Delivery;
  readonly state: DeliveryState;
  /** Since it was stored, or since somebody had it sent again. */
  readonly attempts: number;
  readonly nextAt: Date | undefined;
  /** When it was stored, or somebody had it sent again. */
  readonly queuedAt: Date;
  readonly finishedAt: Date | undefined;
  /** Of the last answer; undefined: there was none. */
  readonly code: number | undefined;
  /** How long the last attempt took. */
  readonly tookMs: number | undefined;
  readonly error: string | undefined;
  /** Counts the claims: only the newest holder may settle. */
  readonly lease: number;
}

/** What an attempt brought. */
export interface Attempted {
  readonly code: number | undefined;
  readonly tookMs: number;
}

export type DeliveryEnd =
  | ({ readonly state: 'sent'; readonly finishedAt: Date } & Attempted)
  | ({ readonly state: 'failed'; readonly finishedAt: Date; readonly error: string } & Attempted)
  | ({ readonly state: 'waiting'; readonly nextAt: Date; readonly error: string } & Attempted);

/** Every operation rejects while the database cannot be reached. */
export interface DeliveryStore extends Forgetful {
  /** Stores those that are not there yet; resolves with how many were not. */
  add(deliveries: readonly Delivery[], now: Date): Promise<number>;
  /** Stores one that was sent at once, as a test is. */
  addEnded(delivery: Delivery, end: Extract<DeliveryEnd, { state: 'sent' | 'failed' }>): Promise<void>;
  /**
   * Webhooks for which something is due. One that is not known comes when none of the others does: what is left of it can wait,
   * and thousands that wait for a receiver that is down need not be looked through for it.
   */
  due(now: Date, known: readonly string[]): Promise<readonly string[]>;
  /** Takes the one that has been due longest. One whose lease ended without a settlement is due again. */
  claim(webhook: string, now: Date, leaseMs: number): Promise<StoredDelivery | undefined>;
  /** False: the lease had ended and another controller has it, so nothing was written. */
  settle(held: Pick<StoredDelivery, 'id' | 'lease'>, end: DeliveryEnd): Promise<boolean>;
  /** Gives up all that wait, or those that were stored before, with those whose sender has crashed; resolves with how many. */
  giveUp(webhook: string, error: string, now: Date, before?: Date): Promise<number>;
  /** All that wait to be tried again are due now. */
  hurry(webhook: string, now: Date): Promise<void>;
  /** Newest first. */
  list(limit: number, webhook?: string): Promise<readonly StoredDelivery[]>;
  /** The newest of each webhook. */
  last(webhook: string): Promise<StoredDelivery | undefined>;
  get(id: string): Promise<StoredDelivery | undefined>;
  /** Sends one again that has ended. False: there is none, or it waits. */
  again(id: string, now: Date): Promise<boolean>;
  waiting(webhook: string): Promise<number>;
}

interface DeliveryDocument {
  readonly _id: string;
  readonly webhook: string;
  readonly event: string;
  readonly type: string;
  readonly at: Date;
  readonly data: object;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lease: number;
  readonly nextAt?: Date;
  readonly queuedAt: Date;
  readonly finishedAt?: Date;
  readonly code?: number | null;
  readonly tookMs?: number;
  readonly error?: string;
}

const text = { type: String, required: true };
const date = { type: Date, required: true };
const count = { type: Number, required: true };

const schema = new Schema(
  {
    _id: text,
    webhook: text,
    event: text,
    type: text,
    at: date,
    data: { type: Schema.Types.Mixed, required: true },
    state: text,
    attempts: count,
    lease: count,
    nextAt: Date,
    queuedAt: date,
    finishedAt: Date,
    code: Number,
    tookMs: Number,
    error: String,
  },
  { collection: 'deliveries', versionKey: false, minimize: false },
);
// Of one that has ended there is no nextAt.
schema.index({ webhook: 1, nextAt: 1, at: 1 });
schema.index({ nextAt: 1 });
schema.index({ webhook: 1, queuedAt: -1 });
schema.index({ queuedAt: -1 });

/** Of an event at a receiver, the same on every controller. It tells nothing of the event. */
export function deliveryId({ id, webhook }: Delivery): string {
  const sum = createHash('sha256').update(`${webhook}\n${id}`).digest('hex');
  return `msg_${sum.slice(0, 32)}`;
}

function storedOf(found: DeliveryDocument): StoredDelivery {
  const { _id: id, webhook, event, type, at, data, state, attempts, lease, queuedAt } = found;
  const { nextAt, finishedAt, code, tookMs, error } = found;
  const delivery = { id: event, type, at, data, webhook } as unknown as Delivery;
  const answer = { code: code ?? undefined, tookMs, error };
  return { id, delivery, state, attempts, lease, nextAt, queuedAt, finishedAt, ...answer };
}

function documentOf(delivery: Delivery, queuedAt: Date): DeliveryDocument {
  const { id: event, type, at, data, webhook } = delivery;
  const begun = { state: 'waiting', attempts: 0, lease: 0, queuedAt } as const;
  return { _id: deliveryId(delivery), webhook, event, type, at, data, ...begun };
}

/** With `code: null` where nothing answered. */
function changeOf(end: DeliveryEnd): { $set: object; $unset: object } {
  const set = { ...end, code: end.code ?? null };
  const gone = end.state === 'waiting' ? {} : { nextAt: 1 };
  return { $set: set, $unset: end.state === 'sent' ? { ...gone, error: 1 } : gone };
}

/** Those that have not ended, by the index that those that have are not in the way of. */
const unended = (webhook: string) => ({ webhook, nextAt: { $gt: new Date(0) } });

export function deliveryStore(connection: Connection): DeliveryStore {
  const model = connection.model<DeliveryDocument>('Delivery', schema as unknown as Schema<DeliveryDocument>);
  const listed = async (which: QueryFilter<DeliveryDocument>, limit: number) =>
    (await model.find(which).sort({ queuedAt: -1, at: -1 }).limit(limit).lean<DeliveryDocument[]>()).map(
      storedOf,
    );
  return {
    ...queueing(model),
    deleteOld: (before, limit) => deleteOldest(model, { queuedAt: { $lt: before } }, 'queuedAt', limit),
    due: async (now, known) => {
      const isDue = async (webhook: string) =>
        (await model.exists({ webhook, nextAt: { $lte: now } })) === null ? [] : [webhook];
      const due = (await Promise.all(known.map(isDue))).flat();
      if (due.length > 0) return due;
      const other = { nextAt: { $lte: now }, webhook: { $nin: [...known] } };
      const found = await model.findOne(other, { webhook: 1 }).lean<DeliveryDocument | null>();
      return found === null ? [] : [found.webhook];
    },
    giveUp: async (webhook, error, now, before) => {
      const old = before === undefined ? {} : { queuedAt: { $lt: before } };
      const { modifiedCount } = await model.updateMany(
        {
          ...unended(webhook),
          $or: [{ state: 'waiting' }, { state: 'sending', nextAt: { $lte: now } }],
          ...old,
        },
        { $set: { state: 'failed', error, finishedAt: now }, $unset: { nextAt: 1 } },
      );
      return modifiedCount;
    },
    hurry: async (webhook, now) => {
      const later = { webhook, state: 'waiting' as const, nextAt: { $gt: now } };
      await model.updateMany(later, { $set: { nextAt: now } });
    },
    list: (limit, webhook) => listed(webhook === undefined ? {} : { webhook }, limit),
    last: async (webhook) => (await listed({ webhook }, 1))[0],
    get: async (id) => {
      const found = await model.findById(id).lean<DeliveryDocument | null>();
      return found === null ? undefined : storedOf(found);
    },
    again: async (id, now) => {
      const { matchedCount } = await model.updateOne(
        { _id: id, state: { $in: ['sent', 'failed'] } },
        {
          $set: { state: 'waiting', attempts: 0, nextAt: now, queuedAt: now },
          $unset: { finishedAt: 1, error: 1 },
        },
      );
      return matchedCount === 1;
    },
    waiting: (webhook) => model.countDocuments(unended(webhook)),
  };
}

function queueing(
  model: Model<DeliveryDocument>,
): Pick<DeliveryStore, 'add' | 'addEnded' | 'claim' | 'settle'> {
  const insert = (document: DeliveryDocument): Promise<boolean> =>
    unlessTaken(async () => {
      await model.create([document]);
      return true;
    });
  return {
    add: async (deliveries, now) => {
      let added = 0;
      for (const delivery of deliveries)
        added += (await insert({ ...documentOf(delivery, now), nextAt: now })) ? 1 : 0;
      return added;
    },
    addEnded: async (delivery, end) => {
      const { code, ...rest } = end;
      await insert({ ...documentOf(delivery, end.finishedAt), ...rest, attempts: 1, code: code ?? null });
    },
    claim: async (webhook, now, leaseMs) => {
      const nextAt = new Date(now.getTime() + leaseMs);
      const claimed = await model
        .findOneAndUpdate(
          { webhook, nextAt: { $lte: now } },
          { $set: { state: 'sending', nextAt }, $inc: { attempts: 1, lease: 1 } },
          { sort: { nextAt: 1, at: 1 }, returnDocument: 'after' },
        )
        .lean<DeliveryDocument | null>();
      return claimed === null ? undefined : storedOf(claimed);
    },
    settle: async ({ id, lease }, end) => {
      const held = { _id: id, state: 'sending' as const, lease };
      return (await model.updateOne(held, changeOf(end))).matchedCount === 1;
    },
  };
}
