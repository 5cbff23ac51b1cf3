/** Who is away. Everyday use like the states of switches, so it is stored apart from the configuration, without revisions. */
import { Schema, type Connection } from 'mongoose';
import type { RenamedPart } from './configurations.js';
import { deleteOldest, type Forgetful } from './delete-oldest.js';
import { isDuplicateKey } from './duplicate-key.js';

export interface StoredAway {
  readonly userId: string;
  /** A group's number; null: all groups. */
  readonly group: string | null;
  /** `in`: back in this group although away from all. */
  readonly kind: 'away' | 'in';
  /** Absent: until coming back. */
  readonly until?: Date | undefined;
  readonly changedAt: Date;
  readonly changedBy: string;
}

/** Ids are not checked: the caller knows which users and groups there are. Of two changes at once the later one holds. */
export interface AwayStateStore extends Forgetful {
  /** Those whose time is over, too, until they are deleted. */
  all(): Promise<readonly StoredAway[]>;
  of(userId: string): Promise<readonly StoredAway[]>;
  /** Replaces what is stored of this user and this group. */
  put(state: StoredAway): Promise<void>;
  /** Deletes what is stored of this user and this group. */
  remove(userId: string, group: string | null): Promise<void>;
  /** States of the user or the group of this id are those of the new one. */
  rename(part: RenamedPart): Promise<void>;
  /** Deletes the states of users and groups that are not there any more; resolves with how many. */
  keepOnly(isKept: (state: StoredAway) => boolean): Promise<number>;
  /** Deletes states that ended before. */
  deleteOld(before: Date, limit: number): Promise<number>;
}

interface AwayDocument {
  _id: string;
  userId: string;
  group: string | null;
  kind: 'away' | 'in';
  until?: Date;
  changedAt: Date;
  changedBy: string;
}

const schema = new Schema<AwayDocument>(
  {
    _id: { type: String, required: true },
    userId: { type: String, required: true },
    group: { type: String, default: null },
    kind: { type: String, required: true },
    until: Date,
    changedAt: { type: Date, required: true },
    changedBy: { type: String, required: true },
  },
  { collection: 'awaystates', versionKey: false },
);

/** No id of a user has a blank, and no group's number is a star. */
const keyOf = (userId: string, group: string | null): string => `${userId} ${group ?? '*'}`;

function stateOf({ userId, group, kind, until, changedAt, changedBy }: AwayDocument): StoredAway {
  return { userId, group, kind, ...(until !== undefined && { until }), changedAt, changedBy };
}

export function awayStateStore(connection: Connection): AwayStateStore {
  const model = connection.model<AwayDocument>('AwayState', schema);
  const found = async (filter: Partial<Record<'userId' | 'group', string>>) =>
    (await model.find(filter).sort({ _id: 1 }).lean<AwayDocument[]>()).map(stateOf);
  const put = async ({ userId, group, kind, until, changedAt, changedBy }: StoredAway): Promise<void> => {
    const own = { userId, group, kind, changedAt, changedBy };
    await model.updateOne(
      { _id: keyOf(userId, group) },
      until === undefined ? { $set: own, $unset: { until: 1 } } : { $set: { ...own, until } },
      { upsert: true },
    );
  };
  return {
    all: () => found({}),
    of: (userId) => found({ userId }),
    put: async (state) => {
      try {
        await put(state);
      } catch (error) {
        // Two first changes at once: both try to insert. The second one then finds the document.
        if (!isDuplicateKey(error)) throw error;
        await put(state);
      }
    },
    remove: async (userId, group) => {
      await model.deleteOne({ _id: keyOf(userId, group) });
    },
    rename: async ({ kind, from, to }) => {
      const key = kind === 'user' ? 'userId' : 'group';
      for (const state of await found({ [key]: from })) {
        await put({ ...state, [key]: to });
        await model.deleteOne({ _id: keyOf(state.userId, state.group) });
      }
    },
    keepOnly: async (isKept) => {
      const gone = (await found({})).filter((state) => !isKept(state));
      if (gone.length === 0) return 0;
      const ids = gone.map(({ userId, group }) => keyOf(userId, group));
      return (await model.deleteMany({ _id: { $in: ids } })).deletedCount;
    },
    deleteOld: (before, limit) => deleteOldest(model, { until: { $lt: before } }, 'until', limit),
  };
}
