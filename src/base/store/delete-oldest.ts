import type { Model, QueryFilter } from 'mongoose';

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
