/** The pages of a large house: 80 groups, 1,000 users, a full address book, and calls of the last weeks. */
import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { benchCalls } from '../../scripts/bench/report-calls.js';
import { dayCounter } from '../../src/afterwards/reports/count-days.js';
import { createLog } from '../../src/base/log.js';
import type { Store } from '../../src/base/store/connection.js';
import { aContact } from '../factories.js';
import { startDatabase } from '../integration/afterwards/mail/harness.js';
import { startConfiguredSite, type ConfiguredSite } from '../integration/people/configured-site.js';

const GROUPS = 80;
const USERS = 1000;
const CONTACTS = 5000;
const DAYS = 60;
const AT_ONCE = 500;

const numbered = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

function configuration(): object {
  const users = numbered(USERS, (index) => ({
    id: `user-${index}`,
    name: `User ${index}`,
    extension: String(1000 + index),
  }));
  const idsFrom = (first: number, count: number) =>
    numbered(count, (index) => `user-${(first + index) % USERS}`);
  const groups = numbered(GROUPS, (index) => ({
    number: String(700 + index),
    name: `Group ${index}`,
    rules: [{ switch: 'night', when: 'on', to: { voicemail: '1000' } }],
    stages: [
      { ringSec: 15, members: idsFrom(index * 12, 4) },
      { ringSec: 15, members: idsFrom(index * 12, 8) },
      { ringSec: 20, members: idsFrom(index * 12, 12) },
    ],
    final: { voicemail: '1000' },
  }));
  return {
    version: 1,
    settings: { country: 'DE', timezone: 'Europe/Berlin', domain: 'pbx.example' },
    users,
    groups,
    switches: [
      {
        id: 'night',
        name: 'Night',
        schedule: { windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '18:00', to: '08:00' }] },
      },
    ],
  };
}

/** Evenly over groups and days, up to now. */
async function addCalls(store: Store, count: number, now: DateTime): Promise<void> {
  const calls = store.connection.collection('calls');
  const each = Math.ceil(count / GROUPS);
  for (let group = 0; group < GROUPS; group += 1)
    for (let first = 0; first < each; first += AT_ONCE) {
      const part = benchCalls({
        from: now.minus({ days: DAYS }).toJSDate(),
        to: now.toJSDate(),
        count: each,
        group: String(700 + group),
        first,
        last: Math.min(each, first + AT_ONCE),
      });
      await calls.insertMany(part as never);
    }
}

export interface BusyHouse {
  readonly site: ConfiguredSite;
  readonly store: Store;
  readonly close: () => Promise<void>;
}

/** With the account `admin`. The calls are searched as those of a service that has run for weeks. */
export async function startBusyHouse(calls: number): Promise<BusyHouse> {
  const database = await startDatabase();
  const store = await database.store();
  const site = await startConfiguredSite(store, configuration(), { now: () => DateTime.utc() });
  await addCalls(store, calls, DateTime.utc());
  const count = dayCounter({
    ...store,
    snapshot: site.snapshot,
    newId: randomUUID,
    log: createLog('silent'),
  });
  await count(DateTime.utc());
  await store.contacts.add(
    numbered(CONTACTS, (index) =>
      aContact({ name: `Contact ${index}` }, `+49302313${String(index).padStart(4, '0')}`),
    ),
  );
  await site.signedIn('admin');
  return {
    site,
    store,
    close: async () => {
      await site.close();
      await database.close();
    },
  };
}
