/** Every role may follow the links that its pages show, and gets no blank form that it could not save. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ROLES } from '../../../src/base/model/role.js';
import { permissionsOf } from '../../../src/people/access/permissions.js';
import { startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

let site: ConfiguredSite;

onOwnStores(async (store) => {
  site = await startConfiguredSite(store);
  return site;
});

/** Pages with an id in their address, and ids of the house. */
const OF_PARTS = ['/groups/700', '/groups/700/form', '/users/anna', '/switches/night'];
const BLANK = ['/groups/_new', '/users/_new', '/switches/_new', '/webhooks/_new'];

function linksIn(html: string): readonly string[] {
  const main = html.slice(html.indexOf('<main'));
  return [...main.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map(([, link]) =>
    (link ?? '').replaceAll('&amp;', '&'),
  );
}

describe('A visitor', () => {
  for (const role of ROLES) {
    test(`with the role ${role} may open what the own pages link to`, async () => {
      const browser = await site.signedIn(role);
      const pages = site.rules
        .filter(({ method, path }) => method === 'GET' && !path.includes(':') && !path.startsWith('/live'))
        .map(({ path }) => path);
      const dead: string[] = [];
      let followed = 0;
      const known = new Map<string, number>();
      for (const where of [...pages, ...OF_PARTS]) {
        const page = await browser.get(where);
        if (page.status !== 200) continue;
        for (const link of new Set(linksIn(page.text))) {
          const status = known.get(link) ?? (await browser.get(link)).status;
          known.set(link, status);
          followed += 1;
          if (status === 403 || status === 404) dead.push(`${where} links to ${link}: ${status}`);
        }
      }
      assert.deepEqual(dead, []);
      assert.ok(followed > 5, `${followed} links`);
    });

    test(`with the role ${role} gets a blank form only to save it`, async () => {
      const browser = await site.signedIn(role);
      const may = permissionsOf(role);
      for (const where of BLANK) {
        assert.equal((await browser.get(where)).status, may.has('config.write') ? 200 : 403, where);
      }
      const contact = (await browser.get('/contacts/_new')).status;
      assert.equal(contact, may.has('contacts.write') ? 200 : 403);
    });
  }
});
