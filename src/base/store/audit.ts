/** The audit log: entries are added and read, never changed, and deleted by age. */
import { randomBytes } from 'node:crypto';
import { Schema, Types, type Connection } from 'mongoose';
import type { AuditEvent } from '../model/audit-event.js';
import { deleteOldest, type Forgetful } from './delete-oldest.js';

export interface AuditEntry {
  /** Sorts entries by time, even within the same millisecond. */
  readonly id: string;
  readonly at: Date;
  readonly who: string;
  readonly event: AuditEvent;
  readonly facts: Readonly<Record<string, string>>;
  /** JSON; null: there was none. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface AuditQuery {
  readonly who?: string | undefined;
  readonly event?: AuditEvent | undefined;
  /** Events that are left out, unless `event` asks for one of them. */
  readonly without?: readonly AuditEvent[];
  /** Entries that are older than this one. */
  readonly olderThan?: string | undefined;
  readonly limit: number;
}

export interface AuditStore extends Forgetful {
  add(entry: Omit<AuditEntry, 'id'>): Promise<void>;
  /** Those of these events that came after `after`, an entry or a moment, the oldest first. */
  following(
    events: readonly AuditEvent[],
    after: string | Date,
    limit: number,
  ): Promise<readonly AuditEntry[]>;
  /** Newest first. */
  list(query: AuditQuery): Promise<readonly AuditEntry[]>;
}

interface AuditDocument {
  readonly _id: Types.ObjectId;
  readonly at: Date;
  readonly who: string;
  readonly event: AuditEvent;
  readonly facts: Record<string, string>;
  readonly before: string | null;
  readonly after: string | null;
}

const schema = new Schema<AuditDocument>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    at: { type: Date, required: true },
    who: { type: String, required: true },
    event: { type: String, required: true },
    facts: { type: Schema.Types.Mixed, default: {} },
    before: { type: String, default: null },
    after: { type: String, default: null },
  },
  { collection: 'audit', versionKey: false, minimize: false, autoIndex: false, autoCreate: false },
);
schema.index({ at: 1 });
schema.index({ who: 1, _id: -1 });
schema.index({ event: 1, _id: -1 });

/** Makes the ids of this process differ from those of others. */
const PROCESS = randomBytes(3);
let made = randomBytes(2).readUInt16BE();

/**
 * An id that orders entries by millisecond, across processes. A normal ObjectId has only second precision, so two
 * commands within a second could be listed in the wrong order.
 */
function idAt(at: Date): Types.ObjectId {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(Math.floor(at.getTime() / 1000), 0);
  bytes.writeUInt16BE(at.getTime() % 1000, 4);
  PROCESS.copy(bytes, 6);
  made = (made + 1) % 2 ** 24;
  bytes.writeUIntBE(made, 9, 3);
  return new Types.ObjectId(bytes);
}

/** Smaller than every id of this moment. */
function firstIdAt(at: Date): Types.ObjectId {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(Math.floor(at.getTime() / 1000), 0);
  bytes.writeUInt16BE(at.getTime() % 1000, 4);
  return new Types.ObjectId(bytes);
}

const entryOf = ({ _id, ...rest }: AuditDocument): AuditEntry => ({ id: _id.toHexString(), ...rest });

export function auditStore(connection: Connection): AuditStore {
  const model = connection.model<AuditDocument>('Audit', schema);
  return {
    deleteOld: (before, limit) => deleteOldest(model, { at: { $lt: before } }, 'at', limit),
    add: async (entry) => {
      await model.create([{ _id: idAt(entry.at), ...entry, facts: { ...entry.facts } }]);
    },
    following: async (events, after, limit) => {
      const from = typeof after === 'string' ? new Types.ObjectId(after) : firstIdAt(after);
      const found = await model
        .find({ event: { $in: [...events] }, _id: { $gt: from } })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<AuditDocument[]>();
      return found.map(entryOf);
    },
    list: async ({ who, event, without = [], olderThan, limit }) => {
      const before =
        olderThan !== undefined && Types.ObjectId.isValid(olderThan)
          ? new Types.ObjectId(olderThan)
          : undefined;
      const found = await model
        .find({
          ...(who !== undefined && { who }),
          ...(event !== undefined ? { event } : without.length > 0 && { event: { $nin: [...without] } }),
          ...(before !== undefined && { _id: { $lt: before } }),
        })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<AuditDocument[]>();
      return found.map(entryOf);
    },
  };
}
