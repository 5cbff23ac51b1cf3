import type { Model, QueryFilter } from 'mongoose';

/** Data with a retention time; a job deletes what is too old and reports how much. */
export interface Forgetful {
  /** Deletes at most `limit` expired entries, oldest first, and returns how many. */
  deleteOld(now: Date, limit: number): Promise<number>;
}

const DAY_MS = 24 * 60 * 60_000;

/** @param by the field with the time from which the days count; documents without it are kept */
export function deleteKeptFor<T>(
  model: Model<T>,
  days: number,
  by: keyof T & string,
  now: Date,
  limit: number,
): Promise<number> {
  const before = new Date(now.getTime() - days * DAY_MS);
  return deleteOldest(model, { [by]: { $lt: before } }, by, limit);
}

/** Deletes at most `limit` documents, those with the smallest `by` first; resolves with how many. */
export async function deleteOldest<T>(
  model: Model<T>,
  filter: QueryFilter<T>,
  by: keyof T & string,
  limit: number,
): Promise<number> {
  const old = await model
    .find(filter, { _id: 1 })
    .sort({ [by]: 1 })
    .limit(limit)
    .lean<{ _id: string }[]>();
  if (old.length === 0) return 0;
  const those = { _id: { $in: old.map(({ _id }) => _id) } } as QueryFilter<T>;
  return (await model.deleteMany(those)).deletedCount;
}
