/** Keys that all instances share without configuration: created at first use and kept in the database. */
import { randomBytes } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';

const SECRET_BYTES = 32;

export interface SecretStore {
  /** 32 random bytes, the same on every instance of this database. */
  get(name: string): Promise<Buffer>;
}

interface SecretDocument {
  _id: string;
  value: string;
}

const schema = new Schema<SecretDocument>(
  { _id: { type: String, required: true }, value: { type: String, required: true } },
  { collection: 'secrets', versionKey: false, autoIndex: false, autoCreate: false },
);

export function secretStore(connection: Connection): SecretStore {
  const model = connection.model<SecretDocument>('Secret', schema);
  const known = new Map<string, Buffer>();
  const read = async (name: string) => (await model.findById(name).lean<SecretDocument>())?.value;
  return {
    get: async (name) => {
      const held = known.get(name);
      if (held !== undefined) return held;
      let value = await read(name);
      if (value === undefined) {
        value = randomBytes(SECRET_BYTES).toString('base64');
        try {
          await model.create([{ _id: name, value }]);
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          value = (await read(name)) ?? value;
        }
      }
      const secret = Buffer.from(value, 'base64');
      known.set(name, secret);
      return secret;
    },
  };
}
