/** The controllers that share a database, and when each last reported that it is alive. */
import { Schema, type Connection } from 'mongoose';

interface ControllerDocument {
  readonly _id: string;
  readonly seenAt: Date;
}

/** What a controller last reported of itself. */
export interface ControllerSign {
  readonly name: string;
  /** By the clock of its own machine, which may differ from the reader's. Milliseconds since 1970; 0: it has stopped. */
  readonly atMs: number;
}

const controller = new Schema(
  { _id: { type: String, required: true }, seenAt: { type: Date, required: true } },
  { collection: 'controllers', versionKey: false, autoIndex: false, autoCreate: false },
);

/** Every operation rejects while the database cannot be reached. */
export interface ControllerStore {
  /** Reports that this controller is alive. */
  seen(name: string, at: Date): Promise<void>;
  /** Reports that it has stopped. */
  gone(name: string): Promise<void>;
  signs(): Promise<readonly ControllerSign[]>;
  /** Removes a controller, unless it has reported again. */
  forget(sign: ControllerSign): Promise<void>;
}

export function controllerStore(connection: Connection): ControllerStore {
  const model = connection.model<ControllerDocument>(
    'Controller',
    controller as unknown as Schema<ControllerDocument>,
  );
  return {
    seen: async (name, at) => {
      await model.updateOne({ _id: name }, { $set: { seenAt: at } }, { upsert: true });
    },
    gone: async (name) => {
      await model.updateOne({ _id: name }, { $set: { seenAt: new Date(0) } });
    },
    signs: async () => {
      const all = await model.find().lean<ControllerDocument[]>();
      return all.map(({ _id, seenAt }) => ({ name: _id, atMs: seenAt.getTime() }));
    },
    forget: async ({ name, atMs }) => {
      await model.deleteOne({ _id: name, seenAt: new Date(atMs) });
    },
  };
}
