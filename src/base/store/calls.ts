/** The call records: one document for each call, always written whole by the controller that has the call. */
import mongoose, { type Collection, type Connection, type Model } from 'mongoose';
import { callModel } from './call-document.js';
import { oneAhead, SHORT_RECORDS, WHOLE_RECORDS } from './day-slices.js';
import { deleteOldest } from './delete-oldest.js';
import { DUPLICATE_KEY } from './duplicate-key.js';
import type { CallRecord, RecordedLeg } from '../model/call-record.js';

/** Records of one answer of the database; the default is 101. */
const SLICE_BATCH = 1000;

/** A record with the asked fields only; with `L`, its legs with those fields only. */
export type CallWith<F extends keyof CallRecord, L extends keyof RecordedLeg> = Pick<CallRecord, F> &
  ([L] extends [never] ? unknown : { readonly legs: readonly Pick<RecordedLeg, L>[] });

export type RecordedCall = Pick<CallRecord, '_id' | 'group' | 'startedAt' | 'recording'>;

export type OngoingCall = Pick<CallRecord, 'caller' | 'group' | 'route' | 'startedAt'>;

/** Longer than any caller waits for an answer. */
const LONGEST_WAIT_MS = 2 * 60 * 60_000;

export interface CallStore {
  /** Writes the whole record, new or newer; one of a controller that took the call over stays. */
  save(record: CallRecord): Promise<void>;
  /**
   * The same for many, in one command. Resolves with what the database refused, by id: the others are written. Rejects
   * while it cannot be reached; then nobody knows which are.
   */
  saveAll(records: readonly CallRecord[]): Promise<ReadonlyMap<string, Error>>;
  get(id: string): Promise<CallRecord | undefined>;
  /** Finished calls that the call-back list does not know about yet, the oldest first. */
  pendingFollowUps(limit: number): Promise<readonly CallRecord[]>;
  /** The call-back list now knows about this state of these calls. */
  followedUp(records: readonly CallRecord[]): Promise<void>;
  /** A talk of this caller with the group that began later, if there is one; calls that count as missed do not. */
  talkedLater(caller: CallRecord['caller'], group: string, after: Date): Promise<CallRecord | undefined>;
  /** Calls that began at `since` or later and are not over. */
  ongoing(since: Date): Promise<readonly OngoingCall[]>;
  /** Open calls of other controllers that began at `since` or later, the oldest first, at most 200. */
  openElsewhere(controller: string, since: Date): Promise<readonly CallRecord[]>;
  /** Calls with a recording that began before, the oldest first; with `after` the list continues. */
  recordedBefore(before: Date, after: Date | undefined, limit: number): Promise<readonly RecordedCall[]>;
  /** Notes that its recording is deleted. */
  recordingGone(id: string): Promise<void>;
  /**
   * Deletes calls that began before, the oldest first, at most `limit`; resolves with how many. A call stays
   * until its recording is deleted and the call-back list knows about it.
   */
  deleteBefore(before: Date, limit: number): Promise<number>;
  /** The newest calls first. */
  recent(limit: number): Promise<readonly CallRecord[]>;
  /**
   * The calls that the group had, directly or through another group, and that began from `from` (inclusive) to
   * `to` (exclusive), in the order of their begin. They are read on demand, never all into memory. Without
   * `fields` they have everything but their steps; `ofLegs` adds these fields of their legs.
   */
  ofDay<F extends keyof CallRecord = Exclude<keyof CallRecord, 'steps'>, L extends keyof RecordedLeg = never>(
    group: string,
    from: Date,
    to: Date,
    fields?: readonly F[],
    ofLegs?: readonly L[],
  ): AsyncIterable<CallWith<F, L>>;
  /** Open calls of this controller that began before, the oldest first. */
  openOf(controller: string, before: Date): Promise<readonly CallRecord[]>;
  /** Gives an open call of one controller to another one. False: it is not open any more, or somebody else has it. */
  claim(id: string, from: string, to: string): Promise<boolean>;
  /** The records of a caller's channel: one for each group's call that it was in. */
  ofChannel(channel: string): Promise<readonly CallRecord[]>;
  /** Writes a record unless there is one with its id. False: there is. */
  addMissing(record: CallRecord): Promise<boolean>;
}

function talkAfter({ e164, number }: CallRecord['caller'], group: string, after: Date) {
  const who = e164 === null ? { 'caller.number': number } : { 'caller.e164': e164 };
  return {
    ...who,
    'caller.withheld': false,
    'route.group': group,
    outcome: 'answered' as const,
    missed: null,
    // It may have rung before. Of a talk whose begin FreeSWITCH did not tell, the call's begin counts.
    startedAt: { $gte: new Date(after.getTime() - LONGEST_WAIT_MS) },
    $or: [{ answeredAt: { $gt: after } }, { answeredAt: null, startedAt: { $gt: after } }],
  };
}

/** What the call-back list needs to know. */
function followingUp(
  model: Model<CallRecord>,
): Pick<CallStore, 'pendingFollowUps' | 'followedUp' | 'talkedLater'> {
  return {
    pendingFollowUps: (limit) =>
      model.find({ followUp: 'pending' }).sort({ startedAt: 1 }).limit(limit).lean<CallRecord[]>(),
    followedUp: async (records) => {
      const update = { $set: { followUp: null } };
      const writes = records.map(({ _id, takeovers }) => ({
        updateOne: { filter: { _id, takeovers, followUp: 'pending' as const }, update },
      }));
      if (writes.length > 0) await model.collection.bulkWrite(writes as never, { ordered: false });
    },
    talkedLater: async (caller, group, after) => {
      if (caller.withheld) return undefined;
      const talk = talkAfter(caller, group, after);
      return (await model.findOne(talk).sort({ startedAt: 1 }).lean<CallRecord>()) ?? undefined;
    },
  };
}

