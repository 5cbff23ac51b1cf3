/** A call-back item as MongoDB stores it: unset fields are absent, so that partial indexes leave them out. */
import { Schema } from 'mongoose';
import type { CallbackItem, CallbackNote, ClosedBecause, MissedCall } from '../model/callback-item.js';
import type { MissedWhy } from '../model/call-record.js';

export interface CallbackDocument {
  _id: string;
  group: string;
  key: string;
  number: string;
  name?: string;
  /** True while the state is open or taken; the unique index contains only those. */
  live?: true;
  state: CallbackItem['state'];
  count: number;
  firstAt: Date;
  lastAt: Date;
  calls: MissedCall[];
  channels: string[];
  takenBy?: string;
  takenAt?: Date;
  takenUntil?: Date;
  callingBy?: string;
  callingAt?: Date;
  callingUntil?: Date;
  endedAt?: Date;
  endedBy?: string;
  endedBecause?: ClosedBecause;
  /** The newest of the notes. */
  note?: string;
  notes?: CallbackNote[];
  usedLinks?: string[];
  noticeAt?: Date;
  /** `noticeAt` was postponed to the end of quiet hours. */
  noticeHeld?: true;
  version: number;
}

const missedCall = new Schema<MissedCall>(
  { record: String, channel: String, at: Date, why: Schema.Types.Mixed as unknown as MissedWhy },
  { _id: false },
);

const callbackNote = new Schema<CallbackNote>({ at: Date, who: String, note: String }, { _id: false });

export const callbackSchema = new Schema<CallbackDocument>(
  {
    _id: { type: String, required: true },
    group: { type: String, required: true },
    key: { type: String, required: true },
    number: { type: String, required: true },
    name: String,
    live: Boolean,
    state: { type: String, required: true },
    count: { type: Number, required: true },
    firstAt: { type: Date, required: true },
    lastAt: { type: Date, required: true },
    calls: [missedCall],
    channels: [String],
    takenBy: String,
    takenAt: Date,
    takenUntil: Date,
    callingBy: String,
    callingAt: Date,
    callingUntil: Date,
    endedAt: Date,
    endedBy: String,
    endedBecause: String,
    note: String,
    notes: { type: [callbackNote], default: undefined },
    usedLinks: { type: [String], default: undefined },
    noticeAt: Date,
    noticeHeld: Boolean,
    version: { type: Number, required: true },
  },
  { collection: 'callbacks', versionKey: false, autoIndex: false, autoCreate: false },
);

// A caller has one live item in a group, and a call is in one item.
callbackSchema.index({ group: 1, key: 1 }, { unique: true, partialFilterExpression: { live: true } });
callbackSchema.index({ channels: 1 }, { unique: true });
callbackSchema.index({ key: 1 }, { partialFilterExpression: { live: true } });
callbackSchema.index({ key: 1, endedAt: 1 });
callbackSchema.index({ endedAt: 1 }, { sparse: true });
callbackSchema.index({ firstAt: 1, _id: 1 }, { partialFilterExpression: { live: true } });
callbackSchema.index({ group: 1, firstAt: 1, _id: 1 }, { partialFilterExpression: { live: true } });
callbackSchema.index({ lastAt: -1 });
callbackSchema.index({ group: 1, lastAt: -1 });
callbackSchema.index({ noticeAt: 1 }, { sparse: true });
callbackSchema.index({ takenUntil: 1 }, { sparse: true });

/** The item as the rest of the program sees it. */
export function itemOf(found: CallbackDocument): CallbackItem {
  const { takenBy, takenAt, takenUntil, callingBy, callingAt, callingUntil, endedAt } = found;
  const isCalled = callingBy !== undefined && callingAt !== undefined && callingUntil !== undefined;
  const hasIt = found.state === 'taken' && takenBy !== undefined && takenAt !== undefined;
  return {
    id: found._id,
    group: found.group,
    caller: { key: found.key, number: found.number, name: found.name ?? null },
    state: found.state,
    count: found.count,
    firstAt: found.firstAt,
    lastAt: found.lastAt,
    calls: found.calls,
    taken: hasIt ? { who: takenBy, at: takenAt, until: takenUntil ?? takenAt } : null,
    calling: isCalled ? { who: callingBy, at: callingAt, until: callingUntil } : null,
    ended:
      endedAt === undefined
        ? null
        : { at: endedAt, who: found.endedBy ?? null, because: found.endedBecause ?? null },
    note: found.note ?? null,
    notes: found.notes ?? [],
    version: found.version,
  };
}
