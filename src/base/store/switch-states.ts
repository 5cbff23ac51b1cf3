/** How users have set switches. This is everyday use, so it is stored apart from the configuration, without revisions. */
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
  /** Change the switch only if it still has this version; 0: not changed so far. Undefined: the last write wins. */
  readonly version?: number | undefined;
}

/**
 * Each change is one atomic update. The id is not checked: the caller knows which switches exist. Undefined: nothing was
 * changed, because there was nothing to end or somebody else changed it first.
 */
export interface SwitchStateStore {
  all(): Promise<readonly StoredSwitchState[]>;
  /** Also ends an override, so that it does not hide the new state. */
  setManual(id: string, on: boolean, who: SwitchChangedBy): Promise<StoredSwitchState | undefined>;
  setOverride(
    id: string,
    override: SwitchOverride,
    who: SwitchChangedBy,
  ): Promise<StoredSwitchState | undefined>;
  clearOverride(id: string, who: SwitchChangedBy): Promise<StoredSwitchState | undefined>;
  /** Returns the switch to the configuration: removes the override and the manual state. */
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
  const update = (of: object, change: UpdateQuery<SwitchStateDocument>, upsert: boolean) =>
    model.findOneAndUpdate(of, change, { upsert, returnDocument: 'after' }).lean<SwitchStateDocument>();
  const change = async (
    id: string,
    { by, at, version }: SwitchChangedBy,
    set: object,
    unset: object = {},
  ): Promise<StoredSwitchState | undefined> => {
    const query = {
      $set: { ...set, changedAt: at, changedBy: by },
      $inc: { version: 1 },
      ...(Object.keys(unset).length > 0 && { $unset: unset }),
    };
    const of = version === undefined ? { _id: id } : { _id: id, version };
    try {
      const changed = await update(of, query, version === undefined || version === 0);
      return changed === null ? undefined : stateOf(changed);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Two first changes at once: both try to insert. The second one then finds the document, or is too late.
      const found = version === undefined ? await update(of, query, false) : null;
      return found === null ? undefined : stateOf(found);
    }
  };
  const end = async (
    id: string,
    { by, at, version }: SwitchChangedBy,
    what: readonly ('override' | 'on')[],
  ): Promise<StoredSwitchState | undefined> => {
    const ended = await update(
      {
        _id: id,
        ...(version !== undefined && { version }),
        $or: what.map((field) => ({ [field]: { $exists: true } })),
      },
      {
        $set: { changedAt: at, changedBy: by },
        $inc: { version: 1 },
        $unset: Object.fromEntries(what.map((field) => [field, 1])),
      },
      false,
    );
    return ended === null ? undefined : stateOf(ended);
  };
  return {
    all: async () => (await model.find({}).sort({ _id: 1 }).lean<SwitchStateDocument[]>()).map(stateOf),
    setManual: (id, on, who) => change(id, who, { on }, { override: 1 }),
    setOverride: (id, { on, until }, who) =>
      change(id, who, { override: until === undefined ? { on } : { on, until } }),
    clearOverride: (id, who) => end(id, who, ['override']),
    reset: (id, who) => end(id, who, ['override', 'on']),
  };
}
