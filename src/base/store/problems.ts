/**
 * Problems that an administrator must know of, shared by all controllers. A change of state is made by exactly one
 * of them: the version of what it has read must still be there.
 */
import { Schema, type Connection } from 'mongoose';
import { problemKey, type Problem, type Sighting } from '../model/problem.js';
import { isDuplicateKey } from './duplicate-key.js';

interface ProblemDocument extends Omit<Problem, 'sighting'> {
  /** `freeswitchAway 192.0.2.7:8021` */
  readonly _id: string;
  readonly sighting: Sighting;
}

const date = { type: Date, required: true };
const count = { type: Number, required: true };

const schema = new Schema(
  {
    _id: { type: String, required: true },
    sighting: { type: Schema.Types.Mixed, required: true },
    state: { type: String, required: true },
    firstSeenAt: date,
    lastSeenAt: date,
    changedAt: date,
    episodes: count,
    version: count,
  },
  { collection: 'problems', versionKey: false },
);

/** Every operation rejects while the database cannot be reached. */
export interface ProblemStore {
  /** The oldest first. */
  list(): Promise<readonly Problem[]>;
  /** Keeps what was seen. A clock that is behind does not take back what another controller saw later. */
  see(first: Problem): Promise<void>;
  /** False: another controller was faster, and nothing was written. */
  change(before: Problem, after: Problem): Promise<boolean>;
  /** Deletes it, unless it was seen or changed meanwhile. */
  forget(problem: Problem): Promise<void>;
}

function problemOf(found: ProblemDocument): Problem {
  const { sighting, state, firstSeenAt, lastSeenAt, changedAt, episodes, version } = found;
  return { sighting, state, firstSeenAt, lastSeenAt, changedAt, episodes, version };
}

export function problemStore(connection: Connection): ProblemStore {
  const model = connection.model<ProblemDocument>('Problem', schema as unknown as Schema<ProblemDocument>);
  return {
    list: async () =>
      (await model.find().sort({ firstSeenAt: 1, _id: 1 }).lean<ProblemDocument[]>()).map(problemOf),
    see: async ({ sighting, lastSeenAt, ...begun }) => {
      const change = { $set: { sighting }, $max: { lastSeenAt }, $setOnInsert: begun };
      const those = { _id: problemKey(sighting) };
      try {
        await model.updateOne(those, change, { upsert: true });
      } catch (error) {
        // Two controllers saw it first at the same moment.
        if (!isDuplicateKey(error)) throw error;
        await model.updateOne(those, change);
      }
    },
    change: async ({ sighting, version }, { state, firstSeenAt, changedAt, episodes, version: next }) => {
      const { matchedCount } = await model.updateOne(
        { _id: problemKey(sighting), version },
        { $set: { state, firstSeenAt, changedAt, episodes, version: next } },
      );
      return matchedCount === 1;
    },
    forget: async ({ sighting, version, lastSeenAt }) => {
      await model.deleteOne({ _id: problemKey(sighting), version, lastSeenAt });
    },
  };
}
