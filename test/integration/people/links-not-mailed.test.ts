/** Where no link can be mailed, administrators learn why, and nobody is offered a dead link. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LinkWay } from '../../../src/people/operations/account-links.js';
import { Browser, withToken } from './browser.js';
import * as scene from './link-scene.js';

const WORDS = { noServer: /no mail server \(SMTP_URL\)/, noAddress: /PUBLIC_URL is not set/ } as const;

for (const kind of ['noServer', 'noAddress'] as const satisfies readonly LinkWay['kind'][])
  describe(`Without a way for links: ${kind}`, () => {
    scene.onLinkScene({ linkWay: { kind } });

    test('pages and interface say so, and add nothing', async () => {
      assert.doesNotMatch((await new Browser(scene.site.url).get('/login')).text, /href="\/password"/);
      assert.match((await new Browser(scene.site.url).get('/password')).text, /Links cannot be mailed here/);
      const { text } = await scene.admin.get('/accounts');
      assert.match(text, WORDS[kind]);
      assert.doesNotMatch(text, /Left empty, an invitation is mailed/);
      assert.equal((await scene.invite()).status, 422);
      const token = await scene.site.access.addToken('admin', 'x', ['accounts.write'], null);
      const call = withToken(scene.site.url, token.text);
      const asked = await call('POST', '/accounts', { name: 'anna', role: 'viewer', mail: scene.ANNA });
      assert.equal(asked.status, 409, asked.text);
      assert.equal(await scene.store.accounts.get('anna'), undefined);
    });
  });
