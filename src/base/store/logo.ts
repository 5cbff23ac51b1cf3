/** The house's logo: at most one document, so that it is there as a whole or not at all. */
import { Binary } from 'mongodb';
import { Schema, type Connection } from 'mongoose';
import type { StoredLogo } from '../model/logo.js';

/** Every operation rejects while the database cannot be reached. */
export interface LogoStore {
  /** Undefined: the house has none. */
  facts(): Promise<StoredLogo | undefined>;
  content(): Promise<(StoredLogo & { readonly content: Buffer }) | undefined>;
  /** Resolves with the one that it replaces. */
  put(logo: StoredLogo, content: Buffer): Promise<StoredLogo | undefined>;
  /** Resolves with the one that was there. */
  remove(): Promise<StoredLogo | undefined>;
}

type LogoDocument = StoredLogo & { readonly _id: 'house'; readonly data?: Binary };

const ONLY = { _id: 'house' } as const;
const WITHOUT_DATA = { data: 0 } as const;

const schema = new Schema<LogoDocument>(
  {
    _id: { type: String, required: true },
    version: { type: String, required: true },
    kind: { type: String, required: true },
    width: { type: Number, required: true },
    height: { type: Number, required: true },
    bytes: { type: Number, required: true },
    addedAt: { type: Date, required: true },
    addedBy: { type: String, required: true },
    data: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'logo', versionKey: false, autoIndex: false, autoCreate: false },
);

export function logoStore(connection: Connection): LogoStore {
  const logos = connection.model<LogoDocument>('Logo', schema);
  return {
    facts: async () => factsOf(await logos.findOne(ONLY, WITHOUT_DATA).lean<LogoDocument>()),
    content: async () => {
      const found = await logos.findOne(ONLY).lean<LogoDocument>();
      const facts = factsOf(found);
      const content = found?.data?.buffer;
      return facts === undefined || content === undefined
        ? undefined
        : { ...facts, content: Buffer.from(content) };
    },
    put: async (logo, content) =>
      factsOf(
        await logos
          .findOneAndUpdate(
            ONLY,
            { $set: { ...logo, data: new Binary(content) } },
            { upsert: true, returnDocument: 'before', projection: WITHOUT_DATA },
          )
          .lean<LogoDocument>(),
      ),
    remove: async () =>
      factsOf(await logos.findOneAndDelete(ONLY, { projection: WITHOUT_DATA }).lean<LogoDocument>()),
  };
}

function factsOf(found: LogoDocument | null): StoredLogo | undefined {
  if (found === null) return undefined;
  const { version, kind, width, height, bytes, addedAt, addedBy } = found;
  return { version, kind, width, height, bytes, addedAt, addedBy };
}
