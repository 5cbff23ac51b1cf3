/**
 * Queues the daily reports that are due: for each group day by day, the oldest first.
 *
 * Exactly one mail for each day: its id is the same at every attempt and on every instance, and the queue accepts
 * an id once. The state moves on after the mail is stored; if a crash comes in between, the queue is asked again
 * and refuses.
 */
import type { DateTime } from 'luxon';
import type { RenderMail } from '../mail/templates.js';
import type { MailQueue } from '../../base/model/mail.js';
import type { MissingNeed } from '../../base/model/need.js';
import type { Group, ReportPolicy, Snapshot } from '../../base/model/snapshot.js';
import type { CallStore } from '../../base/store/calls.js';
import type { ReportState, ReportStore } from '../../base/store/reports.js';
import { dueDays, firstState } from './due.js';
import { makeReport, type LiveCallbacks } from './make.js';

/** The lines of a pino logger that are used here. */
export interface ReportLog {
  info(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface ReportDependencies {
  /** The newest configuration; undefined while there is none. */
  readonly snapshot: () => Snapshot | undefined;
  readonly reports: ReportStore;
  readonly calls: Pick<CallStore, 'ofDay' | 'withSomebodyAway'>;
  readonly callbacks: LiveCallbacks;
  /** What the FreeSWITCHes lack now. */
  readonly missing?: () => readonly MissingNeed[];
  readonly mails: MailQueue;
  readonly render: RenderMail;
  /** Base of the links in the mails, with a slash at its end; undefined: it is not known. */
  readonly pagesUrl?: (() => string | undefined) | undefined;
  readonly log: ReportLog;
}

/** A group with a report. */
type ReportingGroup = Group & { readonly report: ReportPolicy };

/** The most days of one group in one run, so that a run after a long outage ends soon; the next one continues. */
const DAYS_A_RUN = 31;

/**
 * One run; one query if nothing is due. Resolves with the number of mails that were queued. A group that fails is
 * logged and tried again in the next run; the other groups still get their mails. Rejects when the states cannot be
 * read.
 */
export async function runReports(use: ReportDependencies, now: DateTime): Promise<number> {
  const snapshot = use.snapshot();
  if (snapshot === undefined) return 0;
  const groups = [...snapshot.groups.values()].filter(isReporting);
  const states = new Map((await use.reports.states()).map((state) => [state.group, state]));
  await forgetOthers(use, groups, states);
  let mails = 0;
  for (const group of groups) {
    try {
      mails += await runGroup(use, { snapshot, group, state: states.get(group.number), now });
    } catch (error) {
      use.log.error({ err: error, group: group.number }, 'the daily report failed; it is tried again');
    }
  }
  return mails;
}

function isReporting(group: Group): group is ReportingGroup {
  return group.enabled && group.report !== undefined;
}

/**
 * Drops the state of groups that are deleted, disabled or no longer have a report. When a report is switched on
 * again, it starts afresh.
 */
async function forgetOthers(
  { reports }: ReportDependencies,
  groups: readonly Group[],
  states: ReadonlyMap<string, ReportState>,
): Promise<void> {
  const reporting = new Set(groups.map(({ number }) => number));
  const gone = [...states.keys()].filter((number) => !reporting.has(number));
  if (gone.length > 0) await reports.forget(gone);
}

interface GroupRun {
  readonly snapshot: Snapshot;
  readonly group: ReportingGroup;
  readonly state: ReportState | undefined;
  readonly now: DateTime;
}

async function runGroup(use: ReportDependencies, run: GroupRun): Promise<number> {
  const { group, now } = run;
  const { number, report, timezone } = group;
  const state = run.state ?? (await use.reports.begin({ group: number, ...firstState(timezone, now) }));
  const due = dueDays({ lastDay: state.lastDay, policy: report, timezone, now, most: DAYS_A_RUN });
  let mails = 0;
  for (const { day, report: isReported } of due) {
    if (isReported && (await reportDay(use, run, day))) mails += 1;
    await use.reports.advance(number, day);
  }
  return mails;
}

/** False: another instance, or this one before a crash, has already queued the mail. */
async function reportDay(use: ReportDependencies, run: GroupRun, day: string): Promise<boolean> {
  const { snapshot, group, now } = run;
  const { calls, callbacks, render, reports, log } = use;
  const madeAt = now.toJSDate();
  const report = await makeReport({
    snapshot,
    group,
    day,
    calls,
    past: reports,
    callbacks,
    missing: use.missing?.() ?? [],
    render,
    pagesUrl: use.pagesUrl?.(),
    now: madeAt,
  });
  const isNew = await use.mails.enqueue(report.mail);
  await reports.keepDay({ group: group.number, day, timezone: group.timezone, ...report.counts, madeAt });
  const facts = { group: group.number, day, calls: report.counts.calls };
  log.info(facts, isNew ? 'daily report queued' : 'the daily report had already been queued');
  return isNew;
}
