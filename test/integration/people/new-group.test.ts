/** How a group begins: from a template, as a copy, or by the guide that makes it of the phones that there are. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import { UnreadableSource } from '../../../src/people/imports/source.js';
import type { Store } from '../../../src/base/store/connection.js';
import { formsOf, untouched } from '../../html-form.js';
import type { Browser, Page } from './browser.js';
import { HOUSE, startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores, type Site } from './site.js';

const LISTED = [
  'userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number',
  '1001|default|127.0.0.1|default|error/user_not_registered||Anna Albrecht|1001',
  '1005|default|127.0.0.1|default|error/user_not_registered||Eva Ernst|1005',
].join('\n');

let store: Store;
let site: ConfiguredSite;
let answers: boolean;

onOwnStores(async (own) => {
  store = own;
  answers = true;
  site = await startConfiguredSite(store, HOUSE, {
    now: () => DateTime.utc(2026, 11, 25, 8),
    directories: {
      names: ['127.0.0.1:8021'],
      ask: (name) =>
        answers
          ? Promise.resolve({ name, bytes: Buffer.from(LISTED) })
          : Promise.reject(new UnreadableSource('away', { name, reason: 'connect ECONNREFUSED' })),
    },
  });
  return site;
});

const stored = async () => (await store.configurations.latest())?.content as Configuration;
const group = async (number: string) => (await stored()).groups.find((one) => one.number === number);

/** Opens the page, fills its form in and sends it. */
async function fill(browser: Browser, at: string, given: Record<string, string | string[]>): Promise<Page> {
  const form = formsOf((await browser.get(at)).text).find(({ action }) => action === at);
  assert.ok(form !== undefined, at);
  return browser.send(at, { ...untouched(form), _do: 'save', ...given });
}

describe('A template', () => {
  test('for office hours brings the night with it, in one revision', async () => {
    const browser = await site.signedIn('admin');
    const page = await fill(browser, '/groups/_new/office', {
      number: '710',
      name: 'Office',
      'stages[0].members[0].value': 'anna',
    });
    assert.equal(page.to, '/groups/710', page.text);
    const { groups, switches } = await stored();
    const made = groups.find(({ number }) => number === '710');
    assert.deepEqual(made?.stages, [{ ringSec: 25, members: ['anna'] }]);
    const night = switches.find((one) => 'schedule' in one);
    assert.equal(night?.id, 'night-2', 'the house has a switch called night, which is turned by hand');
    assert.deepEqual(made.rules, [{ switch: 'night-2', when: 'on', to: { announcement: 'closed-de.wav' } }]);
    assert.equal((await store.configurations.head())?.revision, 2);
    const added = site.audited.filter(({ event }) => event === 'partAdded');
    assert.deepEqual(
      added.map(({ facts }) => facts['subject']),
      ['group 710', 'switch night-2'],
    );
    const words = (await browser.get('/what-would-happen?group=710&date=2026-11-25&time=23:00')).text;
    assert.match(words, /Announcement closed-de\.wav/);
  });

  test('uses the schedule that is there', async () => {
    const browser = await site.signedIn('admin');
    const made = { name: 'Office', 'stages[0].members[0].value': 'anna' };
    await fill(browser, '/groups/_new/office', { ...made, number: '710' });
    await fill(browser, '/groups/_new/office', { ...made, number: '711' });
    const { switches } = await stored();
    assert.equal(switches.length, 2);
    assert.equal((await group('711'))?.rules[0]?.switch, 'night-2');
  });

  test('that is refused leaves nothing behind, no switch either', async () => {
    const page = await fill(await site.signedIn('admin'), '/groups/_new/office', { number: '700', name: '' });
    assert.equal(page.status, 422);
    assert.match(page.text, /action="\/groups\/_new\/office"/);
    assert.equal((await store.configurations.head())?.revision, 1);
  });

  test('for an emergency service lets mobiles say who calls; one for support has two stages', async () => {
    const browser = await site.signedIn('admin');
    for (const [number, template] of [
      ['720', 'emergency'],
      ['721', 'support'],
    ] as const) {
      const page = await fill(browser, `/groups/_new/${template}`, {
        number,
        name: template,
        'stages[0].members[0].value': 'anna',
        'stages[1].members[0].value': 'bernd',
      });
      assert.equal(page.status, 303, page.text);
    }
    const [emergency, support] = [await group('720'), await group('721')];
    assert.deepEqual([emergency?.sayCaller, emergency?.missed.gaveUpAfterSec], [true, 0]);
    assert.deepEqual(support?.stages, [
      { ringSec: 15, members: ['anna'] },
      { ringSec: 25, members: ['bernd'] },
    ]);
  });

  test('that is none is not found', async () => {
    const browser = await site.signedIn('admin');
    for (const name of ['nothing', 'copy-999', 'toString'])
      assert.equal((await browser.get(`/groups/_new/${name}`)).status, 404, name);
  });
});

test('a copy has everything of the other group but number and name, and shares its switches', async () => {
  const browser = await site.signedIn('admin');
  assert.match((await browser.get('/groups/700')).text, /href="\/groups\/_new\/copy-700"/);
  const page = await fill(browser, '/groups/_new/copy-700', { number: '705', name: 'Second' });
  assert.equal(page.to, '/groups/705', page.text);
  assert.deepEqual(await group('705'), { ...(await group('700')), number: '705', name: 'Second' });
  assert.equal((await stored()).switches.length, 1);
});

