/** What commands leave in the audit log, and under which name. */
import { userInfo } from 'node:os';
import type { AuditLog } from '../src/base/model/audit-event.js';
import { commandLineUser } from '../src/base/model/who.js';
import { auditLog } from '../src/people/operations/audit.js';
import type { Store } from '../src/base/store/connection.js';

/** Who uses this command. */
export function thisUser(): string {
  return commandLineUser(userInfo().username);
}

export function commandLineAudit({ audit }: Pick<Store, 'audit'>): AuditLog {
  const log = { warn: (_facts: object, message: string) => console.error(`warning: ${message}`) };
  return auditLog({ audit, now: () => new Date(), log });
}
