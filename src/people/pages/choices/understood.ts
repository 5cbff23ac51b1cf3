/** What is understood of a phone number while somebody types it: `{text}` for `?given=`, empty while it is none. */
import { shownNumber } from '../../../base/configuration/number-shown.js';
import type { Snapshot } from '../../../base/model/snapshot.js';
import { fill } from '../language.js';
import type { Pages } from '../pages.js';
import { formTexts } from '../../words/words.js';

/** No number is longer, however it is written. */
const MOST_TYPED = 60;

/** Numbering plans are no secret, so everybody who has signed in may ask: also for the own mobile. */
export function understoodNumberPages(pages: Pages, snapshot: () => Snapshot | undefined): void {
  pages.get('/numbers/understood', 'signedIn', ({ query, lang, response }) => {
    const given = query('given') ?? '';
    const country = snapshot()?.settings.country;
    const number =
      country === undefined || given.length > MOST_TYPED ? undefined : shownNumber(given, country);
    response.json({ text: number === undefined ? '' : fill(formTexts[lang].understood, { number }) });
  });
}
