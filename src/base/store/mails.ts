/**
 * The mail queue, a transactional outbox: a mail is stored here before anybody tries to send it, and a sender
 * holds a lease on it. What that guarantees is described in docs/mail.md.
 */
import { Schema, type Connection, type Model } from 'mongoose';
import type { LinkOfMail } from '../model/account-link.js';
import type { MailAttachment, MailQueue, NewMail } from '../model/mail.js';
import { unlessTaken } from './duplicate-key.js';
import { deleteOldest, type Forgetful } from './delete-oldest.js';

/** `dismissed`: it failed and somebody has acknowledged that, or nobody needs it any more: it does not count as a failure. */
export type MailState = 'waiting' | 'sending' | 'sent' | 'stored' | 'failed' | 'dismissed';

export interface MailRecipient {
  readonly name: string | undefined;
  readonly address: string;
  readonly state: 'waiting' | 'sent' | 'failed';
  /** The server's last answer about this recipient. */
  readonly words: string | undefined;
}

/** A mail without its contents. */
export interface MailSummary {
  readonly id: string;
  readonly kind: NewMail['kind'];
  readonly group: string;
  readonly subject: string;
  readonly recipients: readonly MailRecipient[];
  /** `stored`: written into the outbox folder because there is no mail server. */
  readonly state: MailState;
  /** Attempts since it was queued, or since somebody had it sent again. */
  readonly attempts: number;
  /** When it is tried next; for one that is being sent: when its sender counts as crashed. */
  readonly nextAt: Date | undefined;
  readonly lastError: string | undefined;
  readonly createdAt: Date;
  readonly finishedAt: Date | undefined;
}

export interface StoredMail extends MailSummary {
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
  readonly follows: string | undefined;
  readonly link?: LinkOfMail | undefined;
  /** The first recorded attempt; undefined: none. */
  readonly tryingSince: Date | undefined;
  /** Incremented with each claim: only the newest holder may settle. */
  readonly lease: number;
}

/** How an attempt ended. */
export type Settlement = { readonly recipients: readonly MailRecipient[]; readonly lastError?: string } & (
  | { readonly state: 'waiting'; readonly nextAt: Date; readonly tryingSince: Date }
  | { readonly state: 'sent' | 'stored' | 'failed' | 'dismissed'; readonly finishedAt: Date }
);

export interface MailStore extends MailQueue, Forgetful {
  /**
   * Claims the mail that has been due longest; no other sender gets it until the lease ends. A mail whose lease
   * ended without a settlement is due again, because its sender has crashed.
   */
  claim(now: Date, leaseMs: number, owner: string): Promise<StoredMail | undefined>;
  /** False: the lease had ended and another sender has the mail, so nothing was written. */
  settle(mail: Pick<StoredMail, 'id' | 'lease'>, settlement: Settlement): Promise<boolean>;
  /** Newest first. */
  list(limit: number, state?: MailState): Promise<readonly MailSummary[]>;
  get(id: string): Promise<StoredMail | undefined>;
  /** Sends a failed or dismissed mail again, to those who did not get it. False: it is unknown or has not failed. */
  retry(id: string, now: Date): Promise<boolean>;
  /** Keeps a failed mail in the list but no longer counts it as a failure. False: it is unknown or has not failed. */
  dismiss(id: string): Promise<boolean>;
  /** `waiting` includes those that are being sent. */
  counts(): Promise<{ readonly waiting: number; readonly failed: number }>;
  /** The first attempt of the mail that has been tried for longest and still waits; undefined: none has been tried. */
  tryingSince(): Promise<Date | undefined>;
}

interface RecipientDocument {
  name: string | null;
  address: string;
  state: MailRecipient['state'];
  words: string | null;
}

interface MailDocument {
  _id: string;
  kind: NewMail['kind'];
  group: string;
  subject: string;
  text: string;
  html: string;
  attachments: MailAttachment[];
  follows: string | null;
  link?: LinkOfMail;
  recipients: RecipientDocument[];
  state: MailState;
  attempts: number;
  lease: number;
  owner?: string;
  nextAt?: Date;
  lastError?: string;
  createdAt: Date;
  tryingSince?: Date;
  finishedAt?: Date;
}

const words = { type: String, default: '' };

const schema = new Schema<MailDocument>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    group: words,
    subject: words,
    text: words,
    html: words,
    attachments: [new Schema({ filename: words, contentType: words, content: words }, { _id: false })],
    follows: { type: String, default: null },
    link: { type: new Schema({ account: String, id: String }, { _id: false }), default: undefined },
    recipients: [
      new Schema(
        {
          name: { type: String, default: null },
          address: words,
          state: { type: String, required: true },
          words: { type: String, default: null },
        },
        { _id: false },
      ),
    ],
    state: { type: String, required: true },
    attempts: { type: Number, required: true },
    lease: { type: Number, required: true },
    owner: String,
    nextAt: Date,
    lastError: String,
    createdAt: { type: Date, required: true },
    tryingSince: Date,
    finishedAt: Date,
  },
  { collection: 'mails', versionKey: false },
);

