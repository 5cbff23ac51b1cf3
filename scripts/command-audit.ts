/** What commands leave in the audit log, and under which name. */
import { userInfo } from 'node:os';
import type { AuditLog } from '../src/access/audit.js';
import { commandLineUser } from '../src/access/who.js';
import { auditLog } from '../src/operations/audit.js';
import type { Store } from '../src/store/connection.js';

/** Who uses this command. */
export function thisUser(): string {
  return commandLineUser(userInfo().username);
}

export function commandLineAudit({ audit }: Pick<Store, 'audit'>): AuditLog {
  const log = { warn: (_facts: object, message: string) => console.error(`warning: ${message}`) };
  return auditLog({ audit, now: () => new Date(), log });
}
