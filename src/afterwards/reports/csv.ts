/** The calls of a day as a file for spreadsheets. Pure. */
import { oneLine } from '../mail/one-line.js';
import { BYTE_ORDER_MARK, spreadsheetCsv, type CsvForm } from './csv-form.js';
import type { Formats, Language } from './format.js';
import { detailOf } from './details.js';
import type { CallRow } from './totals.js';
import type { ReportWords } from '../words/report-words.js';

/** Largest number of calls in one file. */
export const CSV_ROWS = 50_000;

export interface CsvInput {
  readonly rows: readonly CallRow[];
  /** Calls of the day; the last row says how many are missing from `rows`. */
  readonly calls: number;
  /** With the columns of stage and person. */
  readonly perPerson: boolean;
  readonly language: Language;
  /** Of the group. */
  readonly timezone: string;
  readonly texts: ReportWords;
  readonly formats: Formats;
  /** The name of a group by its number. */
  readonly groupName: (number: string) => string;
}

/** The whole file as a string, its byte order mark included; in steps, one for each row. */
export function* csvSteps(input: CsvInput): Generator<undefined, string> {
  const { texts, rows, calls, formats } = input;
  const form = spreadsheetCsv(input.language, input.timezone);
  const columns = columnsOf(input, form);
  const shown = rows.slice(0, CSV_ROWS);
  const missing = calls - shown.length;
  const lines = [form.line(columns.map(({ title }) => title))];
  for (const row of shown) {
    lines.push(form.line(columns.map(({ cell }) => cell(row))));
    yield;
  }
  if (missing > 0) {
    const note = texts.moreCalls(missing, formats.number(missing));
    lines.push(form.line(columns.map((_, index) => (index === 0 ? note : ''))));
  }
  return BYTE_ORDER_MARK + lines.join('');
}

interface Column {
  readonly title: string;
  readonly cell: (row: CallRow) => string;
}

function columnsOf({ texts, groupName, perPerson }: CsvInput, form: CsvForm): readonly Column[] {
  const { columns, classes } = texts;
  const seconds = (value: number | null) => (value === null ? '' : String(value));
  const stageOf = ({ verdict }: CallRow) =>
    verdict.kind !== 'answered' ? '' : verdict.stage === null ? texts.stage(null) : String(verdict.stage);
  const persons: readonly Column[] = [
    { title: columns.stage, cell: stageOf },
    { title: columns.who, cell: ({ who }) => oneLine(who ?? '') },
  ];
  return [
    { title: form.momentTitle(columns.at), cell: ({ at }) => form.moment(at) },
    {
      title: columns.number,
      cell: ({ caller }) => (caller === null ? texts.withheldCaller : form.number(oneLine(caller.number))),
    },
    { title: columns.name, cell: ({ caller }) => oneLine(caller?.name ?? '') },
    { title: columns.dialled, cell: ({ through }) => (through === null ? '' : oneLine(groupName(through))) },
    { title: columns.result, cell: ({ verdict }) => classes[verdict.kind] },
    { title: columns.detail, cell: ({ verdict }) => detailOf(verdict, texts) },
    ...(perPerson ? persons : []),
    { title: columns.waitingSec, cell: ({ waitingSec }) => seconds(waitingSec) },
    { title: columns.talkingSec, cell: ({ talkingSec }) => seconds(talkingSec) },
  ];
}
