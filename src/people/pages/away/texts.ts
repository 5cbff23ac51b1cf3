/** How pages say that somebody is away, and which ends they offer. Pure. */
import type { DateTime } from 'luxon';
import type { SentTo } from '../../../base/model/reason.js';
import { timesOf } from '../../../base/model/times.js';
import type { AwayReading } from '../../../calls/routing/away.js';
import { callersGoText } from '../../../calls/words/words.js';
import { offeredEnds, offerText, type OfferedEnd } from '../../operations/offered-end.js';
import { AWAY_ENDS } from '../../operations/switch-end.js';
import { fill, type Language } from '../language.js';
import { awayTexts, switchTexts } from '../../words/words.js';

export interface AwayReader {
  readonly lang: Language;
  readonly now: DateTime;
  /** In which times are shown and read. */
  readonly zone: string;
}

/** `away until 14:00`, `away until 27 Nov 2026, 08:00`, `away` */
export function awayText({ until }: Pick<AwayReading, 'until'>, reader: AwayReader): string {
  const t = awayTexts[reader.lang];
  return until === undefined ? t.away : fill(t.awayUntil, { until: untilText(until, reader) });
}

/** `Anna Schmidt (until 14:00)` */
export function awayName(name: string, until: DateTime | undefined, reader: AwayReader): string {
  if (until === undefined) return name;
  return `${name} (${fill(switchTexts[reader.lang].endToday, { time: untilText(until, reader) })})`;
}

/** Only the time on the same day. */
export function untilText(until: DateTime, { lang, now, zone }: AwayReader): string {
  const { time, moment } = timesOf(lang, zone);
  const isToday = until.setZone(zone).hasSame(now.setZone(zone), 'day');
  return isToday ? time(until.toJSDate()) : moment(until.toJSDate());
}

/** Null: somebody is left. */
export function nobodyText(group: string, to: SentTo | undefined, lang: Language): string | null {
  return to === undefined ? null : fill(awayTexts[lang].nobodyLeft, { group, go: callersGoText(to, lang) });
}

/** The usual ones first; one without an end is easily forgotten, so it comes last. */
export function endOptions(reader: AwayReader, chosen: string | undefined) {
  const offers = offeredEnds(undefined, reader.now, reader.zone);
  const ordered = AWAY_ENDS.flatMap((end) => offers.filter(({ choice }) => choice === end));
  return [
    ...ordered.map((offer) => ({
      value: offerText(offer),
      text: endText(offer, reader),
      selected: offer.choice === chosen,
    })),
    { value: 'own', text: switchTexts[reader.lang].endOwn, selected: chosen === 'own' },
  ];
}

function endText({ choice, at }: OfferedEnd, { lang, zone, now }: AwayReader): string {
  const s = switchTexts[lang];
  if (at === undefined) return choice === 'hour' ? s.endHour : awayTexts[lang].endBack;
  const isToday = at.hasSame(now.setZone(zone), 'day');
  return fill(isToday ? s.endToday : s.endTomorrow, { time: timesOf(lang, zone).time(at.toJSDate()) });
}

/** In the format of a `datetime-local` field. */
export function wallClock(at: DateTime): string {
  return at.toISO({ includeOffset: false, suppressSeconds: true, precision: 'minute' }) ?? '';
}
