/**
 * The figures of days that are over, so that reports of months need not read their calls again. A day is counted once, and
 * counted anew when a call of it changes later. Holds nothing about callers.
 */
import { Schema, type Connection } from 'mongoose';
import type { CallRecord } from '../model/call-record.js';
import type { DayFigures } from '../model/day-figures.js';
import { deleteOldest, type Forgetful } from './delete-oldest.js';

/** One group's days; both ends belong to it. */
export interface DayRange {
  readonly group: string;
  /** `2026-11-01` */
  readonly from: string;
  readonly to: string;
}

/** A day that is being counted. */
export interface Counting {
  readonly group: string;
  readonly day: string;
  /** Whoever counts a day writes it only if this is still its latest token. */
  readonly token: string;
}

export interface DayFiguresStore extends Forgetful {
  /** The counted days of a group, in order. */
  of(range: DayRange): Promise<readonly DayFigures[]>;
  /** The counted days of all groups. */
  ofAll(from: string, to: string): Promise<readonly DayFigures[]>;
  /** The counted days of all groups, without their figures: `700 2026-11-22`. */
  counted(from: string, to: string): Promise<ReadonlySet<string>>;
  /** Marks days as being counted. A call of such a day that changes takes the mark away. */
  begin(days: readonly Counting[]): Promise<void>;
  /** Writes what was counted, where the mark is still there. */
  put(token: string, days: readonly DayFigures[]): Promise<void>;
  /** Calls were written: the days in which they began are counted anew. */
  changed(calls: readonly ChangedCall[]): Promise<void>;
}

export type ChangedCall = Pick<CallRecord, 'startedAt' | 'route'>;

interface DayDocument {
  readonly _id: string;
  readonly day: string;
  readonly token?: string;
  /** The figures as text: reports read thousands of these, and a hundred numbers one by one take twice as long. */
  readonly json?: string;
  /** The figures, as earlier releases have written them. They do not know `json`, and count the day anew. */
  readonly figures?: DayFigures;
}

const schema = new Schema<DayDocument>(
  {
    _id: { type: String, required: true },
    day: { type: String, required: true },
    token: String,
    json: String,
    figures: Schema.Types.Mixed,
  },
  { collection: 'dayfigures', versionKey: false, autoIndex: false, autoCreate: false },
);

schema.index({ day: 1 });

/** How a day of a group is named. */
export const dayId = (group: string, day: string): string => `${group} ${day}`;

/** So long after its end a day is counted. */
export const COUNTED_AFTER_MS = 60 * 60_000;

const DAY_MS = 24 * 60 * 60_000;

/** A moment is in one of three days, whatever the zone. */
function daysAround(at: Date): readonly string[] {
  return [-1, 0, 1].map((days) => new Date(at.getTime() + days * DAY_MS).toISOString().slice(0, 10));
}

export function dayFiguresStore(connection: Connection): DayFiguresStore {
  const model = connection.model<DayDocument>('DayFigures', schema);
  const isCounted = { $or: [{ json: { $exists: true } }, { figures: { $exists: true } }] };
  const read = async (filter: object): Promise<readonly DayFigures[]> => {
    const found = await model.find(filter, { json: 1, figures: 1 }).lean<DayDocument[]>();
    return found.flatMap(({ json, figures }) =>
      json === undefined ? (figures ?? []) : (JSON.parse(json) as DayFigures),
    );
  };
  return {
    of: async ({ group, from, to }) => {
      const days = await read({ _id: { $gte: dayId(group, from), $lte: dayId(group, to) } });
      return days.toSorted((one, other) => (one.day < other.day ? -1 : 1));
    },
    ofAll: (from, to) => read({ day: { $gte: from, $lte: to } }),
    counted: async (from, to) => {
      const filter = { day: { $gte: from, $lte: to }, ...isCounted };
      const found = await model.find(filter, { _id: 1 }).lean<{ _id: string }[]>();
      return new Set(found.map(({ _id }) => _id));
    },
    begin: async (days) => {
      if (days.length === 0) return;
      await model.bulkWrite(
        days.map(({ group, day, token }) => ({
          updateOne: { filter: { _id: dayId(group, day) }, update: { $set: { day, token } }, upsert: true },
        })),
        { ordered: false },
      );
    },
    put: async (token, days) => {
      if (days.length === 0) return;
      await model.bulkWrite(
        days.map((figures) => ({
          updateOne: {
            filter: { _id: dayId(figures.group, figures.day), token },
            update: {
              $set: { json: JSON.stringify(figures) },
              $unset: { token: 1 as const, figures: 1 as const },
            },
          },
        })),
        { ordered: false },
      );
    },
    changed: async (calls) => {
      const ids = calls.flatMap(({ startedAt, route }) =>
        route.flatMap(({ group }) => daysAround(startedAt).map((day) => dayId(group, day))),
      );
      if (ids.length > 0) await model.deleteMany({ _id: { $in: [...new Set(ids)] } });
    },
    deleteOld: (before, limit) =>
      deleteOldest(model, { day: { $lt: before.toISOString().slice(0, 10) } }, 'day', limit),
  };
}
