/**
 * Notes on calls, in documents of their own: a call's record is written whole by whoever has the call, also late by another
 * controller, and takes nothing away here.
 */
import { Schema, type Connection } from 'mongoose';
import type { CallbackNote } from '../model/callback-item.js';
import { shownNumberOf, type CallRecord } from '../model/call-record.js';
import { noting } from './callback-queries.js';
import type { Noting } from './callback-store.js';
import { isDuplicateKey } from './duplicate-key.js';
import { deleteOldest, type Forgetful } from './delete-oldest.js';

export interface NotesOfCall {
  /** `_id` of the call record. */
  readonly id: string;
  /** Oldest first. */
  readonly notes: readonly CallbackNote[];
}

/** Every operation rejects while the database cannot be reached. */
export interface CallNoteStore extends Forgetful {
  /** Of these calls; those without a note are left out. */
  of(ids: readonly string[]): Promise<readonly NotesOfCall[]>;
  /** Adds a note, which is then the newest. Two people who write at the same moment both keep theirs. */
  add(call: Pick<CallRecord, '_id' | 'startedAt' | 'caller'>, note: Omit<Noting, 'id'>): Promise<NotesOfCall>;
}

interface NotesDocument {
  _id: string;
  /** When the call began: notes are deleted with it. */
  at: Date;
  /** Of the caller, so that they are found when the number is to be forgotten; never of a withheld one. */
  number?: string;
  note?: string;
  notes: CallbackNote[];
}

const note = new Schema<CallbackNote>({ at: Date, who: String, note: String }, { _id: false });

const schema = new Schema<NotesDocument>(
  {
    _id: { type: String, required: true },
    at: { type: Date, required: true },
    number: String,
    note: String,
    notes: [note],
  },
  { collection: 'callnotes', versionKey: false, autoIndex: false, autoCreate: false },
);
schema.index({ at: 1 });

export function callNoteStore(connection: Connection): CallNoteStore {
  const model = connection.model<NotesDocument>('CallNotes', schema);
  return {
    of: async (ids) => {
      if (ids.length === 0) return [];
      const found = await model.find({ _id: { $in: [...ids] } }).lean<NotesDocument[]>();
      return found.map(notesOf);
    },
    add: async ({ _id, startedAt, caller }, given) => {
      const { $set, $push } = noting(given);
      const number = shownNumberOf(caller);
      const about = { at: startedAt, ...(number !== null && { number }) };
      const write = async () => {
        const update = { $set: { ...$set, ...about }, $push };
        const options = { upsert: true, returnDocument: 'after' } as const;
        return notesOf(await model.findOneAndUpdate({ _id }, update, options).lean<NotesDocument>());
      };
      try {
        return await write();
      } catch (error) {
        // Two first notes at once: both try to insert.
        if (!isDuplicateKey(error)) throw error;
        return write();
      }
    },
    deleteOld: (before, limit) => deleteOldest(model, { at: { $lt: before } }, 'at', limit),
  };
}

function notesOf({ _id, notes }: NotesDocument): NotesOfCall {
  return { id: _id, notes };
}
