/** What commands write to the audit log, and under which name. */
import { userInfo } from 'node:os';
import type { AuditLog } from '../src/base/model/audit-event.js';
import { commandLineUser } from '../src/base/model/who.js';
import { permissionsOf, type Actor } from '../src/people/access/permissions.js';
import { auditLog } from '../src/people/operations/audit.js';
import type { Store } from '../src/base/store/connection.js';
import { common } from './say.js';

/** The user who runs this command, as named in the audit log. */
export function thisUser(): string {
  return commandLineUser(userInfo().username);
}

/** Whoever runs commands on the machine may do everything: they can reach the database anyway. */
export function commandLineActor(): Actor {
  const permissions = permissionsOf('admin');
  return { kind: 'account', name: thisUser(), role: 'admin', userId: undefined, permissions };
}

export function commandLineAudit({ audit }: Pick<Store, 'audit'>): AuditLog {
  const log = {
    warn: (_facts: object, message: string) => console.error(`${common('warning')}: ${message}`),
  };
  return auditLog({ audit, now: () => new Date(), log });
}
