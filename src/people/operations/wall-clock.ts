import { DateTime } from 'luxon';

/**
 * The moment of a text in luxon's `format` on the wall clock of a zone; undefined: it is not in this format. A time
 * that the clock change skips is read as one hour later. A time that occurs twice is the first one; luxon alone
 * would decide by the season in which it is asked.
 */
export function readWallClock(text: string, format: string, zone: string): DateTime | undefined {
  const moment = DateTime.fromFormat(text, format, { zone });
  if (!moment.isValid) return undefined;
  const [first = moment] = moment.getPossibleOffsets();
  return first;
}
