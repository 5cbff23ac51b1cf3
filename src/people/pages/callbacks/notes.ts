/** Notes on calls and call-backs, for the pages of both. Pure. */
import { timesOf } from '../../../base/model/times.js';
import type { PlacedNote } from '../../operations/call-notes.js';
import { callbackTexts } from '../../words/words.js';
import type { Language } from '../language.js';

/** Newest first. @param here whose page it is: of the others it is said where they were written */
export function shownNotes(
  notes: readonly PlacedNote[],
  here: PlacedNote['on'],
  lang: Language,
  timezone: string,
) {
  const times = timesOf(lang, timezone);
  const t = callbackTexts[lang];
  return notes.toReversed().map(({ at, who, note, on }) => ({
    at: at === null ? '' : times.moment(at),
    who,
    note,
    from: on === here ? null : on === 'call' ? t.noteOnCall : t.noteOnCallback,
  }));
}
