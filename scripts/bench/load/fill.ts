/** Puts calls and an account into a data folder before the service starts on it. */
import { openDatabase } from '../../../src/app/database.js';
import { localDay } from '../../../src/afterwards/reports/day.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { Access } from '../../../src/people/access/accounts.js';
import { PasswordKeeper } from '../../../src/people/access/password.js';
import { benchCalls, DAY, ZONE } from '../report-calls.js';

export const VISITOR = { name: 'bench', password: 'a password of a benchmark' };

const DAY_MS = 24 * 60 * 60_000;
const AT_ONCE = 2_000;

/** `calls` calls of group 700: 20,000 on DAY, the rest on the 61 days before it. */
export async function fill(folder: string, calls: number, onDay: number): Promise<void> {
  const database = await openDatabase({ dataFolder: folder });
  const store = await connectStore(database.uri);
  try {
    await addVisitor(store);
    const { from, to } = localDay(DAY, ZONE);
    await addCalls(store, from, to, Math.min(calls, onDay));
    await addCalls(store, new Date(from.getTime() - 61 * DAY_MS), from, calls - onDay);
  } finally {
    await store.close();
    await database.close();
  }
}

async function addVisitor({ accounts, sessions, apiTokens: tokens }: Store): Promise<void> {
  const now = () => new Date();
  const access = new Access({ accounts, sessions, tokens, passwords: new PasswordKeeper(), now });
  const { kind } = await access.add({ ...VISITOR, role: 'admin', userId: null });
  if (kind !== 'done') throw new Error(`the visitor's account is ${kind}`);
}

async function addCalls(store: Store, from: Date, to: Date, count: number): Promise<void> {
  const calls = store.connection.collection('calls');
  for (let first = 0; first < count; first += AT_ONCE) {
    const last = Math.min(count, first + AT_ONCE);
    await calls.insertMany(benchCalls({ from, to, count, group: '700', first, last }) as never);
  }
}