// A finished mail has no nextAt, so this index alone finds what is due.
schema.index({ nextAt: 1, _id: 1 });
schema.index({ createdAt: -1 });
schema.index({ state: 1, createdAt: -1 });
schema.index({ finishedAt: 1 });

function summaryOf(found: MailDocument): MailSummary {
  const { _id: id, kind, group, subject, state, attempts, nextAt, lastError, createdAt, finishedAt } = found;
  const recipients = found.recipients.map((one) => ({
    name: one.name ?? undefined,
    address: one.address,
    state: one.state,
    words: one.words ?? undefined,
  }));
  return { id, kind, group, subject, recipients, state, attempts, nextAt, lastError, createdAt, finishedAt };
}

function mailOf(found: MailDocument): StoredMail {
  const { text, html, attachments, link, tryingSince, lease } = found;
  const follows = found.follows ?? undefined;
  return { ...summaryOf(found), text, html, attachments, follows, link, tryingSince, lease };
}

function documentOf({ id, to, follows, attachments, link, notBefore, ...content }: NewMail): MailDocument {
  return {
    ...content,
    ...(link !== undefined && { link }),
    _id: id,
    attachments: [...attachments],
    follows: follows ?? null,
    recipients: to.map(({ name, address }) => ({
      name: name ?? null,
      address,
      state: 'waiting',
      words: null,
    })),
    state: 'waiting',
    attempts: 0,
    lease: 0,
    nextAt: notBefore ?? content.createdAt,
  };
}

/** The fields that a settlement sets, and those that it removes. */
function changesOf({ recipients, lastError, ...rest }: Settlement): { $set: object; $unset: object } {
  const set = {
    ...rest,
    recipients: recipients.map((one) => ({ ...one, name: one.name ?? null, words: one.words ?? null })),
    ...(lastError !== undefined && { lastError }),
  };
  return { $set: set, $unset: { owner: 1, ...(rest.state !== 'waiting' && { nextAt: 1 }) } };
}

/** What users can do about failed mails. */
function seeingTo(model: Model<MailDocument>): Pick<MailStore, 'retry' | 'dismiss'> {
  return {
    retry: async (id, now) => {
      const { matchedCount } = await model.updateOne(
        { _id: id, state: { $in: ['failed', 'dismissed'] } },
        {
          $set: { state: 'waiting', nextAt: now, attempts: 0, 'recipients.$[failed].state': 'waiting' },
          $unset: { finishedAt: 1, tryingSince: 1 },
        },
        { arrayFilters: [{ 'failed.state': 'failed' }] },
      );
      return matchedCount === 1;
    },
    dismiss: async (id) => {
      const failed = { _id: id, state: 'failed' as const };
      return (await model.updateOne(failed, { $set: { state: 'dismissed' } })).matchedCount === 1;
    },
  };
}

export function mailStore(connection: Connection): MailStore {
  const model = connection.model<MailDocument>('Mail', schema);
  return {
    ...seeingTo(model),
    enqueue: async (mail) => {
      return unlessTaken(async () => {
        await model.create(documentOf(mail));
        return true;
      });
    },
    claim: async (now, leaseMs, owner) => {
      const nextAt = new Date(now.getTime() + leaseMs);
      const claimed = await model
        .findOneAndUpdate(
          { nextAt: { $lte: now } },
          { $set: { state: 'sending', nextAt, owner }, $inc: { attempts: 1, lease: 1 } },
          // Reports that were missed and are sent late become due at the same moment; their ids sort by day.
          { sort: { nextAt: 1, _id: 1 }, returnDocument: 'after' },
        )
        .lean<MailDocument | null>();
      return claimed === null ? undefined : mailOf(claimed);
    },
    deleteOld: (before, limit) => deleteOldest(model, { finishedAt: { $lt: before } }, 'finishedAt', limit),
    settle: async ({ id, lease }, settlement) => {
      const held = { _id: id, state: 'sending' as const, lease };
      const { matchedCount } = await model.updateOne(held, changesOf(settlement));
      return matchedCount === 1;
    },
    list: async (limit, state) => {
      const found = await model
        .find(state === undefined ? {} : { state }, { text: 0, html: 0, attachments: 0 })
        .sort({ createdAt: -1 })
        .limit(limit)
        .lean<MailDocument[]>();
      return found.map(summaryOf);
    },
    get: async (id) => {
      const found = await model.findById(id).lean<MailDocument | null>();
      return found === null ? undefined : mailOf(found);
    },
    tryingSince: async () => {
      const tried = { state: { $in: ['waiting', 'sending'] as MailState[] }, tryingSince: { $exists: true } };
      const oldest = await model
        .findOne(tried, { tryingSince: 1 })
        .sort({ tryingSince: 1 })
        .lean<MailDocument>();
      return oldest?.tryingSince;
    },
    counts: async () => {
      const [waiting, failed] = await Promise.all([
        model.countDocuments({ state: { $in: ['waiting', 'sending'] } }),
        model.countDocuments({ state: 'failed' }),
      ]);
      return { waiting, failed };
    },
  };
}
