/** Being away on the pages: on the own one, on a user's and a group's, what is told, and who may. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DateTime } from 'luxon';
import type { Store } from '../../../src/base/store/connection.js';
import { berlin, leave, plain, startAwaySite } from './away-scene.js';
import type { Browser } from './browser.js';
import type { ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

let store: Store;
let site: ConfiguredSite;
let now: DateTime;

onOwnStores(async (own) => {
  store = own;
  now = berlin('09:00');
  site = await startAwaySite(store, () => now);
  return site;
});

const anna = (language = 'en') => site.signedIn('user', { name: 'anna', userId: 'anna', language });

/** What is stored: `anna 700 until …`. */
async function stored(): Promise<string[]> {
  const states = await store.awayStates.all();
  return states.map(({ userId, group, kind, until }) =>
    [userId, group ?? '*', kind, until?.toISOString() ?? 'open'].join(' '),
  );
}

/** The notice on the page that the answer leads to. */
async function told(browser: Browser, sent: Awaited<ReturnType<Browser['send']>>): Promise<string> {
  assert.equal(sent.status, 303, sent.text);
  return plain((await browser.get(sent.to ?? '')).text);
}

describe('The own page', () => {
  test('sends oneself away from one group until a time, says so, and brings one back', async () => {
    const browser = await anna();
    const page = await told(
      browser,
      await leave(browser, '/own', { group: '700', end: 'own', until: '14:00' }),
    );
    assert.match(page, /You are away until 14:00: Sales\./);
    assert.match(page, /Sales away until 14:00/);
    assert.match(page, /Support in/);
    assert.deepEqual(await stored(), ['anna 700 away 2026-11-25T13:00:00.000Z']);
    const back = await browser.post('/own/away', { group: '700', do: 'back' }, '/own');
    assert.match(await told(browser, back), /You are back: Sales\..*Sales in /);
    assert.deepEqual(await stored(), []);
  });

  test('offers the usual ends, and takes the one that it showed', async () => {
    const browser = await anna('de');
    const { text } = await browser.get('/own');
    assert.deepEqual(
      [...(/id="away-end"[^]*?<\/select>/.exec(text)?.[0] ?? '').matchAll(/<option[^>]*>([^<]*)/g)].map(
        ([, name]) => name,
      ),
      [
        '1 Stunde ab jetzt',
        'bis 18:00',
        'bis morgen 08:00',
        'bis zur Rückkehr',
        'bis zu einem eigenen Zeitpunkt',
      ],
    );
    const end = /value="(evening@[^"]*)"/.exec(text)?.[1] ?? '';
    const page = await told(browser, await leave(browser, '/own', { group: '', end }));
    assert.match(page, /Sie sind bis 18:00 abwesend: alle Gruppen\./);
    assert.match(page, /Sales abwesend bis 18:00, in allen Gruppen/);
    assert.deepEqual(await stored(), ['anna * away 2026-11-25T17:00:00.000Z']);
  });

  test('shows who else is in and who is not, by name, of the own groups only', async () => {
    await leave(await site.signedIn('admin'), '/users/bernd', { group: '700', end: 'own', until: '14:00' });
    const page = plain((await (await anna()).get('/own')).text);
    assert.match(page, /Sales in Away: Bernd Berger \(until 14:00\)/);
    assert.match(page, /Support in In: Clara Conrad/);
    assert.doesNotMatch(page, /Cellar|1002|1003|admin/);
  });

  test('tells the last one who leaves where callers go now, and goes on saying it', async () => {
    await leave(await site.signedIn('admin'), '/users/bernd', { group: '', end: 'changed' });
    const browser = await anna();
    const page = await told(browser, await leave(browser, '/own', { group: '700', end: 'changed' }));
    assert.match(
      page,
      /You are away until you come back: Sales\. You are the last one\. Nobody is left in Sales: callers now go to voicemail 1001\./,
    );
    assert.match(
      plain((await browser.get('/own')).text),
      /Sales away .* Nobody is left in Sales: callers now go to voicemail 1001\./,
    );
  });

  test('of whom is away from all groups brings back to one, and keeps away from the others', async () => {
    const browser = await anna();
    await leave(browser, '/own', { group: '', end: 'own', until: '14:00' });
    await browser.post('/own/away', { group: '701', do: 'back' }, '/own');
    const page = plain((await browser.get('/own')).text);
    assert.match(page, /Sales away until 14:00, from all groups/);
    assert.match(page, /Support in/);
    // Away from all means all, also those to which one came back before.
    await leave(browser, '/own', { group: '', end: 'changed' });
    assert.deepEqual(await stored(), ['anna * away open']);
    await browser.post('/own/away', { group: '', do: 'back' }, '/own');
    assert.deepEqual(await stored(), []);
  });

  test('refuses a time that is past or not understood in words, and shows what was typed', async () => {
    const browser = await anna();
    for (const [until, why] of [
      ['2026-11-25 08:00', /is past|over/],
      ['when I feel like it', /not understood|cannot be read/],
    ] as const) {
      const page = await leave(browser, '/own', { group: '700', end: 'own', until });
      assert.equal(page.status, 422);
      assert.match(page.text, why);
      assert.match(page.text, new RegExp(`value="${until}"`));
      assert.match(page.text, /<option value="700" selected>/);
    }
    assert.deepEqual(await stored(), []);
    assert.deepEqual(
      site.audited.filter(({ event }) => event.startsWith('away')),
      [],
    );
  });

  test('takes no end that has passed since it was shown', async () => {
    const browser = await anna();
    now = berlin('17:59:40');
    const end = /value="(evening@[^"]*)"/.exec((await browser.get('/own')).text)?.[1] ?? '';
    now = berlin('18:00:20');
    const late = await leave(browser, '/own', { group: '700', end });
    assert.equal(late.status, 422);
    assert.match(late.text, /The end that was shown is past or has moved\./);
    assert.deepEqual(await stored(), []);
  });

  test('reads times in the zone of the own mobile', async () => {
    const browser = await site.signedIn('user', { name: 'clara', userId: 'clara' });
    assert.match(plain((await browser.get('/own')).text), /time zone America\/New_York/);
    await leave(browser, '/own', { group: '', end: 'own', until: '14:00' });
    assert.deepEqual(await stored(), ['clara * away 2026-11-25T19:00:00.000Z']);
  });

  test('gives nobody a group that is not the own one', async () => {
    const browser = await anna();
    const page = await told(
      browser,
      await browser.post('/own/away', { group: '702', do: 'away', end: 'hour' }, '/own'),
    );
    assert.match(page, /This user is no member of the group any more\./);
    assert.deepEqual(await stored(), []);
  });

  test('says that it could not be saved when the database does not take it', async () => {
    const browser = await anna();
    const states = { ...store.awayStates };
    Object.assign(store.awayStates, { put: () => Promise.reject(new Error('not there')) });
    const page = await leave(browser, '/own', { group: '700', end: 'hour' });
    Object.assign(store.awayStates, states);
    assert.equal(page.status, 503);
    assert.match(page.text, /It could not be saved: the database does not answer\. Calls ring as before/);
  });
});

