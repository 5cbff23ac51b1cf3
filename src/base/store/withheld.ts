/**
 * Missed calls of withheld callers that came in quiet hours. They have no item in the call-back list, because
 * nobody could call back; they wait here for the mail after those hours.
 */
import { Schema, type Connection } from 'mongoose';
import type { WithheldMiss } from '../model/callback-item.js';
import type { MissedWhy } from '../model/call-record.js';
import { deleteOldest, type Forgetful } from './delete-oldest.js';

export interface WithheldStore extends Forgetful {
  /** Holds the call back until `until`, when it is mailed with the others. A call that is already stored is not changed. */
  hold(miss: WithheldMiss, until: Date): Promise<void>;
  /** Calls whose mail is due, the oldest first; of one group, or of all. */
  due(now: Date, limit: number, group?: string): Promise<readonly WithheldMiss[]>;
  /** The quiet hours have been extended. */
  holdLonger(misses: readonly WithheldMiss[], until: Date): Promise<void>;
  /** Records that the mail about these calls is queued, or that none is wanted. */
  mailed(misses: readonly WithheldMiss[]): Promise<void>;
}

interface WithheldDocument {
  /** `_id` of the call record. */
  _id: string;
  group: string;
  at: Date;
  why: MissedWhy;
  /** Absent when it is finished. */
  noticeAt?: Date;
}

const schema = new Schema<WithheldDocument>(
  {
    _id: { type: String, required: true },
    group: { type: String, required: true },
    at: { type: Date, required: true },
    why: Schema.Types.Mixed as unknown as MissedWhy,
    noticeAt: Date,
  },
  { collection: 'withheldcalls', versionKey: false },
);

schema.index({ noticeAt: 1, at: 1 }, { partialFilterExpression: { noticeAt: { $exists: true } } });
schema.index({ at: 1 });

export function withheldStore(connection: Connection): WithheldStore {
  const model = connection.model<WithheldDocument>('WithheldCall', schema);
  const those = (misses: readonly WithheldMiss[]) => ({ _id: { $in: misses.map(({ record }) => record) } });
  return {
    deleteOld: (before, limit) => deleteOldest(model, { at: { $lt: before } }, 'at', limit),
    hold: async ({ record, group, at, why }, until) => {
      const first = { group, at, why, noticeAt: until };
      await model.updateOne({ _id: record }, { $setOnInsert: first }, { upsert: true });
    },
    due: async (now, limit, group) => {
      const found = await model
        .find({ noticeAt: { $lte: now }, ...(group !== undefined && { group }) })
        .sort({ noticeAt: 1, at: 1 })
        .limit(limit)
        .lean<WithheldDocument[]>();
      return found.map(({ _id: record, group: of, at, why }) => ({ record, group: of, at, why }));
    },
    holdLonger: async (misses, until) => {
      await model.updateMany(
        { ...those(misses), noticeAt: { $exists: true } },
        { $set: { noticeAt: until } },
      );
    },
    mailed: async (misses) => {
      await model.updateMany(those(misses), { $unset: { noticeAt: 1 } });
    },
  };
}
