/** The calls of a day as a file for spreadsheets: RFC 4180 with a byte order mark, and harmless when opened. Pure. */
import { oneLine } from '../mail/one-line.js';
import type { Formats, Language } from './format.js';
import { detailOf } from './details.js';
import type { CallRow } from './totals.js';
import type { Texts } from './texts.js';

/** Rows of calls in one file. */
export const CSV_ROWS = 50_000;

/** Excel reads UTF-8 only with it. */
const BYTE_ORDER_MARK = '\ufeff';

/** Where the decimal sign is a comma, Excel separates columns by semicolons. */
const SEPARATORS: Readonly<Record<Language, string>> = { de: ';', en: ',' };

export interface CsvInput {
  readonly rows: readonly CallRow[];
  /** Calls of the day; what `rows` lacks is told in the last row. */
  readonly calls: number;
  /** With the columns of stage and person. */
  readonly perPerson: boolean;
  readonly language: Language;
  readonly texts: Texts;
  readonly formats: Formats;
  /** The name of a group for its number. */
  readonly groupName: (number: string) => string;
}

/** The whole file as a string, its byte order mark included. */
export function csvOf(input: CsvInput): string {
  const { texts, rows, calls, formats } = input;
  const columns = columnsOf(input);
  const shown = rows.slice(0, CSV_ROWS);
  const missing = calls - shown.length;
  const lines = [
    columns.map(({ title }) => title),
    ...shown.map((row) => columns.map(({ cell }) => cell(row))),
  ];
  if (missing > 0) {
    const note = texts.moreCalls(missing, formats.number(missing));
    lines.push(columns.map((_, index) => (index === 0 ? note : '')));
  }
  const separator = SEPARATORS[input.language];
  const text = lines.map((line) => line.map((cell) => csvCell(cell, separator)).join(separator));
  return `${BYTE_ORDER_MARK}${text.join('\r\n')}\r\n`;
}

interface Column {
  readonly title: string;
  readonly cell: (row: CallRow) => string;
}

function columnsOf({ texts, formats, groupName, perPerson }: CsvInput): readonly Column[] {
  const { columns, classes } = texts;
  const seconds = (value: number | null) => (value === null ? '' : String(value));
  const stageOf = ({ verdict }: CallRow) =>
    verdict.kind !== 'answered' ? '' : verdict.stage === null ? texts.stage(null) : String(verdict.stage);
  const persons: readonly Column[] = [
    { title: columns.stage, cell: stageOf },
    { title: columns.who, cell: ({ who }) => oneLine(who ?? '') },
  ];
  return [
    { title: columns.at, cell: ({ at }) => formats.isoMoment(at) },
    { title: columns.number, cell: ({ caller }) => oneLine(caller?.number ?? texts.withheldCaller) },
    { title: columns.name, cell: ({ caller }) => oneLine(caller?.name ?? '') },
    { title: columns.dialled, cell: ({ through }) => (through === null ? '' : oneLine(groupName(through))) },
    { title: columns.result, cell: ({ verdict }) => classes[verdict.kind] },
    { title: columns.detail, cell: ({ verdict }) => detailOf(verdict, texts) },
    ...(perPerson ? persons : []),
    { title: columns.waitingSec, cell: ({ waitingSec }) => seconds(waitingSec) },
    { title: columns.talkingSec, cell: ({ talkingSec }) => seconds(talkingSec) },
  ];
}

/** What spreadsheets take for the beginning of a formula, also in the wide forms of East Asian fonts. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/** A plus sign with digits is a number to them and calculates nothing. */
const PLAIN_NUMBER = /^\+\d{1,32}$/;

/**
 * One cell: in quotes when it has to be, and with an apostrophe in front when a spreadsheet would run it. Spaces in
 * front do not hide a formula from every program, so they do not hide it from us.
 */
export function csvCell(text: string, separator: string): string {
  const isFormula = FORMULA.test(text) || FORMULA.test(text.trimStart());
  const safe = isFormula && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  const needsQuotes = safe.includes(separator) || /["\r\n]|^\s|\s$/.test(safe);
  return needsQuotes ? `"${safe.replaceAll('"', '""')}"` : safe;
}
