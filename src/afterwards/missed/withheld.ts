/** The mail about a missed call from a withheld number: at once, or with the others after the quiet hours. */
import type { DateTime } from 'luxon';
import type { CallRecord, RecordedMiss } from '../../base/model/call-record.js';
import { withheldMail } from './missed-mail.js';
import { mailMaking, type NoticeDependencies } from './notices.js';
import { quietAt } from './quiet-hours.js';

/** Does nothing if the group wants no mails. Safe to repeat: each call is mailed once. */
export async function writeWithheld(
  { _id: record, startedAt }: CallRecord,
  { group: number, why }: RecordedMiss,
  use: NoticeDependencies,
  now: DateTime,
): Promise<void> {
  const group = use.snapshot()?.groups.get(number);
  const mail = group?.missed.mail;
  if (group === undefined || mail === undefined) return;
  const miss = { record, group: number, at: startedAt, why };
  const quiet = quietAt(mail.quiet, group.timezone, now);
  if (quiet.kind === 'no') {
    const parts = await mailMaking(group, use, now);
    for (const recipient of mail.to) await use.mails.enqueue(withheldMail(miss, recipient, parts));
  } else await use.withheld.hold(miss, quiet.at.toJSDate());
}
