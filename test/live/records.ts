/** What the service's database says of a call. */
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../src/app/database.js';
import type { CallRecord } from '../../src/base/model/call-record.js';
import { connectStore } from '../../src/base/store/connection.js';
import type { LiveService } from './service.js';

/** The newest of a caller's records that is as it is waited for. Rejects with what was there instead. */
export async function recordOf(
  { folder }: LiveService,
  caller: string,
  fits: (record: CallRecord) => boolean,
  deadlineMs = 30_000,
): Promise<CallRecord> {
  const database = await openDatabase({ dataFolder: folder });
  const store = await connectStore(database.uri);
  try {
    const until = Date.now() + deadlineMs;
    for (;;) {
      const own = (await store.calls.recent(50)).filter((one) => one.caller.number === caller);
      const found = own.find(fits);
      if (found !== undefined) return found;
      if (Date.now() > until) throw new Error(`not as expected: ${JSON.stringify(own)}`);
      await delay(50);
    }
  } finally {
    await store.close();
    await database.close();
  }
}
