/** Limits that callers meet are warnings on the pages, in both languages, and in the interface. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { LimitIncident } from '../../../src/base/model/limit-incident.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { startSite, type Site } from './site.js';

const MET: LimitIncident = {
  kind: 'callerFloods',
  number: '+493023125001',
  most: 60,
  count: 940,
  sinceMs: Date.parse('2026-11-23T09:00:00Z'),
  lastMs: Date.parse('2026-11-23T09:00:40Z'),
};

const WORDS = {
  en: '+49 30 23125001 calls more than 60 times a minute: its calls are refused until it calls less often (so far: 940). Everybody else’s calls ring.',
  de: '+49 30 23125001 ruft öfter als 60-mal in der Minute an: die Anrufe werden abgewiesen, bis es weniger sind (bisher 940). Die Anrufe aller anderen klingeln.',
};

describe('A limit that a caller meets', () => {
  let database: TestDatabase;
  let site: Site;

  before(async () => {
    database = await startDatabase();
    site = await startSite(await database.store(), { limitsMet: () => [MET] });
  });
  after(async () => {
    await site.close();
    await database.close();
  });

  for (const language of ['en', 'de'] as const) {
    test(`is a warning on the first page and on the status page: ${language}`, async () => {
      const browser = await site.signedIn('admin', { name: `admin-${language}`, language });
      for (const path of ['/', '/status']) {
        const { text } = await browser.get(path);
        assert.ok(text.includes(WORDS[language]), `${path}: ${text}`);
      }
    });
  }

  test('is told by the interface, by kind and in words', async () => {
    const browser = await site.signedIn('viewer');
    const { text } = await browser.get('/api/v1/status');
    assert.deepEqual((JSON.parse(text) as { limits: unknown }).limits, [
      {
        kind: 'callerFloods',
        number: '+493023125001',
        group: null,
        most: 60,
        count: 940,
        since: '2026-11-23T09:00:00.000Z',
        last: '2026-11-23T09:00:40.000Z',
        text: '+493023125001 calls more than 60 times a minute: its calls are refused until it calls less often (so far: 940). Everybody else’s calls ring.',
      },
    ]);
  });
});
