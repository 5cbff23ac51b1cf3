/** Makes one daily report as a mail: the day's calls are read once and counted on the way. */
import { setImmediate } from 'node:timers/promises';
import { DateTime } from 'luxon';
import { AppError } from '../../base/errors.js';
import { oneLine } from '../mail/one-line.js';
import type { RenderMail } from '../mail/templates.js';
import type { MailAttachment, NewMail } from '../../base/model/mail.js';
import { ofGroup, type MissingNeed } from '../../base/model/need.js';
import type { Group, ReportPolicy, Snapshot } from '../../base/model/snapshot.js';
import { usersOf } from '../../calls/routing/away.js';
import { isForgotten } from '../../calls/routing/forgotten.js';
import { readSwitch } from '../../calls/routing/switch-reading.js';
import type { CallbackStore } from '../../base/store/callback-store.js';
import type { CallStore } from '../../base/store/calls.js';
import type { ReportStore } from '../../base/store/reports.js';
import { ClassTally, judge, JUDGED_FIELDS, type ClassCounts } from './classify.js';
import { inSlices } from '../../base/in-slices.js';
import { CSV_ROWS, csvSteps } from './csv.js';
import { shiftDay } from '../../base/model/dates.js';
import { localDay, type LocalDay } from './day.js';
import { formatsOf } from './format.js';
import { reportWords } from '../words/words.js';
import { CALLBACK_ROWS, MAIL_ROWS } from './lists.js';
import { REPORTED_FIELDS, TotalsOfDay, type DayTotals } from './totals.js';
import { COUNTED_FIELDS } from './people.js';
import { reportView } from './view.js';
import type { SwitchNow, WaitingCallbacks } from './view-input.js';

/** Open and taken items of a group. */
export type LiveCallbacks = (group: string) => Promise<WaitingCallbacks>;

/** Reads what a report says about open items, however many there are. */
export function liveCallbacks(callbacks: Pick<CallbackStore, 'live' | 'liveCount'>): LiveCallbacks {
  return async (group) => {
    const [longest, total] = await Promise.all([
      callbacks.live(group, { limit: CALLBACK_ROWS }),
      callbacks.liveCount(group),
    ]);
    return { longest, total: Math.max(total, longest.length) };
  };
}

export interface ReportInput {
  /** For the names of other groups. */
  readonly snapshot: Snapshot;
  /** Including its report, which has a language, a zone and recipients of its own. */
  readonly group: Group;
  /** `2026-11-22` */
  readonly day: string;
  readonly calls: Pick<CallStore, 'ofDay' | 'withSomebodyAway'>;
  /** Days that were already reported; without them the week before is counted from its calls. */
  readonly past?: Pick<ReportStore, 'day'>;
  readonly callbacks: LiveCallbacks;
  /** What the FreeSWITCHes lack now. Default: nothing. */
  readonly missing?: readonly MissingNeed[];
  readonly render: RenderMail;
  /** Base of links, with a slash at its end; undefined: the mail links to nothing. */
  readonly pagesUrl?: string | undefined;
  readonly now: Date;
  /** Default `report 700 2026-11-22`. */
  readonly id?: string;
}

export interface Report {
  readonly mail: NewMail;
  readonly counts: ClassCounts;
}

/** Errors: `NO_REPORT` for a group without one, `NO_DAY` if it is not a date, and those of the database. */
export async function makeReport(input: ReportInput): Promise<Report> {
  const { snapshot, group, now, render } = input;
  const policy = group.report;
  if (policy === undefined) throw new AppError('NO_REPORT', `Group ${group.number} has no daily report`);
  const day = localDay(input.day, group.timezone);
  const totals = await totalsOf(input, policy, day);
  const withSomebodyAway = await awayFigure(input, policy, day);
  const before = await countsBefore(input);
  const callbacks = await input.callbacks(group.number);
  const groupName = (number: string) => nameOf(snapshot, number);
  // Each names this group only: readers of the report need not know the others.
  const missing = ofGroup(input.missing ?? [], group.number);
  const switches = switchesOf(group, DateTime.fromJSDate(now));
  const view = reportView({
    switches,
    group,
    policy,
    day,
    totals,
    withSomebodyAway,
    before,
    callbacks,
    missing,
    groupName,
    pagesUrl: input.pagesUrl,
    now,
  });
  // Each of these two takes some milliseconds, and calls come meanwhile.
  await setImmediate();
  const { html, text } = render('daily-report', view);
  const mail: NewMail = {
    id: input.id ?? `report ${group.number} ${day.date}`,
    kind: 'report',
    group: group.number,
    to: policy.to,
    subject: view.subject,
    text,
    html,
    attachments: policy.csv ? [await csvFile(group, policy, day, totals, groupName)] : [],
    follows: undefined,
    notBefore: undefined,
    createdAt: now,
  };
  return { mail, counts: totals.counts };
}

async function totalsOf(
  { group, calls }: ReportInput,
  policy: ReportPolicy,
  day: LocalDay,
): Promise<DayTotals> {
  const rows = policy.csv ? CSV_ROWS : policy.callList ? MAIL_ROWS : 0;
  const totals = new TotalsOfDay({ group: group.number, day, perPerson: policy.perPerson, rows });
  for await (const call of calls.ofDay(group.number, day.from, day.to, REPORTED_FIELDS, COUNTED_FIELDS))
    totals.add(call);
  return totals.result();
}

/** Of a group with one person the figure would say how long that person was away. */
async function awayFigure(
  { group, calls, snapshot }: ReportInput,
  { perPerson }: ReportPolicy,
  { from, to }: LocalDay,
): Promise<number> {
  const tells = perPerson || usersOf(group, snapshot).length > 1;
  return tells ? await calls.withSomebodyAway(group.number, from, to) : 0;
}

async function countsBefore({ group, day, calls, past }: ReportInput): Promise<ClassCounts> {
  const date = shiftDay(day, -7);
  const known = await past?.day(group.number, date);
  if (known !== undefined) return known;
  const { from, to } = localDay(date, group.timezone);
  const tally = new ClassTally();
  for await (const call of calls.ofDay(group.number, from, to, JUDGED_FIELDS)) {
    const verdict = judge(call, group.number);
    if (verdict !== undefined) tally.add(verdict.kind);
  }
  return tally.result();
}

async function csvFile(
  group: Group,
  { perPerson }: ReportPolicy,
  day: LocalDay,
  { rows, counts }: DayTotals,
  groupName: (number: string) => string,
): Promise<MailAttachment> {
  const { language, timezone } = group;
  const texts = reportWords(language);
  const formats = formatsOf(language, timezone);
  return {
    filename: texts.fileName(group.number, day.date),
    contentType: 'text/csv; charset=utf-8',
    content: await inSlices(
      csvSteps({ rows, calls: counts.calls, perPerson, language, timezone, texts, formats, groupName }),
    ),
  };
}

/** The switches that the group's rules read, each once. */
function switchesOf({ rules }: Group, now: DateTime): readonly SwitchNow[] {
  const asked = new Map(rules.map((rule) => [rule.switch.id, rule.switch]));
  return [...asked.values()].map((one) => {
    const { on, next } = readSwitch(one, now);
    return {
      name: one.name,
      on,
      forgotten: isForgotten(one, now),
      next: next.kind === 'at' ? { at: next.at.toJSDate(), on: next.on } : next.kind,
    };
  });
}

/** `701 Support`; a deleted group is shown by its number. */
function nameOf({ groups }: Snapshot, number: string): string {
  const name = groups.get(number)?.name;
  return oneLine(name === undefined ? number : `${number} ${name}`);
}
