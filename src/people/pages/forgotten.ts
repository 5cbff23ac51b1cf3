/** The warnings about what somebody set without an end and perhaps forgot, on the first page and on Status. Pure. */
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../base/model/snapshot.js';
import { timesOf } from '../../base/model/times.js';
import { forgottenAway, isForgotten } from '../../calls/routing/forgotten.js';
import { awayTexts, outlookTexts } from '../words/words.js';
import { fill, type Language } from './language.js';

/** So many people are named; there is hardly ever one. */
const MOST_PEOPLE = 20;

export function forgottenTexts(snapshot: Snapshot | undefined, now: DateTime, lang: Language): string[] {
  if (snapshot === undefined) return [];
  const { moment } = timesOf(lang, snapshot.settings.timezone);
  const switches = [...snapshot.switches.values()]
    .filter((one) => isForgotten(one, now))
    .map(({ name }) => fill(outlookTexts[lang].forgotten, { name }));
  const people = forgottenAway(snapshot, now)
    .slice(0, MOST_PEOPLE)
    .map(({ name, since }) => fill(awayTexts[lang].forgotten, { name, since: moment(since) }));
  return [...switches, ...people];
}
