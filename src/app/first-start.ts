/** The first start: puts the example configuration into an empty database. */
import { systemWork } from '../base/model/who.js';
import { seedIfEmpty } from '../base/configuration/seed.js';
import type { Log } from '../base/log.js';
import { auditLog } from '../people/operations/audit.js';
import type { Store } from '../base/store/connection.js';
import { isStopped } from '../base/store/schema/standing.js';

/** The name in the audit log for what the first start creates. */
export const FIRST_START = systemWork('first start');

/** How long startup waits for a database server. */
const FIRST_CONTACT_MS = 5_000;

/** Saves the example in an empty database. A database that cannot be reached must not keep the service from starting. */
export async function firstConfiguration(store: Store, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), FIRST_CONTACT_MS);
  });
  const reached = await Promise.race([store.ready.then(() => true), patience]);
  clearTimeout(timer);
  if (reached) {
    await seed(store, log);
    return;
  }
  store.ready
    .then(() => seed(store, log))
    .catch((error: unknown) => {
      if (!isStopped(error)) log.warn({ err: error }, 'could not check whether the database is empty');
    });
}

async function seed(store: Store, log: Log): Promise<void> {
  const seeded = await seedIfEmpty(store, new Date());
  if (!seeded) return;
  log.info('the database was empty: it got the example configuration');
  const audit = auditLog({ audit: store.audit, now: () => new Date(), log });
  await audit.note(FIRST_START, 'imported', { subject: 'configuration', revision: '1' });
}
