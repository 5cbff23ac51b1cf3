/** What became of the last scheduled backup, for all controllers of a database. */
import { Schema, type Connection } from 'mongoose';
import type { GoodBackup, LastBackup } from '../model/last-backup.js';

/** Every operation rejects while the database cannot be reached. */
export interface BackupStore {
  /** Undefined: no controller makes backups. */
  last(): Promise<LastBackup | undefined>;
  /** A controller makes backups from now on; keeps what is known already. */
  begin(at: Date): Promise<void>;
  good(backup: GoodBackup): Promise<void>;
  failed(at: Date, reason: string): Promise<void>;
}

interface BackupDocument {
  _id: string;
  since: Date;
  at?: Date;
  ok: boolean;
  reason: string;
  good?: GoodBackup;
}

const ID = 'last';

const good = new Schema(
  { at: Date, host: String, file: String, bytes: Number, documents: Number, tookMs: Number },
  { _id: false },
);

const schema = new Schema(
  {
    _id: { type: String, required: true },
    since: { type: Date, required: true },
    at: Date,
    ok: { type: Boolean, required: true },
    reason: String,
    good,
  },
  { collection: 'backups', versionKey: false, autoIndex: false, autoCreate: false },
);

export function backupStore(connection: Connection): BackupStore {
  const model = connection.model<BackupDocument>('Backup', schema as unknown as Schema<BackupDocument>);
  const write = async (changes: Omit<Partial<BackupDocument>, '_id'>, at: Date): Promise<void> => {
    await model.updateOne({ _id: ID }, { $set: changes, $setOnInsert: { since: at } }, { upsert: true });
  };
  return {
    last: async () => {
      const found = await model.findById(ID).lean<BackupDocument>();
      if (found === null) return undefined;
      const { since, at, ok, reason } = found;
      return { since, at, ok, reason, good: found.good };
    },
    begin: async (at) => {
      const first = { since: at, ok: true, reason: '' };
      await model.updateOne({ _id: ID }, { $setOnInsert: first }, { upsert: true });
    },
    good: (backup) => write({ at: backup.at, ok: true, reason: '', good: backup }, backup.at),
    failed: (at, reason) => write({ at, ok: false, reason }, at),
  };
}
