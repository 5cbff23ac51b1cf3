/** The address book: names for numbers. */
import { Schema, type Connection } from 'mongoose';
import {
  folded,
  shownName,
  type Contact,
  type ContactContent,
  type ContactNumber,
} from '../model/contact.js';
import { isDuplicateKey } from './duplicate-key.js';

/** Every operation rejects while the database cannot be reached. */
export interface ContactStore {
  /** All of them in the order of their names, some at a time. What changes meanwhile may be there or not. */
  batches(): AsyncIterable<readonly Contact[]>;
  get(id: string): Promise<Contact | undefined>;
  count(): Promise<number>;
  /** Counts changes of everybody: who has read the list since this version knows all. */
  version(): Promise<number>;
  /** Adds what is not there; of one whose id is there, nothing is changed. Resolves with the new version. */
  add(contacts: readonly Contact[]): Promise<number>;
  /** False: somebody else has changed or deleted it since `seenAt`. */
  replace(contact: Contact, seenAt: Date): Promise<number | false>;
  /** False: it was gone already. */
  remove(id: string): Promise<number | false>;
  /** Somebody has changed documents by other ways; others are to read them again. */
  touch(): Promise<number>;
}

interface ContactDocument {
  _id: string;
  /** What the list is sorted by. */
  order: string;
  name: string;
  company: string;
  note: string;
  numbers: ContactNumber[];
  changedAt: Date;
  changedBy: string;
}

const contacts = new Schema<ContactDocument>(
  {
    _id: { type: String, required: true },
    order: { type: String, required: true },
    name: { type: String, default: '' },
    company: { type: String, default: '' },
    note: { type: String, default: '' },
    numbers: { type: [{ _id: false, kind: String, number: String, withExtensions: Boolean }] },
    changedAt: { type: Date, required: true },
    changedBy: { type: String, required: true },
  },
  { collection: 'contacts', versionKey: false, autoIndex: false, autoCreate: false },
);
contacts.index({ order: 1, _id: 1 });

interface ChangesDocument {
  _id: string;
  count: number;
}

const changes = new Schema<ChangesDocument>(
  { _id: { type: String, required: true }, count: { type: Number, required: true } },
  { collection: 'contactChanges', versionKey: false, autoIndex: false, autoCreate: false },
);

/** Read at a time: the driver decodes them in one go. */
const BATCH = 200;

const COUNTED = 'contacts';

export function contactStore(connection: Connection): ContactStore {
  const model = connection.model<ContactDocument>('Contact', contacts);
  const counter = connection.model<ChangesDocument>('ContactChanges', changes);
  const counted = async (): Promise<number> => {
    const bump = () =>
      counter
        .findOneAndUpdate({ _id: COUNTED }, { $inc: { count: 1 } }, { upsert: true, returnDocument: 'after' })
        .lean<ChangesDocument>();
    try {
      return (await bump()).count;
    } catch (error) {
      // Two first changes at once: both try to insert.
      if (!isDuplicateKey(error)) throw error;
      return (await bump()).count;
    }
  };
  return {
    batches: () => batchesOf(model.collection),
    get: async (id) => {
      const found = await model.findById(id).lean<ContactDocument>();
      return found === null ? undefined : contactOf(found);
    },
    count: () => model.countDocuments(),
    version: async () => (await counter.findById(COUNTED).lean<ChangesDocument>())?.count ?? 0,
    add: async (added) => {
      try {
        if (added.length > 0)
          await model.collection.insertMany(added.map(documentOf) as never, { ordered: false });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      } finally {
        // Also of what was written before something failed, others must learn.
        await counted();
      }
      return (await counter.findById(COUNTED).lean<ChangesDocument>())?.count ?? 0;
    },
    replace: async (contact, seenAt) => {
      const { _id, ...fields } = documentOf(contact);
      const { matchedCount } = await model.updateOne({ _id, changedAt: seenAt }, { $set: fields });
      return matchedCount === 1 && counted();
    },
    touch: counted,
    remove: async (id) => (await model.deleteOne({ _id: id })).deletedCount === 1 && counted(),
  };
}

/** Of the driver's collection, which hands out documents as they are. */
interface Finding {
  find(filter: object, options: object): AsyncIterable<ContactDocument>;
}

async function* batchesOf(collection: Finding): AsyncGenerator<readonly Contact[]> {
  let batch: Contact[] = [];
  for await (const one of collection.find({}, { sort: { order: 1, _id: 1 }, batchSize: BATCH })) {
    batch.push(contactOf(one));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** The list's order in the database is that of the book in memory. */
function documentOf(contact: Contact): ContactDocument {
  const { id, name, company, note, numbers, changedAt, changedBy } = contact;
  return {
    _id: id,
    order: orderOf(contact),
    name,
    company,
    note,
    numbers: numbers.map((one) => ({ ...one })),
    changedAt,
    changedBy,
  };
}

function orderOf(content: ContactContent): string {
  return folded(shownName(content)).slice(0, 400);
}

function contactOf({ _id, name, company, note, numbers, changedAt, changedBy }: ContactDocument): Contact {
  return {
    id: _id,
    name,
    company,
    note,
    numbers: numbers.map(({ kind, number, withExtensions }) => ({
      kind,
      number,
      ...(withExtensions === true && { withExtensions }),
    })),
    changedAt,
    changedBy,
  };
}
