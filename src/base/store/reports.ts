/** The last day reported for each group, and the figures of reported days. */
import { Schema, type Connection } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';

/** Days are ISO dates of the group's own calendar, `2026-11-22`. */
export interface ReportState {
  readonly group: string;
  /** The day on which the report was switched on: the first day that is reported on. */
  readonly since: string;
  /** The last day that is finished. */
  readonly lastDay: string;
}

/** The reported figures, for the comparison a week later and for the history; without names of callers or members. */
export interface ReportedDay {
  readonly group: string;
  readonly day: string;
  readonly timezone: string;
  readonly calls: number;
  readonly answered: number;
  readonly missed: number;
  readonly diverted: number;
  readonly other: number;
  readonly madeAt: Date;
}

export interface ReportStore {
  states(): Promise<readonly ReportState[]>;
  /** Creates a group's state if there is none. If two instances do so at once, the first wins and both get its state. */
  begin(state: ReportState): Promise<ReportState>;
  /** Only moves forward: does nothing for an older day, or for a group whose report has been switched off. */
  advance(group: string, day: string): Promise<void>;
  /** Deletes the states of groups whose report is switched off; switched on again, it starts anew. */
  forget(groups: readonly string[]): Promise<void>;
  /** Keeps a day's first figures, which its mail shows; later ones are ignored. */
  keepDay(day: ReportedDay): Promise<void>;
  day(group: string, day: string): Promise<ReportedDay | undefined>;
}

interface StateDocument {
  /** The group's number. */
  _id: string;
  since: string;
  lastDay: string;
}

interface DayDocument extends ReportedDay {
  /** `700 2026-11-22` */
  readonly _id: string;
}

const text = { type: String, required: true };
const count = { type: Number, required: true };

const stateSchema = new Schema<StateDocument>(
  { _id: text, since: text, lastDay: text },
  { collection: 'reportstates', versionKey: false },
);

const daySchema = new Schema<DayDocument>(
  {
    _id: text,
    group: text,
    day: text,
    timezone: text,
    calls: count,
    answered: count,
    missed: count,
    diverted: count,
    other: count,
    madeAt: { type: Date, required: true },
  },
  { collection: 'reportdays', versionKey: false },
);

function stateOf({ _id, since, lastDay }: StateDocument): ReportState {
  return { group: _id, since, lastDay };
}

export function reportStore(connection: Connection): ReportStore {
  const states = connection.model<StateDocument>('ReportState', stateSchema);
  const days = connection.model<DayDocument>('ReportDay', daySchema);
  const begin = async ({ group, since, lastDay }: ReportState): Promise<ReportState> =>
    stateOf(
      await states
        .findOneAndUpdate(
          { _id: group },
          { $setOnInsert: { since, lastDay } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean<StateDocument>()
        .orFail(),
    );
  return {
    states: async () => (await states.find({}).sort({ _id: 1 }).lean<StateDocument[]>()).map(stateOf),
    begin: async (state) => {
      try {
        return await begin(state);
      } catch (error) {
        // Two instances inserted at once; the second attempt finds the document.
        if (isDuplicateKey(error)) return begin(state);
        throw error;
      }
    },
    advance: async (group, day) => {
      await states.updateOne({ _id: group, lastDay: { $lt: day } }, { $set: { lastDay: day } });
    },
    forget: async (groups) => {
      await states.deleteMany({ _id: { $in: [...groups] } });
    },
    keepDay: async (day) => {
      try {
        await days.create({ _id: `${day.group} ${day.day}`, ...day });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    day: async (group, day) => {
      const found = await days.findById(`${group} ${day}`, { _id: 0 }).lean<ReportedDay>();
      return found ?? undefined;
    },
  };
}
