/** The gallery shows every page, in each language, as `npm run pictures -- gallery` has taken it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { LANGUAGES } from '../../../src/base/model/language.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { LISTS } from '../../page-states.js';
import { GALLERY } from '../../pictures/gallery.js';

const PAGES = GALLERY.flatMap(({ pages }) => pages);
const pathOf = (where: string): string => where.split('?')[0] ?? where;

test('the gallery has every list and every page of the menu', () => {
  const shown = new Set(PAGES.map(({ where }) => pathOf(where)));
  assert.deepEqual(
    [...new Set(LISTS.map(pathOf))].filter((where) => !shown.has(where)),
    [],
  );
});

for (const lang of LANGUAGES)
  test(`the gallery in ${lang} shows each page on two screens`, () => {
    const folder = path.join(projectFolder(), 'docs');
    const text = readFileSync(path.join(folder, lang === 'en' ? '' : lang, 'gallery.md'), 'utf8');
    for (const { name } of PAGES)
      for (const screen of ['desk', 'phone']) {
        const picture = `pictures/${lang}/page-${name}-${screen}.webp`;
        assert.ok(text.includes(picture) && existsSync(path.join(folder, picture)), picture);
      }
  });
