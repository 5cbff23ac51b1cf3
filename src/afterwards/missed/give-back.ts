/** Reopens items of the call-back list that somebody took and did not finish in time. */
import type { AuditLog } from '../../base/model/audit-event.js';
import { systemWork } from '../../base/model/who.js';
import type { CallbackStore } from '../../base/store/callback-store.js';
import { noteCallbackChange } from './audit-entry.js';

export interface GiveBackUse {
  readonly callbacks: Pick<CallbackStore, 'giveBackExpired'>;
  readonly audit: AuditLog;
  readonly log: { info(facts: object, message: string): void };
}

/** The job's name. */
export const GIVE_BACK = 'give back call-backs';

/** Resolves with the number of items that were reopened. Errors: the database's. */
export async function giveBackExpired({ callbacks, audit, log }: GiveBackUse, now: Date): Promise<number> {
  const changes = await callbacks.giveBackExpired(now);
  if (changes.length === 0) return 0;
  log.info({ items: changes.length }, 'call-back items open again: nobody finished them in time');
  for (const change of changes)
    await noteCallbackChange(audit, systemWork(GIVE_BACK), 'callbackGivenBack', change);
  return changes.length;
}
