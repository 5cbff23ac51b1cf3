/**
 * How every CSV file is written: RFC 4180 with a byte order mark, with the separator that the reader's spreadsheet
 * expects, with times that the spreadsheet recognises, and harmless when opened. Pure.
 */
import { BASE_WORDS } from '../../base/words/words.js';
import { numberText } from '../mail/number-text.js';
import { offsetTimes, type Language } from './format.js';

/** The start of a file; without it Excel does not read UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

export interface CsvForm {
  /** One line, including its line end. */
  line(cells: readonly string[]): string;
  /** A time as one cell. */
  moment(at: Date): string;
  /** A phone number as one cell. */
  number(number: string): string;
  /** The title of a column of times. */
  momentTitle(title: string): string;
}

/**
 * For Excel and LibreOffice: `22.11.2026 08:05:03`, and `2026-11-22 08:05:03` in English, which British and
 * American versions read alike. No spreadsheet reads a time with an offset, so the zone is in the title. A phone
 * number is written `+49 30 23125001`: without spaces it is taken for 493023125001, or 4.93E+11.
 */
export function spreadsheetCsv(language: Language, timezone: string): CsvForm {
  const local = offsetTimes(timezone);
  const { separator, sheetDate } = BASE_WORDS[language];
  return {
    line: lineWith(separator),
    moment: (at) => {
      const { date, time } = local(at);
      return `${sheetDate(date)} ${time}`;
    },
    number: (number) => (/^\+\d+$/.test(number) ? numberText(number).replaceAll(/[^+\d]+/g, ' ') : number),
    momentTitle: (title) => `${title} (${timezone})`,
  };
}

/** For programs: commas, and times with their offset, `2026-11-22T08:05:03+01:00`. */
export function programCsv(timezone: string): CsvForm {
  const local = offsetTimes(timezone);
  return {
    line: lineWith(','),
    moment: (at) => {
      const { date, time, offset } = local(at);
      return `${date}T${time}${offset}`;
    },
    number: (number) => number,
    momentTitle: (title) => title,
  };
}

function lineWith(separator: string): CsvForm['line'] {
  return (cells) => `${cells.map((cell) => csvCell(cell, separator)).join(separator)}\r\n`;
}

/** Characters that spreadsheets take for the start of a formula, including the wide forms in East Asian fonts. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/u;

/**
 * Spreadsheets take a plus sign with digits for a number, and with spaces for a text; neither is calculated.
 */
const PLAIN_NUMBER = /^\+\d{1,32}(?: \d{1,32})*$/;

/**
 * One cell: in quotes when necessary, and with an apostrophe in front when a spreadsheet would run it. Leading
 * spaces do not hide a formula from every program, so they are ignored here too.
 */
export function csvCell(text: string, separator: string): string {
  const isFormula = FORMULA.test(text) || FORMULA.test(text.trimStart());
  const safe = isFormula && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  const needsQuotes = safe.includes(separator) || /["\r\n]|^\s|\s$/.test(safe);
  return needsQuotes ? `"${safe.replaceAll('"', '""')}"` : safe;
}
