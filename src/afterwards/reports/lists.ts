/** The lists of the report: who waits to be called back, and the calls of the day. Pure. */
import { numberText } from '../mail/number-text.js';
import { oneLine } from '../mail/one-line.js';
import type { CallbackItem } from '../../base/model/callback-item.js';
import { COLOURS } from './chart.js';
import { CSV_ROWS } from './csv.js';
import { detailOf } from './details.js';
import type { Formats } from './format.js';
import { aligned } from './plain.js';
import type { ReportWords } from '../words/report-words.js';
import type { CallRow } from './totals.js';
import type { ViewInput } from './view-input.js';

/** The most calls that a mail lists; more would be unreadable, and Gmail cuts mails larger than 100 kB. */
export const MAIL_ROWS = 200;

/** The most call-backs that a report lists; together with MAIL_ROWS calls it still stays below Gmail's limit. */
export const CALLBACK_ROWS = 25;

export interface CallbackView {
  readonly number: string;
  readonly name: string | null;
  readonly calls: string;
  readonly state: string;
  /** Number, name, calls and state for plain text. */
  readonly line: string;
}

interface CallView {
  readonly time: string;
  readonly caller: string;
  readonly name: string | null;
  readonly colour: string;
  readonly result: string;
  readonly detail: string | null;
  readonly waiting: string;
  readonly talking: string;
  /** Every other row is shaded. */
  readonly isShaded: boolean;
}

export interface ListView {
  readonly calls: readonly CallView[];
  readonly lines: readonly string[];
  /** `… and 12 more`; null when these are all. */
  readonly more: string | null;
}

interface CallbackUse {
  readonly day: string;
  readonly texts: ReportWords;
  readonly formats: Formats;
}

/** The longest waiting first. */
export function callbackViews(
  items: readonly CallbackItem[],
  { day, texts, formats }: CallbackUse,
): readonly CallbackView[] {
  const oldest = [...items].sort((a, b) => a.firstAt.getTime() - b.firstAt.getTime());
  return oldest.map(({ caller, count, firstAt, taken }) => {
    const number = numberText(oneLine(caller.number));
    const name = caller.name === null ? null : oneLine(caller.name);
    const calls = texts.callbackCalls(count, formats.number(count), formats.moment(firstAt, day));
    const state = taken === null ? texts.untaken : texts.takenBy(oneLine(taken.who));
    const line = [name === null ? number : `${number} (${name})`, calls, state].join(', ');
    return { number, name, calls, state, line };
  });
}

/** Null where the group wants no list, and on a day without calls. */
export function listView(input: ViewInput, texts: ReportWords, formats: Formats): ListView | null {
  const { policy, totals } = input;
  if (!policy.callList || totals.counts.calls === 0) return null;
  const calls = totals.rows.slice(0, MAIL_ROWS).map((row, index) => ({
    ...callView(row, input, texts, formats),
    isShaded: index % 2 === 0,
  }));
  const missing = totals.counts.calls - calls.length;
  const isInFile = policy.csv && totals.counts.calls <= CSV_ROWS;
  const more = `${texts.moreCalls(missing, formats.number(missing))}${isInFile ? `. ${texts.inTheFile}` : ''}`;
  const head = [
    texts.columns.at,
    texts.columns.caller,
    texts.columns.waiting,
    texts.columns.talking,
    texts.columns.result,
  ];
  const rows = calls.map(({ time, caller, name, waiting, talking, result, detail }) => [
    time,
    name === null ? caller : `${caller} (${name})`,
    waiting,
    talking,
    detail === null ? result : `${result}: ${detail}`,
  ]);
  return { calls, lines: aligned([head, ...rows], [2, 3]), more: missing > 0 ? more : null };
}

function callView(
  row: CallRow,
  { day, groupName }: ViewInput,
  texts: ReportWords,
  formats: Formats,
): Omit<CallView, 'isShaded'> {
  const { caller, verdict, who, through } = row;
  const details = [
    detailOf(verdict, texts),
    who === null ? '' : numberText(oneLine(who)),
    through === null ? '' : texts.through(oneLine(groupName(through))),
  ].filter((text) => text !== '');
  const name = oneLine(caller?.name ?? '');
  const seconds = (value: number | null) => (value === null ? '–' : formats.clock(value));
  return {
    time: hourMark(row.at, day, formats),
    caller: caller === null ? texts.withheldCaller : numberText(oneLine(caller.number)),
    name: name === '' ? null : name,
    colour: COLOURS[verdict.kind],
    result: texts.classes[verdict.kind],
    detail: details.length === 0 ? null : details.join(', '),
    waiting: seconds(row.waitingSec),
    talking: seconds(row.talkingSec),
  };
}

/** `08:05`; in an hour that came twice `02:05 B`. */
function hourMark(at: Date, day: ViewInput['day'], formats: Formats): string {
  const hour = day.hours.find(({ from, to }) => from <= at && at < to);
  const mark = hour?.label.slice(2) ?? '';
  return mark === '' ? formats.time(at) : `${formats.time(at)} ${mark}`;
}
