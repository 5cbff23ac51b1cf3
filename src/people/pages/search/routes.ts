/** The search for everything: a page that works without scripts, and the quick list below the field of every page. */
import { seesMasked } from '../../access/permissions.js';
import { findEverything, MOST_TYPED, type SearchParts } from '../../operations/search.js';
import { pagesFor } from '../navigation.js';
import type { Pages, Visit } from '../pages.js';
import { foundView, pagesNamed } from './view.js';
import { commonTexts, searchTexts } from '../../words/words.js';

/** Of each kind, on the page and in the quick list. */
const MOST = 50;
const MOST_QUICK = 4;

export function searchPages(pages: Pages, parts: SearchParts): void {
  pages.get('/search', 'signedIn', async (visit) => {
    const shown = await found(visit, parts, MOST);
    // The field above keeps what was asked.
    visit.show('search', searchTexts, { ...shown, searched: shown.typed });
  });
  pages.get('/live/search', 'signedIn', async (visit) => {
    visit.part('search-quick', searchTexts, await found(visit, parts, MOST_QUICK));
  });
}

async function found(visit: Visit, parts: SearchParts, most: number) {
  const { actor, lang } = visit;
  const typed = (visit.query('q') ?? '').trim().slice(0, MOST_TYPED);
  const all = await findEverything(parts, actor, typed, most);
  const named = pagesNamed(pagesFor(actor, lang), typed).slice(0, most);
  const timezone = parts.snapshot()?.settings.timezone ?? 'utc';
  const mayReadCalls = actor.permissions.has('calls.read') && !seesMasked(actor);
  return {
    typed,
    sections: foundView(all, named, mayReadCalls, { lang, timezone }),
    masked: all.number !== undefined && seesMasked(actor) ? commonTexts[lang].numbersMasked : null,
  };
}