describe('The page of a group', () => {
  test('lists its users, sends one away, and brings back with one click', async () => {
    const browser = await site.signedIn('admin');
    const page = await told(
      browser,
      await leave(browser, '/groups/700', { user: 'bernd', end: 'own', until: 'tomorrow 8:00' }),
    );
    assert.match(page, /Bernd Berger is away until 26 Nov 2026, 08:00: Sales\./);
    assert.match(
      page,
      /In: Anna Albrecht Bernd Berger away until 26 Nov 2026, 08:00 since 25 Nov 2026, 09:00, by admin/,
    );
    const back = await browser.post('/groups/700/away', { user: 'bernd', do: 'back' }, '/groups/700');
    assert.match(await told(browser, back), /Bernd Berger is back: Sales\./);
    assert.deepEqual(await stored(), []);
  });

  test('says what callers get when nobody is left', async () => {
    const browser = await site.signedIn('admin');
    await leave(browser, '/groups/700', { user: 'anna', end: 'changed' });
    const page = await told(browser, await leave(browser, '/groups/700', { user: 'bernd', end: 'changed' }));
    assert.equal(page.match(/Nobody is left in Sales: callers now go to voicemail 1001\./g)?.length, 2);
    assert.match(
      plain((await browser.get('/')).text),
      /Nobody is left in Sales: callers now go to voicemail 1001\./,
    );
  });

  test('knows a user whose extension it lists by its number', async () => {
    const page = plain((await (await site.signedIn('admin')).get('/groups/701')).text);
    assert.match(page, /In: Anna Albrecht, Clara Conrad Nobody is away\./);
  });

  for (const role of ['viewer', 'observer'] as const)
    test(`is read by the role ${role}, which cannot change it`, async () => {
      await leave(await site.signedIn('admin'), '/groups/700', { user: 'bernd', end: 'changed' });
      const browser = await site.signedIn(role);
      const { text } = await browser.get('/groups/700');
      assert.match(plain(text), /In: Anna Albrecht Bernd Berger away since 25 Nov 2026, 09:00, by admin/);
      assert.doesNotMatch(text, /\/groups\/700\/away/);
      assert.equal((await browser.post('/groups/700/away', { user: 'anna', do: 'away' })).status, 403);
      assert.deepEqual(await stored(), ['bernd 700 away open']);
    });
});

