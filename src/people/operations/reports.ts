/** One report on request: to look at, or to send again. */
import type { DateTime } from 'luxon';
import type { AuditLog } from '../../base/model/audit-event.js';
import type { RenderMail } from '../../afterwards/mail/templates.js';
import type { NewMail } from '../../base/model/mail.js';
import type { MissingNeed } from '../../base/model/need.js';
import type { Group, Snapshot } from '../../base/model/snapshot.js';
import { liveCallbacks, makeReport, type Report } from '../../afterwards/reports/make.js';
import type { CallStore } from '../../base/store/calls.js';
import type { Store } from '../../base/store/connection.js';

export interface ReportDesk {
  readonly store: Pick<Store, 'reports' | 'callbacks' | 'mails'> & {
    readonly calls: Pick<CallStore, 'ofDay' | 'withSomebodyAway'>;
  };
  readonly snapshot: () => Snapshot | undefined;
  readonly render: RenderMail;
  /** Base of the links in the mails, with a slash at its end; undefined: it is not known. */
  readonly pagesUrl?: (() => string | undefined) | undefined;
  /** What the FreeSWITCHes lack now. */
  readonly missingNeeds: () => readonly MissingNeed[];
}

/** Errors: `NO_REPORT`, `NO_DAY`, and those of the database. */
export async function reportMail(
  desk: ReportDesk,
  group: Group,
  day: string,
  now: DateTime,
): Promise<NewMail> {
  return (await reportNow(desk, group, day, now)).mail;
}

/** The mail and what was counted. Errors: as above. */
export async function reportNow(desk: ReportDesk, group: Group, day: string, now: DateTime): Promise<Report> {
  const { store, snapshot: known, render, missingNeeds, pagesUrl } = desk;
  const snapshot = known();
  if (snapshot === undefined) throw new Error('there is no configuration');
  return makeReport({
    snapshot,
    group,
    day,
    calls: store.calls,
    past: store.reports,
    render,
    pagesUrl: pagesUrl?.(),
    now: now.toJSDate(),
    callbacks: liveCallbacks(store.callbacks),
    missing: missingNeeds(),
    // An id of its own: the queue must not confuse it with the mail that went out in the morning.
    id: `report ${group.number} ${day} by hand ${now.toUTC().toISO() ?? ''}`,
  });
}

/** Queues a report and notes it in the audit log. Resolves with the mail. Errors: as above. */
export async function sendReport(
  desk: ReportDesk & { readonly audit: AuditLog },
  who: string,
  asked: { readonly group: Group; readonly day: string },
  now: DateTime,
): Promise<NewMail> {
  const { group, day } = asked;
  const mail = await reportMail(desk, group, day, now);
  await desk.store.mails.enqueue(mail);
  await desk.audit.note(who, 'reportSent', { subject: `report ${group.number} ${day}` });
  return mail;
}
