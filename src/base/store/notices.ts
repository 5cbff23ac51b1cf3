/**
 * What was told, or is to be told, to administrators. A notice is stored before anybody is told, and its id is the same
 * on every controller: who stores it first has it alone. What goes to the webhook is held on a lease, as mails are.
 */
import { randomUUID } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import type { Notice } from '../model/problem.js';
import { deleteOldest, type Forgetful } from './delete-oldest.js';
import { unlessTaken } from './duplicate-key.js';

/** Whoever has not queued a batch by then has crashed. */
const ABANDONED_MS = 60_000;

/** A notice on its way to the webhook. */
export interface HeldNotice extends Notice {
  /** Attempts, this one included. */
  readonly attempts: number;
  readonly tryingSince: Date;
  readonly lease: number;
}

/** Notices of one mail, the oldest first. */
export interface NoticeBatch {
  readonly id: string;
  readonly notices: readonly Notice[];
}

/** How an attempt ended. */
export type WebhookEnd =
  | { readonly state: 'sent' }
  | { readonly state: 'failed'; readonly error: string }
  | { readonly state: 'waiting'; readonly error: string; readonly nextAt: Date };

interface NoticeDocument extends Omit<Notice, 'id'> {
  readonly _id: string;
  /** Whether mails about it are still to be queued. */
  readonly mailing: boolean;
  readonly batch?: string;
  readonly batchedAt?: Date;
  /** `none`: there was no webhook when it was told. */
  readonly webhook: 'none' | 'waiting' | 'sent' | 'failed';
  readonly attempts: number;
  readonly lease: number;
  readonly nextAt?: Date;
  readonly error?: string;
}

const text = { type: String, required: true };
const date = { type: Date, required: true };
const count = { type: Number, required: true };

const schema = new Schema(
  {
    _id: text,
    phase: text,
    told: { type: Schema.Types.Mixed, required: true },
    since: date,
    at: date,
    controller: text,
    mailing: { type: Boolean, required: true },
    batch: String,
    batchedAt: Date,
    webhook: text,
    attempts: count,
    lease: count,
    nextAt: Date,
    error: String,
  },
  { collection: 'notices', versionKey: false },
);
schema.index({ at: 1 });
schema.index({ nextAt: 1 }, { partialFilterExpression: { nextAt: { $exists: true } } });

/** Every operation rejects while the database cannot be reached. */
export interface NoticeStore extends Forgetful {
  /** False: it was stored before, by this controller or another one. */
  add(notice: Notice, hasWebhook: boolean): Promise<boolean>;
  /**
   * Puts what is to be mailed into batches, each of which is one mail for everybody. A batch has the same notices whoever
   * asks, also after a crash.
   */
  batches(now: Date): Promise<readonly NoticeBatch[]>;
  mailed(batch: string): Promise<void>;
  /** Takes the one that has been due for the webhook longest, until `leaseMs` from now. */
  claim(now: Date, leaseMs: number): Promise<HeldNotice | undefined>;
  /** False: the lease had ended and another controller has it, so nothing was written. */
  settle(held: Pick<HeldNotice, 'id' | 'lease'>, end: WebhookEnd): Promise<boolean>;
  /** The newest first, with what became of it at the webhook. */
  list(limit: number): Promise<readonly (Notice & { readonly webhook: NoticeDocument['webhook'] })[]>;
}

function noticeOf({ _id: id, phase, told, since, at, controller }: NoticeDocument): Notice {
  return { id, phase, told, since, at, controller };
}

function changeOf(end: WebhookEnd): { $set: object; $unset: object } {
  switch (end.state) {
    case 'sent':
      return { $set: { webhook: 'sent' }, $unset: { nextAt: 1, error: 1 } };
    case 'failed':
      return { $set: { webhook: 'failed', error: end.error }, $unset: { nextAt: 1 } };
    case 'waiting':
      return { $set: { error: end.error, nextAt: end.nextAt }, $unset: {} };
  }
}

export function noticeStore(connection: Connection): NoticeStore {
  const model = connection.model<NoticeDocument>('Notice', schema as unknown as Schema<NoticeDocument>);
  return {
    deleteOld: (before, limit) => deleteOldest(model, { at: { $lt: before } }, 'at', limit),
    add: async ({ id, ...notice }, hasWebhook) => {
      const begun = { ...notice, _id: id, mailing: true, attempts: 0, lease: 0 };
      return unlessTaken(async () => {
        if (hasWebhook) await model.create([{ ...begun, webhook: 'waiting', nextAt: notice.at }]);
        else await model.create([{ ...begun, webhook: 'none' }]);
        return true;
      });
    },
    batches: async (now) => {
      const batch = randomUUID();
      const free = { mailing: true, batch: { $exists: false } };
      await model.updateMany(free, { $set: { batch, batchedAt: now } });
      // Those of others may be growing, until they must have crashed.
      const abandoned = { $lt: new Date(now.getTime() - ABANDONED_MS) };
      const ours = { mailing: true, $or: [{ batch }, { batchedAt: abandoned }] };
      const found = await model.find(ours).sort({ at: 1, _id: 1 }).lean<NoticeDocument[]>();
      const ids = new Set(found.map((one) => one.batch ?? ''));
      return [...ids].map((id) => ({
        id,
        notices: found.filter((one) => one.batch === id).map(noticeOf),
      }));
    },
    mailed: async (batch) => {
      await model.updateMany({ batch }, { $set: { mailing: false } });
    },
    claim: async (now, leaseMs) => {
      const held = await model
        .findOneAndUpdate(
          { nextAt: { $lte: now } },
          { $set: { nextAt: new Date(now.getTime() + leaseMs) }, $inc: { attempts: 1, lease: 1 } },
          { sort: { nextAt: 1 }, returnDocument: 'after' },
        )
        .lean<NoticeDocument | null>();
      if (held === null) return undefined;
      return { ...noticeOf(held), attempts: held.attempts, lease: held.lease, tryingSince: held.at };
    },
    settle: async ({ id, lease }, end) =>
      (await model.updateOne({ _id: id, lease, webhook: 'waiting' }, changeOf(end))).matchedCount === 1,
    list: async (limit) => {
      const found = await model.find().sort({ at: -1, _id: 1 }).limit(limit).lean<NoticeDocument[]>();
      return found.map((one) => ({ ...noticeOf(one), webhook: one.webhook }));
    },
  };
}
