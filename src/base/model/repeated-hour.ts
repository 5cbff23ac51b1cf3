/** The hour that the clock shows twice when summer time ends: which of the two a moment is in. Pure. */
import { DateTime } from 'luxon';

/** `summer`: the first of the two. */
export type Season = 'summer' | 'winter';

/** Undefined: the clock of the zone shows the time of this moment only once. */
export function seasonOfRepeated(at: DateTime): Season | undefined {
  const offsets = at.getPossibleOffsets().map(({ offset }) => offset);
  if (offsets.length < 2) return undefined;
  return at.offset === Math.max(...offsets) ? 'summer' : 'winter';
}

/** The same for a moment without a zone. */
export function seasonOfRepeatedAt(at: Date, timezone: string): Season | undefined {
  return seasonOfRepeated(DateTime.fromJSDate(at, { zone: timezone }));
}
