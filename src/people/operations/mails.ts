/** What people do about failed mails, for pages and interface. */
import type { AuditLog } from '../../base/model/audit-event.js';

const AFTER = { mailRetried: 'waiting', mailDismissed: 'dismissed' } as const;

/** Only a failed mail can be sent again or dismissed. */
export function noteMail(audit: AuditLog, who: string, event: keyof typeof AFTER, id: string): Promise<void> {
  const change = { before: { state: 'failed' }, after: { state: AFTER[event] } };
  return audit.note(who, event, { subject: `mail ${id}` }, change);
}
