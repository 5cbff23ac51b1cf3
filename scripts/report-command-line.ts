/** Reads the options of `rufgruppe report`. Pure. */
import type { DateTime } from 'luxon';
import type { Group, Snapshot } from '../src/base/model/snapshot.js';
import { dateIn, isIsoDate, shiftDay } from '../src/base/model/dates.js';
import { CommandError, UsageError } from './command-error.js';
import { common, sayer } from './say.js';

const say = sayer('report');

/** As they were given. */
export interface ReportValues {
  readonly group?: string;
  readonly day?: string;
  readonly language?: string;
  readonly html?: string;
  readonly send?: true;
  readonly json?: true;
}

export interface ReportArguments {
  readonly group: string;
  readonly day: string | undefined;
  readonly language: 'de' | 'en' | undefined;
  readonly html: string | undefined;
  readonly send: boolean;
  readonly json: boolean;
}

/** Errors: UsageError. */
export function readReportArguments(values: ReportValues): ReportArguments {
  const { group, day, language, html, send = false, json = false } = values;
  if (group === undefined) throw new UsageError(say('noGroup'));
  if (send && json) throw new UsageError(common('oneOf', { options: '--send, --json' }));
  if (day !== undefined && !isIsoDate(day)) throw new UsageError(say('noDate', { day }));
  if (language !== undefined && language !== 'de' && language !== 'en') {
    throw new UsageError(say('badLanguage', { language }));
  }
  return { group, day, language, html, send, json };
}

export interface AskedReport {
  /** The group in the requested language, with report settings even if it has none of its own. */
  readonly group: Group;
  readonly day: string;
}

/**
 * The requested group and day. A report that is only shown is in the language of the machine, one that is mailed in the
 * group's. Errors: CommandError for an unknown group, for a day that has not begun in the group's zone, and for sending
 * without recipients.
 */
export function askedReport(
  asked: ReportArguments,
  snapshot: Snapshot,
  now: DateTime,
  machine: 'de' | 'en',
): AskedReport {
  const group = snapshot.groups.get(asked.group);
  if (group === undefined) {
    const known = [...snapshot.groups.values()].map(({ number, name }) => `${number} (${name})`).join(', ');
    throw new CommandError(
      say('unknownGroup', { group: asked.group, groups: known === '' ? say('none') : known }),
    );
  }
  const today = dateIn(group.timezone, now);
  const day = asked.day ?? shiftDay(today, -1);
  if (day > today) {
    throw new CommandError(say('notBegun', { day, today, zone: group.timezone }));
  }
  if (asked.send && group.report === undefined) {
    throw new CommandError(say('noReport', { group: group.number }));
  }
  const none = { to: [], atMinute: 0, days: [], callList: true, csv: false, perPerson: false } as const;
  const report = group.report ?? none;
  const language = asked.language ?? (asked.send ? group.language : machine);
  return { group: { ...group, report, language }, day };
}
