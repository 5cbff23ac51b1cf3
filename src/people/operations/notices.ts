/** Problems that are told to administrators, and a try of the ways to them: for pages, interface and command. */
import type { TriedWay } from '../../afterwards/notices/ways.js';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { Problem } from '../../base/model/problem.js';

export interface NoticeDesk {
  /** Those that have begun, of all controllers, the oldest first; half a minute old at most. */
  readonly problems: () => readonly Problem[];
  /** Sends a notice that says that it is a test. */
  readonly test: () => Promise<readonly TriedWay[]>;
  readonly hasWebhook: boolean;
}

/** Tries every way to administrators. Empty: there is none. */
export async function tryNotices(
  { test }: Pick<NoticeDesk, 'test'>,
  audit: AuditLog,
  who: string,
): Promise<readonly TriedWay[]> {
  const tried = await test();
  const arrived = tried.filter(({ trouble }) => trouble === undefined).length;
  await audit.note(who, 'noticesTried', { arrived: String(arrived), ways: String(tried.length) });
  return tried;
}
