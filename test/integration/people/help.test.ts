/** The help as it stands: every page leads to its chapter, and nothing leads out of it. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { LANGUAGES } from '../../../src/base/model/language.js';
import { ROLES } from '../../../src/base/model/role.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { addressOf, placeOf } from '../../../src/people/pages/help/chapter-of-page.js';
import { loadHelp } from '../../../src/people/pages/help/documents.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { startSite, type Site } from './site.js';

const help = loadHelp(path.join(projectFolder(), 'docs'));

/** Pages without the frame, and files. */
const FRAMELESS =
  /\.csv$|\/html$|\/sound$|\/attachments\/|^\/help|^\/live\/|^\/choices\/|^\/numbers\/|\/list$/;

describe('The help in the product', () => {
  let database: TestDatabase;
  let site: Site;

  before(async () => {
    database = await startDatabase();
    site = await startSite(await database.store());
  });
  after(async () => {
    await site.close();
    await database.close();
  });

  test('has a place for every page (src/people/pages/help/chapter-of-page.ts), in every language', () => {
    const pages = site.rules
      .filter(
        ({ method, access, path: page }) => method === 'GET' && access !== 'public' && !FRAMELESS.test(page),
      )
      .map(({ path: page }) => page);
    assert.ok(pages.length > 20);
    for (const page of pages) {
      const place = placeOf(page);
      assert.ok(place !== undefined, `${page} has no chapter`);
      for (const lang of LANGUAGES) {
        const address = addressOf(help, place, lang);
        assert.ok(
          address.startsWith(`/help/${place.chapter}`),
          `${page}: there is no chapter ${place.chapter}`,
        );
        assert.equal(
          address.includes('#'),
          place.section !== undefined,
          `${page}, ${lang}: ${place.section ?? ''}`,
        );
      }
    }
  });

  for (const role of ROLES)
    test(`can be read by the role ${role}, in the language of the pages`, async () => {
      const browser = await site.signedIn(role, { name: `reader-${role}`, language: 'de' });
      const contents = await browser.get('/help');
      assert.match(contents.text, /<h1 class="page-title">Hilfe<\/h1>/);
      for (const name of help.names) {
        assert.match(contents.text, new RegExp(`href="/help/${name}"`));
        assert.equal((await browser.get(`/help/${name}`)).status, 200, name);
      }
      const own = await browser.get('/account');
      assert.match(own.text, /<a class="help-link" href="\/help\/pages#[^"]+">.*Hilfe<\/a>/);
    });

  test('has no page and no file but its own', async () => {
    const browser = await site.signedIn('admin', { name: 'curious' });
    for (const where of [
      '/help/none',
      '/help/benchmarks',
      '/help/..%2Fpackage.json',
      '/help/files/package.json',
      '/help/files/..%2F..%2Fpackage.json',
      '/help/files/mail.md',
      '/help/files/pictures/..%2F..%2F/package.json',
      '/help/files/pictures/en/none.png',
      '/help/files/pictures/en/..%2F..%2Fmail.md',
      '/help/files/%00',
    ])
      assert.equal((await browser.get(where)).status, 404, where);
    assert.match((await browser.get('/help/none')).text, /There is no such chapter/);
  });

  test('gives files as text that a browser may keep for a while', async () => {
    const browser = await site.signedIn('viewer', { name: 'reader' });
    const { status, headers, text } = await browser.get('/help/files/example.yaml');
    assert.equal(status, 200);
    assert.match(text, /^version: 1$/m);
    assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.equal(headers.get('cache-control'), 'private, max-age=3600');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });

  test('shows a chapter in another language and says which, until the language of the pages is changed', async () => {
    const browser = await site.signedIn('viewer', { name: 'foreigner' });
    const { text } = await browser.get('/help/pages?in=de');
    assert.match(text, /name="back" value="\/help\/pages"/);
    assert.equal((await browser.get('/help/pages?in=xx')).status, 200);
  });
});
