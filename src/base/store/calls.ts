/** The call records: one document for each call, always written whole by the controller that has the call. */
import mongoose, { type Collection, type Connection, type Model, type QueryFilter } from 'mongoose';
import { callModel } from './call-document.js';
import { oneAhead, SHORT_RECORDS, WHOLE_RECORDS, type Slice } from './day-slices.js';
import { deleteOldest } from './delete-oldest.js';
import { DUPLICATE_KEY } from './duplicate-key.js';
import type { CallRecord, RecordedLeg } from '../model/call-record.js';
import { hasCall, seenBy, type Scope } from '../model/scope.js';

/** Records per batch from the database; the default is 101. */
const SLICE_BATCH = 1000;

/** A record with only the requested fields; with `L`, its legs with only those fields. */
export type CallWith<F extends keyof CallRecord, L extends keyof RecordedLeg> = Pick<CallRecord, F> &
  ([L] extends [never] ? unknown : { readonly legs: readonly Pick<RecordedLeg, L>[] });

export type RecordedCall = Pick<CallRecord, '_id' | 'group' | 'startedAt' | 'recording'>;

export type OngoingCall = Pick<CallRecord, 'caller' | 'group' | 'route' | 'startedAt'>;

/** Longer than any caller waits to be answered. */
const LONGEST_WAIT_MS = 2 * 60 * 60_000;

export interface CallStore {
  /** Inserts the whole record or replaces an older state. Does not replace that of a controller that took the call over. */
  save(record: CallRecord): Promise<void>;
  /**
   * The same for many, in one command. Resolves with the errors of records that were refused, by id; the others are
   * written. Rejects if the database cannot be reached; some of the records may then be written.
   */
  saveAll(records: readonly CallRecord[]): Promise<ReadonlyMap<string, Error>>;
  get(id: string): Promise<CallRecord | undefined>;
  /** For people: undefined also when the scope does not have it. */
  seen(id: string, scope: Scope): Promise<CallRecord | undefined>;
  /** Finished calls that the call-back list does not know about yet, the oldest first. */
  pendingFollowUps(limit: number): Promise<readonly CallRecord[]>;
  /** The call-back list now knows about this state of the call. */
  followedUp(record: CallRecord): Promise<void>;
  /** A later conversation of this caller with the group, if any; calls that count as missed are ignored. */
  talkedLater(caller: CallRecord['caller'], group: string, after: Date): Promise<CallRecord | undefined>;
  /** Calls that began at `since` or later and are not over. */
  ongoing(since: Date): Promise<readonly OngoingCall[]>;
  /** Open calls of other controllers that began at `since` or later, the oldest first, at most 200. */
  openElsewhere(controller: string, since: Date): Promise<readonly CallRecord[]>;
  /** Calls with a recording that began before this time, oldest first; `after` continues the list. */
  recordedBefore(before: Date, after: Date | undefined, limit: number): Promise<readonly RecordedCall[]>;
  /** Notes that its recording is deleted. */
  recordingGone(id: string): Promise<void>;
  /**
   * Deletes at most `limit` calls that began before this time, oldest first, and returns how many. A call is kept
   * until its recording is deleted and the call-back list has processed it.
   */
  deleteBefore(before: Date, limit: number): Promise<number>;
  /** The newest calls first. */
  recent(limit: number): Promise<readonly CallRecord[]>;
  /**
   * The calls that the group had, directly or through another group, and that began from `from` (inclusive) to
   * `to` (exclusive), ordered by start time. They are read on demand, never all into memory. Without
   * `fields` they have everything but their steps; `ofLegs` adds these fields of their legs.
   */
  ofDay<F extends keyof CallRecord = Exclude<keyof CallRecord, 'steps'>, L extends keyof RecordedLeg = never>(
    group: string,
    from: Date,
    to: Date,
    fields?: readonly F[],
    ofLegs?: readonly L[],
  ): AsyncIterable<CallWith<F, L>>;
  /** The calls of all groups, in the same way. */
  ofTime<F extends keyof CallRecord, L extends keyof RecordedLeg>(
    from: Date,
    to: Date,
    fields: readonly F[],
    ofLegs: readonly L[],
  ): AsyncIterable<CallWith<F, L>>;
  /** When the oldest call that is kept began. */
  oldestAt(): Promise<Date | undefined>;
  /** How many of these calls did not ring somebody of the group who was away. */
  withSomebodyAway(group: string, from: Date, to: Date): Promise<number>;
  /** Open calls of this controller that began before this time, oldest first. */
  openOf(controller: string): Promise<readonly CallRecord[]>;
  /** Transfers an open call from one controller to another. False: it is no longer open, or another controller has it. */
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
    // The call may have begun earlier. If FreeSWITCH did not report when the talk began, the start of the call counts.
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
    followedUp: async ({ _id, takeovers }) => {
      await model.updateOne({ _id, takeovers, followUp: 'pending' }, { $set: { followUp: null } });
    },
    talkedLater: async (caller, group, after) => {
      if (caller.withheld) return undefined;
      const talk = talkAfter(caller, group, after);
      return (await model.findOne(talk).sort({ startedAt: 1 }).lean<CallRecord>()) ?? undefined;
    },
  };
}

