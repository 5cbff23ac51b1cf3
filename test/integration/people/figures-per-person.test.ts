/** Nobody's calls are counted by name unless the group says so. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import path from 'node:path';
import { DateTime } from 'luxon';
import { loadMailTemplates } from '../../../src/afterwards/mail/templates.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { aRecord, aRecordedLeg } from '../../factories.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { HOUSE, startConfiguredSite } from './configured-site.js';

const NOW = DateTime.utc(2026, 11, 26, 9);
const AT = DateTime.utc(2026, 11, 25, 9).toJSDate();

/** Every place that shows sums. */
const SUMS = [
  '/reports?group=700&from=2026-11-25',
  '/reports/700/2026-11-25/html',
  '/api/v1/reports/700',
  '/api/v1/reports/700/2026-11-25',
];

let database: TestDatabase;
before(async () => {
  database = await startDatabase();
});
after(() => database.close());

async function shown(report: object | undefined): Promise<readonly string[]> {
  const store = await database.store();
  const answeredBy = {
    who: 'Anna Albrecht',
    userId: 'anna',
    kind: 'desk',
    to: '1001',
    group: '700',
    stage: 1,
  } as const;
  const leg = { group: '700', startedAt: AT, rangAt: AT };
  await store.calls.save(
    aRecord({
      startedAt: AT,
      endedAt: AT,
      answeredAt: AT,
      answeredBy,
      outcome: 'answered',
      talkingSec: 40,
      waitingSec: 4,
      route: [{ group: '700', by: null, to: null }],
      legs: [
        aRecordedLeg({ ...leg, who: 'Anna Albrecht', outcome: 'answered' }),
        aRecordedLeg({ ...leg, id: 'b', who: 'Bernd Berger', userId: 'bernd', to: '1002' }),
      ],
    }),
  );
  const groups = HOUSE.groups.map((group) => ({
    ...group,
    stages: [{ ringSec: 20, members: ['anna', 'bernd'] }],
    ...(report !== undefined && { report }),
  }));
  const renderMail = await loadMailTemplates(path.join(projectFolder(), 'templates'));
  const site = await startConfiguredSite(store, { ...HOUSE, groups }, { now: () => NOW, renderMail });
  const admin = await site.signedIn('admin');
  const texts: string[] = [];
  for (const where of SUMS) {
    const { status, text } = await admin.get(where);
    assert.ok(status === 200 || (report === undefined && status === 404), where);
    texts.push(text);
  }
  await site.close();
  return texts;
}

const TO = { to: [{ name: 'Boss', address: 'boss@pbx.example' }], callList: true };

describe('Figures per person', { concurrency: false }, () => {
  test('are off unless the group says so: no sum names anybody, not even the list of calls', async () => {
    for (const report of [undefined, TO])
      for (const text of await shown(report)) assert.doesNotMatch(text, /Albrecht|Berger/);
  });

  test('are there when the group says so', async () => {
    const texts = await shown({ ...TO, perPerson: true });
    assert.match(texts.join('\n'), /Anna Albrecht/);
  });
});
