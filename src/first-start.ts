/** What a newcomer finds: the example configuration in an empty database, and a call to try. */
import { DateTime } from 'luxon';
import { systemWork } from './access/who.js';
import { seedIfEmpty } from './configuration/seed.js';
import type { Log } from './log.js';
import type { Caller } from './model/call.js';
import type { Snapshot } from './model/snapshot.js';
import { auditLog } from './operations/audit.js';
import { decide } from './routing/decide.js';
import type { Store } from './store/connection.js';

/** A group, and a phone that would ring. */
export interface FirstCall {
  readonly group: string;
  readonly phone: string;
}

/** Under this name the audit log has what an empty database gets. */
export const FIRST_START = systemWork('first start');

/** How long the start waits for a database server. */
const FIRST_CONTACT_MS = 5_000;

/** A group in which a desk phone would ring now, for a first call; any group where none would. */
export function aFirstCall(snapshot: Snapshot | undefined): FirstCall | undefined {
  if (snapshot === undefined) return undefined;
  const caller: Caller = { kind: 'known', number: '03023125001', e164: '+493023125001', name: undefined };
  for (const groupNumber of snapshot.groups.keys()) {
    const call = { id: '', groupNumber, caller, callerExtension: undefined, fromOutside: true };
    const step = decide(snapshot, call, [], DateTime.utc());
    const desk = step.kind === 'ring' ? step.targets.find(({ kind }) => kind === 'extension') : undefined;
    if (desk?.kind === 'extension') return { group: groupNumber, phone: desk.extension };
  }
  const group = snapshot.groups.keys().next().value;
  return group === undefined ? undefined : { group, phone: '1001' };
}

/** An empty database gets the example; one that cannot be reached must not keep the service from starting. */
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
    .catch((error: unknown) => log.warn({ err: error }, 'whether the database is empty is not known'));
}

async function seed(store: Store, log: Log): Promise<void> {
  const seeded = await seedIfEmpty(store, new Date());
  if (!seeded) return;
  log.info('the database was empty: it got the example configuration');
  const audit = auditLog({ audit: store.audit, now: () => new Date(), log });
  await audit.note(FIRST_START, 'imported', { subject: 'configuration', revision: '1' });
}
