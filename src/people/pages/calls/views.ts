/** Saved searches on the page of calls: links, saving what is searched for, renaming, removing. */
import type { CallView } from '../../../base/store/call-views.js';
import {
  filterOfText,
  filterText,
  LONGEST_VIEW_NAME,
  maySaveForAll,
  removeView,
  renameView,
  saveView,
  viewsOf,
  type CallViewDesk,
  type ViewResult,
} from '../../operations/call-views.js';
import type { TypedFilter } from '../../operations/call-filter.js';
import { callTexts } from '../../words/words.js';
import { fill, type Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';

/** What somebody wanted to save, when it was refused: the form keeps it. */
export interface Refused {
  readonly name: string;
  readonly forAll: boolean;
  readonly why: string;
}

/** What the page says of saved searches. @param refused stands above the form, which is open then */
export async function savedView(visit: Visit, desk: CallViewDesk, typed: TypedFilter, refused?: Refused) {
  const query = filterText(typed);
  const mayForAll = maySaveForAll(visit.actor);
  const all = await viewsOf(desk, visit.actor);
  return {
    saved: all.map((view) => linkOf(view, query)),
    changed: all
      .filter(({ owner }) => owner !== null || mayForAll)
      .map((view) => ({ ...linkOf(view, query), path: `/calls/views/${encodeURIComponent(view.id)}` })),
    save: {
      query,
      mayForAll,
      name: refused?.name ?? '',
      forAll: refused?.forAll ?? false,
      refused: refused?.why ?? null,
      most: LONGEST_VIEW_NAME,
    },
  };
}

function linkOf({ id, name, owner, query }: CallView, shown: string) {
  return { id, name, href: `/calls?${query}`, isShown: query === shown, isOfAll: owner === null };
}

/** @param showRefused the list with what was typed, and why it was not saved */
export function viewPages(
  pages: Pages,
  desk: CallViewDesk,
  showRefused: (visit: Visit, query: string, refused: Refused) => Promise<void>,
): void {
  pages.post('/calls/views', 'views.write', async (visit) => {
    const { actor, field, lang, now } = visit;
    const [name, query, forAll] = [field('name'), field('query'), field('forAll') === 'on'];
    const result = await saveView(desk, actor, { name, filter: filterOfText(query), forAll, now });
    if (result.kind === 'done') {
      visit.redirect(
        `/calls?${result.view.query}`,
        fill(callTexts[lang].viewSaved, { name: result.view.name }),
      );
      return;
    }
    await showRefused(visit, query, { name, forAll, why: refusal(result, lang) });
  });
  pages.post('/calls/views/:id', 'views.write', async (visit) => {
    const { actor, field, lang, now, param } = visit;
    const result = await renameView(desk, actor, param('id'), { name: field('name'), now });
    const t = callTexts[lang];
    visit.redirect(
      '/calls',
      result.kind === 'done' ? fill(t.viewRenamed, { name: result.view.name }) : refusal(result, lang),
    );
  });
  pages.post('/calls/views/:id/remove', 'views.write', async (visit) => {
    const { actor, lang, param } = visit;
    const result = await removeView(desk, actor, param('id'));
    const t = callTexts[lang];
    visit.redirect(
      '/calls',
      result.kind === 'done' ? fill(t.viewRemoved, { name: result.view.name }) : refusal(result, lang),
    );
  });
}

/** Why nothing was changed, in words. */
export function refusal(result: Exclude<ViewResult, { kind: 'done' }>, lang: Language): string {
  const t = callTexts[lang];
  switch (result.kind) {
    case 'badName':
      return fill(t.badName, { most: LONGEST_VIEW_NAME });
    case 'full':
      return fill(t.full, { most: result.most });
    case 'unknown':
      return t.viewGone;
    case 'badFilter':
    case 'taken':
    case 'notAllowed':
      return t[result.kind];
  }
}
