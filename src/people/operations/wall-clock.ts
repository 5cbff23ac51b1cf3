import { DateTime } from 'luxon';

/**
 * What a text in luxon's `format` means on the wall clock of a zone; undefined: it does not have the format. An hour
 * that the clock change leaves out is the one after it. Of an hour that comes twice it is the first: luxon alone would
 * decide by the season in which it is asked.
 */
export function readWallClock(text: string, format: string, zone: string): DateTime | undefined {
  const moment = DateTime.fromFormat(text, format, { zone });
  if (!moment.isValid) return undefined;
  const [first = moment] = moment.getPossibleOffsets();
  return first;
}
