/** The help inside the product: the documents of `docs/` as pages. */
import { inSlices } from '../../../base/in-slices.js';
import { BASE_WORDS } from '../../../base/words/words.js';
import { LANGUAGES } from '../../../base/model/language.js';
import { fill, isLanguage, type Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { helpTexts } from '../../words/words.js';
import type { Chapter, Help } from './documents.js';

/** Behind the sign-in like all pages, for every role: strangers need not know which version answers here. */
export function helpPages(pages: Pages, help: Help): void {
  pages.get('/help', 'signedIn', async ({ lang, show }) => {
    const chapters = await inSlices(allIn(help, lang));
    show('help-contents', helpTexts, { help: null, chapters: chapters.map((one) => contentsOf(one, lang)) });
  });
  pages.get('/help/:chapter', 'signedIn', (visit) => {
    const asked = visit.query('in');
    const chosen = isLanguage(asked) && asked !== visit.lang ? asked : undefined;
    const query = chosen === undefined ? '' : `?in=${chosen}`;
    const chapter = help.chapter(visit.param('chapter'), chosen ?? visit.lang, query);
    if (chapter === undefined) visit.refuse(404, helpTexts[visit.lang].noChapter);
    else visit.show('help-chapter', helpTexts, chapterView(help, chapter, visit, query));
  });
  pages.get('/help/files/:name', 'signedIn', (visit) => sendFile(help, visit, visit.param('name')));
  pages.get('/help/files/pictures/:language/:name', 'signedIn', (visit) =>
    sendFile(help, visit, `pictures/${visit.param('language')}/${visit.param('name')}`),
  );
}

/** Made one by one, so that no call waits for all of them. */
function* allIn(help: Help, lang: Language): Generator<undefined, readonly Chapter[]> {
  const found: Chapter[] = [];
  for (const name of help.names) {
    const chapter = help.chapter(name, lang);
    if (chapter !== undefined) found.push(chapter);
    yield;
  }
  return found;
}

function contentsOf({ name, lang, title, headings }: Chapter, asked: Language) {
  return { name, title, foreign: lang === asked ? null : lang, sections: sectionsOf(headings) };
}

function sectionsOf(headings: Chapter['headings']) {
  return headings.filter(({ level }) => level === 2).map(({ id, text }) => ({ id, text }));
}

function chapterView(help: Help, chapter: Chapter, { lang }: Visit, query: string) {
  const { name } = chapter;
  const at = help.names.indexOf(name);
  const beside = (index: number) => {
    const other = help.chapter(help.names[index] ?? '', chapter.lang, query);
    return other === undefined ? null : { address: `/help/${other.name}${query}`, title: other.title };
  };
  return {
    title: chapter.title,
    html: chapter.html,
    sections: sectionsOf(chapter.headings),
    foreign: chapter.lang === lang ? null : chapter.lang,
    // Nobody has chosen another language than that of the page, so the text is missing.
    isMissing: chapter.lang !== lang && query === '',
    others: LANGUAGES.filter((one) => one !== chapter.lang && help.chapter(name, one)?.lang === one).map(
      (one) => ({
        lang: one,
        address: one === lang ? `/help/${name}` : `/help/${name}?in=${one}`,
        text: fill(helpTexts[one].inLanguage, { language: BASE_WORDS[one].name }),
      }),
    ),
    previous: beside(at - 1),
    next: beside(at + 1),
    // Whoever changes the language of the pages wants the chapter in it.
    here: `/help/${name}`,
    help: null,
  };
}

/** Pictures and files that chapters name; nothing else, whatever the path says. */
function sendFile(help: Help, { response, refuse }: Visit, name: string): void {
  const file = help.file(name);
  if (file === undefined) {
    refuse(404);
    return;
  }
  // They hold nothing of this installation, so the browser may keep them for a while.
  response.set('Cache-Control', 'private, max-age=3600');
  if (!file.endsWith('.png')) response.type('text/plain');
  response.sendFile(file, { root: help.folder, cacheControl: false, dotfiles: 'ignore' });
}
