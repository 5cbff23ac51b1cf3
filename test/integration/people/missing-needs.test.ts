/** What FreeSWITCH does not have is a warning on the pages, in both languages, and in the interface. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { MissingNeed } from '../../../src/base/model/need.js';
import { missingNeedText } from '../../../src/calls/words/words.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { HOUSE, startConfiguredSite } from './configured-site.js';
import { startSite, type Site } from './site.js';

const MISSING: MissingNeed = {
  freeswitch: '127.0.0.1:8021',
  lack: 'missing',
  thing: { kind: 'announcement', file: 'closed.wav' },
  groups: [{ number: '700', name: 'Sales' }],
};

describe('What FreeSWITCH does not have', () => {
  let database: TestDatabase;
  let site: Site;

  before(async () => {
    database = await startDatabase();
    const freeswitches = () => [{ name: '127.0.0.1:8021', connected: true, reason: undefined }];
    site = await startSite(await database.store(), { missingNeeds: () => [MISSING], freeswitches });
  });
  after(async () => {
    await site.close();
    await database.close();
  });

  for (const language of ['en', 'de'] as const) {
    test(`is a warning on the first page and on the status page: ${language}`, async () => {
      const browser = await site.signedIn('admin', { name: `admin-${language}`, language });
      const words = missingNeedText(MISSING, language);
      for (const path of ['/', '/status']) {
        const { text } = await browser.get(path);
        assert.ok(text.includes(words), `${path}: ${text}`);
      }
      // Without CDRs it is said what that costs.
      assert.match((await browser.get('/status')).text, /FREESWITCH_CDRS/);
    });
  }

  test('stands on the form of its group, also of a disabled one, and on those of user and settings', async () => {
    const extension: MissingNeed = {
      ...MISSING,
      thing: { kind: 'extension', extension: '1001', domain: '127.0.0.1' },
    };
    const gateway: MissingNeed = { ...MISSING, thing: { kind: 'gateway', gateway: 'telco' } };
    const house = await startConfiguredSite(await database.store(), HOUSE, {
      missingNeeds: () => [extension, gateway],
      missingOf: (group) => (group === '700' ? [MISSING] : []),
    });
    const browser = await house.signedIn('admin');
    const texts = [MISSING, extension, gateway].map((one) => missingNeedText(one, 'en'));
    for (const [where, expected] of [
      ['/groups/700', [true, false, false]],
      ['/groups/_new', [false, false, false]],
      ['/users/anna', [false, true, false]],
      ['/users/bernd', [false, false, false]],
      ['/settings', [false, false, true]],
      ['/what-would-happen?group=700', [true, false, false]],
    ] as const) {
      const { text } = await browser.get(where);
      assert.deepEqual(
        texts.map((words) => text.includes(words)),
        expected,
        where,
      );
    }
    await house.close();
  });

  test('is told by the interface', async () => {
    const browser = await site.signedIn('viewer');
    const { text } = await browser.get('/api/v1/status');
    assert.deepEqual((JSON.parse(text) as { missing: unknown }).missing, [
      {
        freeswitch: '127.0.0.1:8021',
        kind: 'announcement',
        groups: ['700'],
        text: 'FreeSWITCH 127.0.0.1:8021 does not have the sound closed.wav (group Sales): callers who are sent to it are not answered.',
      },
    ]);
  });
});
