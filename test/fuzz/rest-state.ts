/** Everything that the database holds, apart from what is written of each request: who it was, and when. */
import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../../src/base/store/connection.js';

/** Documents by collection. */
export type State = ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;

const OF_REQUESTS = ['sessions', 'auditevents', 'secrets'];
const TIMES = ['lastUsedAt', 'lastLoginAt'];

export async function stateOf({ connection }: Store): Promise<State> {
  const collections = await connection.listCollections();
  const read = collections
    .filter(({ name }) => !OF_REQUESTS.includes(name))
    .map(async ({ name }) => {
      const documents = await connection.collection(name).find().toArray();
      return [name, documents.map(withoutTimes)] as const;
    });
  return new Map(await Promise.all(read));
}

function withoutTimes(document: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !TIMES.includes(name)));
}

/** Names of collections. */
export function changedParts(before: State, after: State): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => !isDeepStrictEqual(before.get(name) ?? [], after.get(name) ?? []));
}
