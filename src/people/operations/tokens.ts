/** What the audit log says about a token: never its text. */
import type { AuditLog } from '../../base/model/audit-event.js';
import type { ApiToken } from '../../base/store/api-tokens.js';

export function noteToken(
  audit: AuditLog,
  who: string,
  event: 'tokenAdded' | 'tokenRemoved',
  { id, label, scopes, expiresAt }: ApiToken,
): Promise<void> {
  const until = expiresAt === null ? {} : { until: expiresAt.toISOString() };
  return audit.note(who, event, { token: id, label, scopes: scopes.join(' '), ...until });
}