describe('Who is away', () => {
  test('is in the audit log with who, whom, which group, until when', async () => {
    const browser = await anna();
    await leave(browser, '/own', { group: '700', end: 'own', until: '14:00' });
    await browser.post('/own/away', { group: '', do: 'back' }, '/own');
    // Nothing changes any more.
    await browser.post('/own/away', { group: '', do: 'back' }, '/own');
    const entries = site.audited.filter(({ event }) => event.startsWith('away'));
    assert.deepEqual(
      entries.map(({ who, event, facts, change }) => [who, event, facts, change]),
      [
        [
          'anna',
          'awaySet',
          { subject: 'user anna', group: '700', until: '2026-11-25T13:00:00.000Z' },
          { before: {}, after: { '700': '2026-11-25T13:00:00.000Z' } },
        ],
        [
          'anna',
          'awayEnded',
          { subject: 'user anna', groups: 'all' },
          { before: { '700': '2026-11-25T13:00:00.000Z' }, after: {} },
        ],
      ],
    );
  });

  test('reads in the audit log with the names of group and user', async () => {
    await leave(await anna(), '/own', { group: '700', end: 'own', until: '14:00' });
    for (const { who, event, facts, change } of site.audited.filter((one) => one.event === 'awaySet'))
      await store.audit.add({
        at: now.toJSDate(),
        who,
        event,
        facts,
        before: JSON.stringify(change?.before),
        after: JSON.stringify(change?.after),
      });
    const page = async (language: string) =>
      plain((await (await site.signedIn('admin', { language })).get('/audit')).text);
    assert.match(await page('en'), /anna set away User Anna Albrecht .*Sales \(700\).*25 Nov 2026, 14:00/);
    assert.match(await page('de'), /abwesend gemeldet .*25\.11\.2026, 14:00/);
  });

  test('changed by two at once: the last one holds, and both are in the audit log', async () => {
    const [own, admin] = [await anna(), await site.signedIn('admin')];
    await Promise.all([
      leave(own, '/own', { group: '700', end: 'own', until: '14:00' }),
      leave(admin, '/users/anna', { group: '700', end: 'own', until: '15:00' }),
    ]);
    const [state, ...more] = await store.awayStates.all();
    assert.deepEqual(more, []);
    const entries = site.audited.filter(({ event }) => event === 'awaySet');
    assert.deepEqual(entries.map(({ who }) => who).sort(), ['admin', 'anna']);
    assert.ok(entries.some(({ facts }) => facts['until'] === state?.until?.toISOString()));
  });

  test('is kept by nobody who gets the id later, nor in a group that was left', async () => {
    const browser = await site.signedIn('admin');
    await leave(browser, '/users/anna', { group: '701', end: 'changed' });
    await leave(browser, '/users/clara', { group: '', end: 'changed' });
    const edit = async (change: (content: Record<string, unknown>) => void) => {
      const { content } = (await store.configurations.latest()) ?? {};
      const next = structuredClone(content) as Record<string, unknown>;
      change(next);
      const base = (await store.configurations.head())?.revision ?? 0;
      const about = { author: 'test', origin: 'commandLine', reason: '', at: now.toJSDate() } as const;
      const changes = { added: [], changed: [], removed: [] };
      await store.configurations.save({ base, content: next, changes, ...about });
    };
    const { content } = (await store.configurations.latest()) ?? {};
    await edit((next) => {
      next['users'] = (next['users'] as { id: string }[]).filter(({ id }) => id !== 'clara');
      const groups = next['groups'] as { number: string; stages: { members: unknown[] }[] }[];
      const support = groups.find(({ number }) => number === '701');
      if (support !== undefined) support.stages = [{ ...support.stages[0], members: ['bernd'] }];
    });
    assert.deepEqual(await stored(), []);
    await edit((next) => Object.assign(next, content));
    await site.refresh();
    assert.match(
      plain((await browser.get('/groups/701')).text),
      /In: Anna Albrecht, Clara Conrad Nobody is away\./,
    );
  });
});