describe('The guide to a first group', () => {
  const START = '/groups/_start';

  test('offers users and the extensions that FreeSWITCH knows, and makes users of these', async () => {
    const browser = await site.signedIn('admin');
    const { text } = await browser.get(START);
    assert.match(text, /FreeSWITCH 127\.0\.0\.1:8021 knows 2 extensions/);
    assert.match(text, /value="701"/);
    const page = await fill(browser, START, { phone: ['1005 Eva Ernst', 'bernd'], name: 'Reception' });
    assert.equal(page.to, '/groups/701', page.text);
    const { users } = await stored();
    const eva = users.find(({ extension }) => extension === '1005');
    assert.equal(eva?.name, 'Eva Ernst');
    assert.deepEqual((await group('701'))?.stages, [{ ringSec: 30, members: ['bernd', eva.id] }]);
    assert.match((await browser.get('/groups/701')).text, /The group is ready\. Dial 701/);
    const head = await store.configurations.head();
    assert.equal(head?.revision, 2, 'group and user are saved at once');
    assert.deepEqual(head.changes?.added, ['group 701', `user ${eva.id}`]);
    const added = site.audited.filter(({ event }) => event === 'partAdded');
    assert.deepEqual(
      added.map(({ facts }) => facts['subject']),
      ['group 701', `user ${eva.id}`],
    );
  });

  test('makes nobody a user where the group is refused, and keeps what was ticked and typed', async () => {
    const browser = await site.signedIn('admin');
    const form = formsOf((await browser.get(START)).text).find(({ action }) => action === START);
    assert.ok(form !== undefined);
    answers = false;
    const own = { phone: '1005 Eva Ernst', typed: '1006 Fritz Fuchs', number: '1006', name: 'Reception' };
    const refused = await browser.send(START, { ...untouched(form), ...own });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /id="faults".*1006.*<\/ul>/s);
    assert.match(refused.text, /value="1005 Eva Ernst" checked/);
    assert.match(refused.text, />1006 Fritz Fuchs<\/textarea>/);
    assert.match(refused.text, /name="number" value="1006".*name="name" value="Reception"/s);
    assert.equal((await store.configurations.head())?.revision, 1);
    assert.equal((await stored()).users.length, 2);
    const [again] = formsOf(refused.text).filter(({ action }) => action === START);
    assert.ok(again !== undefined);
    assert.equal((await browser.send(START, { ...untouched(again), number: '800' })).to, '/groups/800');
  });

  test('takes a phone of a domain that nobody has named yet, beside one of the house', async () => {
    const browser = await site.signedIn('admin');
    const typed = '1006\n1006@branch.example Eva Ernst';
    const page = await fill(browser, START, { typed, name: 'Both', number: '800' });
    assert.equal(page.to, '/groups/800', page.text);
    assert.equal((await group('800'))?.stages[0]?.members.length, 2);
    const { users } = await stored();
    assert.deepEqual(
      users.filter(({ extension }) => extension === '1006').map(({ domain }) => domain),
      [undefined, 'branch.example'],
    );
  });

  test('works without FreeSWITCH: it says what is missing, and takes what is typed', async () => {
    answers = false;
    const browser = await site.signedIn('admin');
    assert.match((await browser.get(START)).text, /connect ECONNREFUSED.*href="\/status"/s);
    const typed = '1006, Fritz Fuchs\n1001\n1007';
    const page = await fill(browser, START, { typed, name: 'Reception', number: '800' });
    assert.equal(page.to, '/groups/800', page.text);
    const { users } = await stored();
    const names = users.map(({ extension, name }) => `${extension ?? ''} ${name}`);
    assert.deepEqual(names, ['1001 Anna Albrecht', '1002 Bernd Berger', '1006 Fritz Fuchs', '1007 1007']);
    assert.equal((await group('800'))?.stages[0]?.members.length, 3);
  });

  test('says what is wrong, keeps what was typed, and saves nothing', async () => {
    const browser = await site.signedIn('admin');
    const empty = await fill(browser, START, { number: '700', name: '' });
    assert.equal(empty.status, 422);
    assert.match(empty.text, /at least one phone.*needs a name.*There is a group 700 already/s);
    const wrong = await fill(browser, START, { typed: 'Eva\n700', phone: 'anna', name: 'Reception' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /no extension that can be taken: Eva/);
    assert.match(wrong.text, /value="anna" checked/);
    assert.match(wrong.text, />Eva\s+700<\/textarea>/);
    // The number of a group is nobody's extension.
    assert.equal((await fill(browser, START, { typed: '700', name: 'Reception' })).status, 422);
    assert.equal((await store.configurations.head())?.revision, 1);
  });

  test('is for those who may change the configuration', async () => {
    assert.equal((await (await site.signedIn('viewer')).get(START)).status, 403);
  });

  test('is where the live page leads a house without groups, and who may make one', async () => {
    const leads = async (at: Site, who: 'admin' | 'viewer') =>
      (await (await at.signedIn(who)).get('/')).text.includes(`href="${START}"`);
    assert.equal(await leads(site, 'admin'), false, 'there are groups');
    const { configurations } = store;
    await importConfiguration({
      configurations,
      configuration: { ...(await stored()), groups: [] },
      author: 'test',
      reason: '',
      at: new Date(),
      base: 1,
    });
    await site.refresh();
    assert.equal(await leads(site, 'admin'), true);
    assert.equal(await leads(site, 'viewer'), false);
  });
});
