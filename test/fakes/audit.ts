/** An audit log that a test reads. */
import type { AuditChange, AuditEvent, AuditLog } from '../../src/base/model/audit-event.js';

export interface Noted {
  readonly who: string;
  readonly event: AuditEvent;
  readonly facts: Readonly<Record<string, string>>;
  readonly change: AuditChange | undefined;
}

export interface TestAudit extends AuditLog {
  readonly noted: Noted[];
}

export function testAudit(): TestAudit {
  const noted: Noted[] = [];
  return {
    noted,
    note: (who, event, facts = {}, change) => {
      noted.push({ who, event, facts, change });
      return Promise.resolve();
    },
  };
}
