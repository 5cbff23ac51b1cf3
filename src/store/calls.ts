/** The call records: one document a call, written whole by the one controller that has the call. */
import { Schema, type Connection } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';
import type { CallRecord } from '../records/call-record.js';

const nullable = <T>(type: T) => ({ type, default: null });

const step = new Schema({ at: Date, group: String, text: String }, { _id: false });

const leg = new Schema(
  {
    id: nullable(String),
    group: String,
    stage: nullable(Number),
    who: String,
    userId: nullable(String),
    kind: String,
    to: String,
    startedAt: Date,
    rangAt: nullable(Date),
    endedAt: nullable(Date),
    outcome: String,
    cause: nullable(String),
    sipStatus: nullable(Number),
  },
  { _id: false, id: false },
);

const answer = new Schema(
  { who: String, userId: nullable(String), kind: String, to: String, group: String, stage: nullable(Number) },
  { _id: false },
);

const passage = new Schema({ group: String, by: nullable(String), to: nullable(String) }, { _id: false });

const miss = new Schema({ group: String, why: Schema.Types.Mixed, text: String }, { _id: false });

const call = new Schema(
  {
    _id: { type: String, required: true },
    channel: { type: String, required: true },
    group: new Schema({ number: String, name: nullable(String) }, { _id: false }),
    caller: new Schema(
      { withheld: Boolean, number: nullable(String), e164: nullable(String), name: nullable(String) },
      { _id: false },
    ),
    fromOutside: Boolean,
    configurationRevision: Number,
    startedAt: { type: Date, required: true },
    endedAt: nullable(Date),
    answeredAt: nullable(Date),
    answeredBy: nullable(answer),
    waitingSec: nullable(Number),
    talkingSec: nullable(Number),
    outcome: { type: String, required: true },
    hangupCause: nullable(String),
    route: [passage],
    missed: nullable(miss),
    followUp: nullable(String),
    steps: [step],
    legs: [leg],
    recording: nullable(String),
    controller: String,
    takeovers: Number,
  },
  { collection: 'calls', versionKey: false, autoIndex: false, autoCreate: false },
);

call.index({ startedAt: -1 });
call.index({ 'group.number': 1, startedAt: -1 });
call.index({ 'route.group': 1, startedAt: 1 });
call.index({ followUp: 1, startedAt: 1 }, { partialFilterExpression: { followUp: 'pending' } });
call.index({ 'caller.e164': 1, startedAt: -1 }, { partialFilterExpression: { 'caller.withheld': false } });
call.index({ controller: 1, outcome: 1 }, { partialFilterExpression: { outcome: 'open' } });

export interface CallStore {
  /** Writes the whole record, new or newer; one of a controller that took the call over stays. */
  save(record: CallRecord): Promise<void>;
  get(id: string): Promise<CallRecord | undefined>;
  /** The newest calls first. */
  recent(limit: number): Promise<readonly CallRecord[]>;
  /**
   * Closes what an earlier run of this controller left open: it was killed, and FreeSWITCH went on with those
   * calls. When another controller took one over, the record carries that one's name and stays.
   */
  closeOrphans(controller: string, before: Date, live: readonly string[]): Promise<number>;
}

export function callStore(connection: Connection): CallStore {
  const model = connection.model<CallRecord>('Call', call as unknown as Schema<CallRecord>);
  return {
    save: async (record) => {
      const older = { _id: record._id, takeovers: { $lte: record.takeovers } };
      try {
        await model.replaceOne(older, record, { upsert: true });
      } catch (error) {
        // There is a record, and it is newer: another controller has the call now.
        if (!isDuplicateKey(error)) throw error;
      }
    },
    get: async (id) => (await model.findById(id).lean<CallRecord>()) ?? undefined,
    recent: (limit) => model.find().sort({ startedAt: -1 }).limit(limit).lean<CallRecord[]>(),
    closeOrphans: async (controller, before, live) => {
      const { modifiedCount } = await model.updateMany(
        { controller, outcome: 'open', startedAt: { $lt: before }, _id: { $nin: [...live] } },
        { $set: { outcome: 'handedBack', endedAt: before, 'legs.$[ringing].outcome': 'unknown' } },
        { arrayFilters: [{ 'ringing.outcome': 'ringing' }] },
      );
      return modifiedCount;
    },
  };
}
