/** What every way of signing in ends with. */
import type { AuditLog } from '../../../base/model/audit-event.js';
import type { Access } from '../../access/accounts.js';
import { setActor } from '../../http/session.js';
import { firstPage } from '../navigation.js';
import type { Visit } from '../pages.js';

export interface LoginSources {
  readonly access: Access;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

/** Notes that the account, whose session has begun, is signed in. Resolves with the page that it sees first. */
export async function enter(
  visit: Visit,
  { access, audit, now }: LoginSources,
  name: string,
): Promise<string> {
  await audit.note(name, 'signedIn', { address: visit.request.ip ?? '' });
  const actor = await access.ofSession(name, now());
  if (actor === undefined) return '/login';
  setActor(visit.request, actor);
  return firstPage(actor);
}