/** What is deleted when its retention time is over. */
function forgetting(
  model: Model<CallRecord>,
): Pick<CallStore, 'recordedBefore' | 'recordingGone' | 'deleteBefore'> {
  return {
    recordedBefore: (before, after, limit) =>
      model
        .find(
          { recording: { $gt: '' }, startedAt: { $lt: before, ...(after !== undefined && { $gte: after }) } },
          { group: 1, startedAt: 1, recording: 1 },
        )
        .sort({ startedAt: 1 })
        .limit(limit)
        .lean<RecordedCall[]>(),
    recordingGone: async (id) => {
      await model.updateOne({ _id: id }, { $set: { recording: null } });
    },
    deleteBefore: (before, limit) => {
      const old = { startedAt: { $lt: before }, outcome: { $ne: 'open' as const } };
      return deleteOldest(model, { ...old, recording: null, followUp: null }, 'startedAt', limit);
    },
  };
}

/** As it is stored: a partial index finds calls that no group took by `refused`. */
function stored(record: CallRecord): CallRecord & { readonly refused?: true } {
  return record.route.length === 0 ? { ...record, refused: true } : record;
}

/** Not through mongoose: it builds a document of each record, for longer than all the rest takes. */
async function saveAll(
  collection: Collection<CallRecord>,
  records: readonly CallRecord[],
): Promise<ReadonlyMap<string, Error>> {
  const writes = records.map((record) => ({
    replaceOne: { filter: notNewer(record), replacement: stored(record), upsert: true },
  }));
  try {
    await collection.bulkWrite(writes, { ordered: false, ignoreUndefined: true });
    return new Map();
  } catch (error) {
    if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) throw error;
    const refused = [error.writeErrors].flat();
    if (refused.length === 0) throw error;
    // A duplicate key: there is a newer record, for another controller has the call now.
    return new Map(
      refused
        .filter(({ code }) => code !== DUPLICATE_KEY)
        .map(({ index, errmsg }) => [records[index]?._id ?? '', new Error(errmsg, { cause: error })]),
    );
  }
}

/** A state of the call that is older than its end comes late: an earlier run had it in its journal. */
function notNewer({ _id, takeovers, outcome }: CallRecord) {
  const sameRun = outcome === 'open' ? { takeovers, outcome: 'open' as const } : { takeovers };
  return { _id, $or: [{ takeovers: { $lt: takeovers } }, sameRun] };
}

export function callStore(connection: Connection): CallStore {
  const model = callModel(connection);
  const collection = connection.collection<CallRecord>(model.collection.name);
  return {
    ...followingUp(model),
    ...forgetting(model),
    save: async (record) => {
      const refused = await saveAll(collection, [record]);
      for (const error of refused.values()) throw error;
    },
    saveAll: (records) => saveAll(collection, records),
    get: async (id) => (await model.findById(id).lean<CallRecord>()) ?? undefined,
    ongoing: (since) =>
      model
        .find(
          { outcome: 'open', startedAt: { $gte: since } },
          { caller: 1, group: 1, route: 1, startedAt: 1 },
        )
        .lean<OngoingCall[]>(),
    openElsewhere: (controller, since) =>
      model
        .find({ outcome: 'open', startedAt: { $gte: since }, controller: { $ne: controller } })
        .sort({ startedAt: 1 })
        .limit(200)
        .lean<CallRecord[]>(),
    recent: (limit) => model.find().sort({ startedAt: -1 }).limit(limit).lean<CallRecord[]>(),
    ofDay: <F extends keyof CallRecord, L extends keyof RecordedLeg>(
      group: string,
      from: Date,
      to: Date,
      fields?: readonly F[],
      ofLegs: readonly L[] = [],
    ) =>
      oneAhead(
        { from, to },
        (slice) =>
          model
            // As $elemMatch it makes the embedded database read the day off `startedAt`, without sorting in memory.
            .find({ route: { $elemMatch: { group } }, startedAt: { $gte: slice.from, $lt: slice.to } })
            .select(fields ? [...fields, ...ofLegs.map((name) => `legs.${name}`)] : { steps: 0 })
            .sort({ startedAt: 1 })
            .batchSize(SLICE_BATCH)
            .lean<CallWith<F, L>[]>(),
        fields === undefined || ofLegs.length > 0 ? WHOLE_RECORDS : SHORT_RECORDS,
      ),
    openOf: (controller, before) =>
      model
        .find({ controller, outcome: 'open', startedAt: { $lt: before } })
        .sort({ startedAt: 1 })
        .lean<CallRecord[]>(),
    claim: async (id, from, to) => {
      const { matchedCount } = await model.updateOne(
        { _id: id, controller: from, outcome: 'open' },
        { $set: { controller: to } },
      );
      return matchedCount > 0;
    },
    // `channel` and `channel-N`: a UUID has no sign behind `-` that comes later.
    ofChannel: (channel) => model.find({ _id: { $gte: channel, $lt: `${channel}.` } }).lean<CallRecord[]>(),
    addMissing: async (record) => {
      const { upsertedCount } = await collection.updateOne(
        { _id: record._id },
        { $setOnInsert: stored(record) },
        { upsert: true, ignoreUndefined: true },
      );
      return upsertedCount > 0;
    },
  };
}
