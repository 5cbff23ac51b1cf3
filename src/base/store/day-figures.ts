/**
 * The figures of days that are over, so that reports of months need not read their calls again. A day is counted once, and
 * counted anew when a call of it changes later. Holds nothing about callers.
 */
import { Schema, type Connection } from 'mongoose';
import type { CallRecord } from '../model/call-record.js';
import { daysOf, shiftDay } from '../model/dates.js';
import type { DayFigures } from '../model/day-figures.js';
import { inSlices } from '../in-slices.js';
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
  /** The days that are gathered. */
  gathered(from: string, to: string): Promise<ReadonlySet<string>>;
  /**
   * Keeps what is counted of a day a second time, all groups in one document: reports of many groups read one instead of
   * hundreds. Not if one of them changes meanwhile. @param token of this work alone
   */
  gather(day: string, token: string): Promise<void>;
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
  /** Of a gathered day, the figures of all groups as one text; such a document has no figures of its own. */
  readonly all?: string;
}

const schema = new Schema<DayDocument>(
  {
    _id: { type: String, required: true },
    day: { type: String, required: true },
    token: String,
    json: String,
    figures: Schema.Types.Mixed,
    all: String,
  },
  { collection: 'dayfigures', versionKey: false, autoIndex: false, autoCreate: false },
);

schema.index({ day: 1 });

/** How a day of a group is named. */
export const dayId = (group: string, day: string): string => `${group} ${day}`;

/** How a gathered day is named. No group has this number. */
const gatheredId = (day: string): string => dayId('all', day);

/** So long after its end a day is counted. */
export const COUNTED_AFTER_MS = 60 * 60_000;

/** A moment is in one of three days, whatever the zone. */
function daysAround(at: Date): readonly string[] {
  return [-1, 0, 1].map((days) => shiftDay(at.toISOString().slice(0, 10), days));
}

/** As JSON. Empty: it is being counted, or a gathered day. */
const textsOf = ({ json, figures }: DayDocument): readonly string[] =>
  json === undefined ? (figures === undefined ? [] : [JSON.stringify(figures)]) : [json];

/** One text at a time: a year of a large house is millions of numbers. */
function* parsed(texts: readonly string[]): Generator<undefined, readonly DayFigures[]> {
  const days: DayFigures[] = [];
  for (const text of texts) {
    for (const day of JSON.parse(text) as readonly DayFigures[]) days.push(day);
    yield;
  }
  return days;
}

export function dayFiguresStore(connection: Connection): DayFiguresStore {
  const model = connection.model<DayDocument>('DayFigures', schema);
  const isCounted = { $or: [{ json: { $exists: true } }, { figures: { $exists: true } }] };
  const read = async (filter: object): Promise<readonly string[]> =>
    (await model.find(filter, { json: 1, figures: 1 }).lean<DayDocument[]>()).flatMap(textsOf);
  const readGathered = (from: string, to: string, fields: readonly ('day' | 'all')[]) => {
    const between = { _id: { $gte: gatheredId(from), $lte: gatheredId(to) }, all: { $exists: true } };
    return model.find(between, fields).lean<Required<DayDocument>[]>();
  };
  const together = (texts: readonly string[]): string => `[${texts.join()}]`;
  return {
    of: async ({ group, from, to }) => {
      const texts = await read({ _id: { $gte: dayId(group, from), $lte: dayId(group, to) } });
      const days = await inSlices(parsed([together(texts)]));
      return days.toSorted((one, other) => (one.day < other.day ? -1 : 1));
    },
    ofAll: async (from, to) => {
      const gathered = await readGathered(from, to, ['day', 'all']);
      const known = new Set(gathered.map(({ day }) => day));
      const others = daysOf({ from, to }).filter((day) => !known.has(day));
      const single = others.length === 0 ? [] : await read({ day: { $in: others } });
      return inSlices(parsed([...gathered.map(({ all }) => all), together(single)]));
    },
    counted: async (from, to) => {
      const filter = { day: { $gte: from, $lte: to }, ...isCounted };
      const found = await model.find(filter, { _id: 1 }).lean<{ _id: string }[]>();
      return new Set(found.map(({ _id }) => _id));
    },
    gathered: async (from, to) => new Set((await readGathered(from, to, ['day'])).map(({ day }) => day)),
    gather: async (day, token) => {
      const own = { _id: gatheredId(day) };
      await model.updateOne(own, { $set: { day, token } }, { upsert: true });
      const all = together(await read({ day }));
      await model.updateOne({ ...own, token }, { $set: { all }, $unset: { token: 1 } });
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
      await model.deleteMany({ _id: { $in: [...new Set(days.map(({ day }) => gatheredId(day)))] } });
    },
    changed: async (calls) => {
      const ids = calls.flatMap(({ startedAt, route }) =>
        daysAround(startedAt).flatMap((day) => [
          gatheredId(day),
          ...route.map(({ group }) => dayId(group, day)),
        ]),
      );
      if (ids.length > 0) await model.deleteMany({ _id: { $in: [...new Set(ids)] } });
    },
    deleteOld: (before, limit) =>
      deleteOldest(model, { day: { $lt: before.toISOString().slice(0, 10) } }, 'day', limit),
  };
}
