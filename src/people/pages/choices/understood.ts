/** How a phone number is understood as somebody types it: `{text}` for `?given=`, empty while it is not a number. */
import { shownNumber } from '../../../base/configuration/number-shown.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import { fill } from '../language.js';
import type { Pages } from '../pages.js';
import { formTexts } from '../../words/words.js';

/** Longer than any way to write a phone number. */
const MOST_TYPED = 60;

/** Open to everybody signed in, since numbering plans are no secret and the own mobile needs it, too. */
export function understoodNumberPages(pages: Pages, snapshot: () => Snapshot | undefined): void {
  pages.get('/numbers/understood', 'signedIn', ({ query, lang, response }) => {
    const given = query('given') ?? '';
    const country = snapshot()?.settings.country;
    const number =
      country === undefined || given.length > MOST_TYPED ? undefined : shownNumber(given, country);
    response.json({ text: number === undefined ? '' : fill(formTexts[lang].understood, { number }) });
  });
}
