/** Problems on the status page and over the interface, and the button that tries whether they would be told. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { TriedWay } from '../../../src/afterwards/notices/ways.js';
import type { Problem } from '../../../src/base/model/problem.js';
import { aSnapshot, NOTICES } from '../../factories.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { startSite, type Site } from './site.js';

const SINCE = new Date('2026-11-30T07:00:00Z');
const AWAY: Problem = {
  sighting: { kind: 'freeswitchAway', about: '192.0.2.7:8021' },
  state: 'told',
  firstSeenAt: SINCE,
  lastSeenAt: SINCE,
  changedAt: SINCE,
  episodes: 1,
  version: 1,
};

describe('Notices about problems', () => {
  let database: TestDatabase;
  let site: Site;
  let problems: readonly Problem[] = [];
  let tried: readonly TriedWay[] = [];

  before(async () => {
    database = await startDatabase();
    const snapshot = aSnapshot({ settings: { notices: { ...NOTICES, to: ['it@example.com'] } } });
    site = await startSite(await database.store(), {
      snapshot: () => snapshot,
      notices: { problems: () => problems, test: () => Promise.resolve(tried), hasWebhook: true },
    });
  });
  after(async () => {
    await site.close();
    await database.close();
  });

  test('stand above everything else, with what to do, in both languages', async () => {
    const browser = await site.signedIn('admin');
    assert.doesNotMatch((await browser.get('/status')).text, /alert-danger/);
    problems = [AWAY];
    const { text } = await browser.get('/status');
    assert.match(
      text,
      /<strong>FreeSWITCH 192\.0\.2\.7:8021 is away<\/strong>, since 30 Nov 2026, 08:00\. The service hears/,
    );
    assert.match(text, /By mail to one address\. By a webhook\./);
    const german = await site.signedIn('admin', { name: 'deutsch', language: 'de' });
    assert.match((await german.get('/status')).text, /FreeSWITCH 192\.0\.2\.7:8021 ist nicht da/);
  });

  test('a press on the button shows what became of each way, and is in the audit log', async () => {
    const browser = await site.signedIn('admin');
    assert.equal((await browser.post('/status/notices', {}, '/status')).status, 303);
    assert.match((await browser.get('/status')).text, /There is no way to tell anybody/);
    tried = [
      { to: { kind: 'mail', address: 'it@example.com' }, trouble: undefined },
      { to: { kind: 'webhook' }, trouble: 'The webhook answers 500' },
    ];
    await browser.post('/status/notices', {}, '/status');
    const { text } = await browser.get('/status');
    assert.match(text, /it@example\.com<\/span> <span class="badge bg-green-lt">taken/);
    assert.match(text, /Webhook<\/span> <span class="badge bg-red-lt">The webhook answers 500/);
    const german = await site.signedIn('admin', { name: 'deutsch', language: 'de' });
    assert.match((await german.get('/status')).text, /Der Empfänger antwortet 500/);
    assert.deepEqual(
      site.audited.filter(({ event }) => event === 'noticesTried').map(({ who, facts }) => [who, facts]),
      [
        ['admin', { arrived: '0', ways: '0' }],
        ['admin', { arrived: '1', ways: '2' }],
      ],
    );
  });

  test('a visitor sees the problems and has no button', async () => {
    const viewer = await site.signedIn('viewer', { name: 'vera' });
    const { text } = await viewer.get('/status');
    assert.match(text, /192\.0\.2\.7:8021 is away/);
    assert.doesNotMatch(text, /action="\/status\/notices"/);
    assert.equal((await viewer.post('/status/notices', {}, '/status')).status, 403);
  });

  test('over the interface they are data', async () => {
    problems = [AWAY];
    const browser = await site.signedIn('admin');
    const { text } = await browser.get('/api/v1/problems');
    assert.deepEqual(JSON.parse(text), [
      {
        problem: 'freeswitchAway',
        about: '192.0.2.7:8021',
        values: {},
        since: '2026-11-30T07:00:00.000Z',
        text: 'FreeSWITCH 192.0.2.7:8021 is away',
      },
    ]);
  });
});
