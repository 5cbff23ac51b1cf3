import type { Model, QueryFilter, UpdateQuery } from 'mongoose';

/** Data with a retention time; a job deletes what is too old and reports how much. */
export interface Forgetful {
  /** Deletes at most `limit` entries that are older, oldest first, and returns how many. */
  deleteOld(before: Date, limit: number): Promise<number>;
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

/** Deletes fields of at most `limit` documents; resolves with how many. */
export async function unsetOldest<T>(
  model: Model<T>,
  filter: QueryFilter<T>,
  fields: readonly (keyof T & string)[],
  limit: number,
): Promise<number> {
  const old = await model.find(filter, { _id: 1 }).limit(limit).lean<{ _id: string }[]>();
  if (old.length === 0) return 0;
  const those = { _id: { $in: old.map(({ _id }) => _id) } } as QueryFilter<T>;
  const unset = Object.fromEntries(fields.map((field) => [field, 1]));
  return (await model.updateMany(those, { $unset: unset } as UpdateQuery<T>)).modifiedCount;
}