/** Deletes what has passed its retention time. */
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

/** The record as stored, with `refused`, by which a partial index finds calls that no group took. */
function stored(record: CallRecord): CallRecord & { readonly refused?: true } {
  return record.route.length === 0 ? { ...record, refused: true } : record;
}

/** Bypasses mongoose, which would spend more time building documents than everything else takes. */
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
    // A duplicate key means that there is a newer record: another controller has taken the call over.
    return new Map(
      refused
        .filter(({ code }) => code !== DUPLICATE_KEY)
        .map(({ index, errmsg }) => [records[index]?._id ?? '', new Error(errmsg, { cause: error })]),
    );
  }
}

/** Keeps an older state from replacing a newer one. It can arrive late, from the journal of an earlier run. */
function notNewer({ _id, takeovers, outcome }: CallRecord) {
  const sameRun = outcome === 'open' ? { takeovers, outcome: 'open' as const } : { takeovers };
  return { _id, $or: [{ takeovers: { $lt: takeovers } }, sameRun] };
}

/** The calls of a time that fit the filter, in order, read on demand. */
function inOrder<F extends keyof CallRecord, L extends keyof RecordedLeg>(
  model: Model<CallRecord>,
  filter: QueryFilter<CallRecord>,
  time: Slice,
  fields: readonly F[] | undefined,
  ofLegs: readonly L[],
): AsyncIterable<CallWith<F, L>> {
  const read = ({ from, to }: Slice) =>
    model
      .find({ ...filter, startedAt: { $gte: from, $lt: to } })
      .select(fields ? [...fields, ...ofLegs.map((name) => `legs.${name}`)] : { steps: 0 })
      .sort({ startedAt: 1 })
      .batchSize(SLICE_BATCH)
      .lean<CallWith<F, L>[]>();
  return oneAhead(time, read, fields === undefined || ofLegs.length > 0 ? WHOLE_RECORDS : SHORT_RECORDS);
}

/** Many calls, in the order in which they began. */
function overTime(
  model: Model<CallRecord>,
): Pick<CallStore, 'ofDay' | 'ofTime' | 'withSomebodyAway' | 'oldestAt'> {
  return {
    ofDay: <F extends keyof CallRecord, L extends keyof RecordedLeg>(
      group: string,
      from: Date,
      to: Date,
      fields?: readonly F[],
      ofLegs: readonly L[] = [],
    ) => inOrder<F, L>(model, { 'route.group': group }, { from, to }, fields, ofLegs),
    ofTime: <F extends keyof CallRecord, L extends keyof RecordedLeg>(
      from: Date,
      to: Date,
      fields: readonly F[],
      ofLegs: readonly L[],
    ) => inOrder<F, L>(model, {}, { from, to }, fields, ofLegs),
    withSomebodyAway: (group, from, to) =>
      model.countDocuments({
        'route.group': group,
        startedAt: { $gte: from, $lt: to },
        steps: { $elemMatch: { group, 'fact.kind': 'notRung', 'fact.why.kind': 'away' } },
      }),
    oldestAt: async () => {
      const oldest = await model
        .findOne({}, { startedAt: 1 })
        .sort({ startedAt: 1 })
        .lean<Pick<CallRecord, 'startedAt'>>();
      return oldest?.startedAt;
    },
  };
}

/** @param onWritten with the records that were written, before the write is confirmed. */
export function callStore(
  connection: Connection,
  onWritten: (records: readonly CallRecord[]) => Promise<void> = () => Promise.resolve(),
): CallStore {
  const model = callModel(connection);
  const collection = connection.collection<CallRecord>(model.collection.name);
  return {
    ...followingUp(model),
    ...forgetting(model),
    ...overTime(model),
    save: async (record) => {
      const refused = await saveAll(collection, [record]);
      for (const error of refused.values()) throw error;
      await onWritten([record]);
    },
    saveAll: async (records) => {
      const refused = await saveAll(collection, records);
      await onWritten(records);
      return refused;
    },
    get: async (id) => (await model.findById(id).lean<CallRecord>()) ?? undefined,
    seen: async (id, scope) => {
      const record = await model.findById(id).lean<CallRecord>();
      return record !== null && hasCall(scope, record) ? seenBy(scope, record) : undefined;
    },
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
    openOf: (controller) =>
      model.find({ controller, outcome: 'open' }).sort({ startedAt: 1 }).lean<CallRecord[]>(),
    claim: async (id, from, to) => {
      const { matchedCount } = await model.updateOne(
        { _id: id, controller: from, outcome: 'open' },
        { $set: { controller: to } },
      );
      return matchedCount > 0;
    },
    // Matches `channel` and `channel-N`: `.` is the character after `-`.
    ofChannel: (channel) => model.find({ _id: { $gte: channel, $lt: `${channel}.` } }).lean<CallRecord[]>(),
    addMissing: async (record) => {
      const { upsertedCount } = await collection.updateOne(
        { _id: record._id },
        { $setOnInsert: stored(record) },
        { upsert: true, ignoreUndefined: true },
      );
      if (upsertedCount === 0) return false;
      await onWritten([record]);
      return true;
    },
  };
}
