/** What people did to switches: daily business, apart from the configuration and without a revision of it. */
import { Schema, type Connection, type UpdateQuery } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';

export interface SwitchOverride {
  readonly on: boolean;
  /** Absent: until somebody changes it. */
  readonly until?: Date | undefined;
}

export interface StoredSwitchState {
  readonly id: string;
  /** Absent: nobody changed the manual state, so the configured one applies. */
  readonly on?: boolean | undefined;
  readonly override?: SwitchOverride | undefined;
  readonly changedAt: Date;
  readonly changedBy: string;
  /** Incremented with each change. */
  readonly version: number;
}

export interface SwitchChangedBy {
  readonly by: string;
  readonly at: Date;
}

/**
 * Each change is one atomic update; the last one wins. The id is not looked up: the caller knows its switches. Who ends
 * what there is not has changed nothing: undefined.
 */
export interface SwitchStateStore {
  all(): Promise<readonly StoredSwitchState[]>;
  setManual(id: string, on: boolean, who: SwitchChangedBy): Promise<StoredSwitchState>;
  setOverride(id: string, override: SwitchOverride, who: SwitchChangedBy): Promise<StoredSwitchState>;
  clearOverride(id: string, who: SwitchChangedBy): Promise<StoredSwitchState | undefined>;
  /** Back to what the configuration says: neither override nor manual state. */
  reset(id: string, who: SwitchChangedBy): Promise<StoredSwitchState | undefined>;
}

interface SwitchStateDocument {
  _id: string;
  on?: boolean;
  override?: { on: boolean; until?: Date };
  changedAt: Date;
  changedBy: string;
  version: number;
}

const schema = new Schema<SwitchStateDocument>(
  {
    _id: { type: String, required: true },
    on: Boolean,
    override: { type: new Schema({ on: Boolean, until: Date }, { _id: false }), required: false },
    changedAt: { type: Date, required: true },
    changedBy: { type: String, required: true },
    version: { type: Number, required: true },
  },
  { collection: 'switchstates', versionKey: false },
);

function stateOf({
  _id,
  on,
  override,
  changedAt,
  changedBy,
  version,
}: SwitchStateDocument): StoredSwitchState {
  return {
    id: _id,
    ...(on !== undefined && { on }),
    ...(override !== undefined && {
      override: { on: override.on, ...(override.until !== undefined && { until: override.until }) },
    }),
    changedAt,
    changedBy,
    version,
  };
}

export function switchStateStore(connection: Connection): SwitchStateStore {
  const model = connection.model<SwitchStateDocument>('SwitchState', schema);
  const update = (id: string, change: UpdateQuery<SwitchStateDocument>) =>
    model
      .findOneAndUpdate({ _id: id }, change, { upsert: true, returnDocument: 'after' })
      .lean<SwitchStateDocument>()
      .orFail();
  const change = async (id: string, { by, at }: SwitchChangedBy, set: object): Promise<StoredSwitchState> => {
    const query = { $set: { ...set, changedAt: at, changedBy: by }, $inc: { version: 1 } };
    try {
      return stateOf(await update(id, query));
    } catch (error) {
      // Two first changes at once: both want to insert, and the second attempt finds the document.
      if (isDuplicateKey(error)) return stateOf(await update(id, query));
      throw error;
    }
  };
  const end = async (
    id: string,
    { by, at }: SwitchChangedBy,
    what: readonly ('override' | 'on')[],
  ): Promise<StoredSwitchState | undefined> => {
    const ended = await model
      .findOneAndUpdate(
        { _id: id, $or: what.map((field) => ({ [field]: { $exists: true } })) },
        {
          $set: { changedAt: at, changedBy: by },
          $inc: { version: 1 },
          $unset: Object.fromEntries(what.map((field) => [field, 1])),
        },
        { returnDocument: 'after' },
      )
      .lean<SwitchStateDocument>();
    return ended === null ? undefined : stateOf(ended);
  };
  return {
    all: async () => (await model.find({}).sort({ _id: 1 }).lean<SwitchStateDocument[]>()).map(stateOf),
    setManual: (id, on, who) => change(id, who, { on }),
    setOverride: (id, { on, until }, who) =>
      change(id, who, { override: until === undefined ? { on } : { on, until } }),
    clearOverride: (id, who) => end(id, who, ['override']),
    reset: (id, who) => end(id, who, ['override', 'on']),
  };
}
