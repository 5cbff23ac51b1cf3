/** What somebody does about a failed mail; pages and interface note it through this function. */
import type { AuditLog } from '../../base/model/audit-event.js';

const AFTER = { mailRetried: 'waiting', mailDismissed: 'dismissed' } as const;

/** Only a mail that had failed can be sent again or seen to. */
export function noteMail(audit: AuditLog, who: string, event: keyof typeof AFTER, id: string): Promise<void> {
  const change = { before: { state: 'failed' }, after: { state: AFTER[event] } };
  return audit.note(who, event, { subject: `mail ${id}` }, change);
}
