/** The controllers that share a database, and when each last reported that it is alive. */
import { Schema, type Connection } from 'mongoose';

interface ControllerDocument {
  readonly _id: string;
  readonly seenAt: Date;
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
  /** Names of those that have not reported since then. */
  silentSince(before: Date): Promise<readonly string[]>;
  /** Removes a controller, unless it has reported since then. */
  forget(name: string, before: Date): Promise<void>;
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
    silentSince: async (before) => {
      const silent = await model.find({ seenAt: { $lt: before } }).lean<ControllerDocument[]>();
      return silent.map(({ _id }) => _id);
    },
    forget: async (name, before) => {
      await model.deleteOne({ _id: name, seenAt: { $lt: before } });
    },
  };
}
