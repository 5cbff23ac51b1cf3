/** The doctor on the status page: a button, and what was found, in both languages. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Checked } from '../../../src/people/doctor/doctor.js';
import { findings } from '../../../src/people/doctor/checks/finding.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { PERMISSIONS } from '../../../src/people/access/permissions.js';
import { withToken } from './browser.js';
import { startSite, type Site } from './site.js';

describe('The doctor on the status page', () => {
  let database: TestDatabase;
  let site: Site;
  let last: Checked = { findings: [], at: undefined };

  before(async () => {
    database = await startDatabase();
    const check = () => {
      const at = new Date('2026-11-30T12:00:00Z');
      last = {
        findings: [
          findings('eventSocket', '127.0.0.1:8021').fault('switchPassword'),
          findings('disk').ok('diskGood'),
        ],
        at,
      };
      return Promise.resolve();
    };
    site = await startSite(await database.store(), { doctor: { last: () => last, check } });
  });
  after(async () => {
    await site.close();
    await database.close();
  });

  test('says nothing before somebody asks, then what is wrong and how to mend it', async () => {
    const browser = await site.signedIn('admin');
    const before = await browser.get('/status');
    assert.match(before.text, /Check now/);
    assert.doesNotMatch(before.text, /Check again/);
    const answered = await browser.post('/status/check', {}, '/status');
    assert.equal(answered.status, 303);
    const { text } = await browser.get('/status');
    assert.match(text, /Check again/);
    assert.match(text, /Faults: 1\. Warnings: 0\. Skipped: 0\. Good: 1\./);
    assert.match(text, /It does not accept the password\./);
    assert.match(text, /Set FREESWITCH_EVENTS_PASSWORD to the password in event_socket\.conf\.xml\./);
    const german = await site.signedIn('admin', { name: 'deutsch', language: 'de' });
    assert.match((await german.get('/status')).text, /Es nimmt das Passwort nicht an\./);
  });

  test('is read by viewers, who cannot start it, on the page and over the interface', async () => {
    const viewer = await site.signedIn('viewer');
    const seen = await viewer.get('/status');
    assert.match(seen.text, /It does not accept the password\./);
    assert.doesNotMatch(seen.text, /Check again|Check now/);
    assert.equal((await viewer.send('/status/check', {})).status, 403);
    const { text } = await site.access.addToken('viewer', 'test', PERMISSIONS, null);
    const call = withToken(site.url, text);
    const { status, body } = await call('GET', '/status/check?language=de');
    assert.equal(status, 200);
    const { at, findings: found } = body as { at: string; findings: { found: string; why: string }[] };
    assert.equal(at, '2026-11-30T12:00:00.000Z');
    assert.deepEqual(found.map(({ found: said, why }) => [said, why])[0], [
      'switchPassword',
      'Es nimmt das Passwort nicht an.',
    ]);
    assert.equal((await call('POST', '/status/check')).status, 403);
  });

  test('is started over the interface by an administrator, and the audit log says by whom', async () => {
    const admin = await site.access.addToken('admin', 'test', ['status.check'], null);
    const { status, body } = await withToken(site.url, admin.text)('POST', '/status/check');
    assert.equal(status, 200);
    assert.equal((body as { findings: object[] }).findings.length, 2);
    assert.deepEqual(
      site.audited
        .filter(({ event }) => event === 'everythingChecked')
        .map(({ who, facts }) => [who, facts])
        .at(-1),
      ['admin', { faults: '1', warnings: '0' }],
    );
  });
});
