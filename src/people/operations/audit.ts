/** Records what people do in the database. */
import type { AuditLog } from '../../base/model/audit-event.js';
import type { AuditStore } from '../../base/store/audit.js';

export interface AuditDependencies {
  readonly audit: AuditStore;
  readonly now: () => Date;
  readonly log: { warn(facts: object, message: string): void };
}

export function auditLog({ audit, now, log }: AuditDependencies): AuditLog {
  return {
    note: async (who, event, facts = {}, change) => {
      const text = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
      try {
        await audit.add({
          at: now(),
          who,
          event,
          facts,
          before: text(change?.before),
          after: text(change?.after),
        });
      } catch (error) {
        log.warn({ err: error, who, event, ...facts }, 'this could not be written to the audit log');
      }
    },
  };
}
