/**
 * The forms of the configuration: what is saved, what is refused and where it says so, and what happens
 * when two people edit.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { checkText } from '../../../src/base/configuration/check.js';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import type { Store } from '../../../src/base/store/connection.js';
import { formAt, formsOf, untouched } from '../../html-form.js';
import type { Browser, Page } from './browser.js';
import { startConfiguredSite } from './configured-site.js';
import { onOwnStores, type Site } from './site.js';

let store: Store;
let site: Site;
let now: DateTime;

onOwnStores(async (own) => {
  store = own;
  now = DateTime.utc(2026, 11, 25, 8);
  const checked = checkText(await readFile(path.join(projectFolder(), 'docs', 'example.yaml')));
  assert.ok(checked.kind === 'good');
  site = await startConfiguredSite(store, checked.configuration, { now: () => now });
  return site;
});

async function configuration(): Promise<Configuration> {
  return (await store.configurations.latest())?.content as Configuration;
}

const group = async (number: string) => (await configuration()).groups.find((one) => one.number === number);
const user = async (id: string) => (await configuration()).users.find((one) => one.id === id);

/** What a browser would send of the form on this page, unchanged. */
function fieldsOf({ text }: Page): Record<string, string | string[]> {
  const form = formsOf(text).find(({ controls }) => controls.some(({ name }) => name === '_etag'));
  return form === undefined ? {} : untouched(form);
}

/** Opens the form, changes fields, sends it. */
async function edit(
  browser: Browser,
  path: string,
  changes: Record<string, string | string[]>,
): Promise<Page> {
  const fields = fieldsOf(await browser.get(formAt(path)));
  return browser.send(path, { ...fields, _do: 'save', ...changes });
}

describe('A form that is sent unchanged', () => {
  for (const path of [
    '/groups/700',
    '/groups/701',
    '/users/anna',
    '/users/bernd',
    '/switches/night',
    '/holidays/bavaria',
    '/settings',
  ]) {
    test(`of ${path} changes nothing`, async () => {
      const browser = await site.signedIn('admin');
      const page = await edit(browser, path, {});
      assert.equal(page.status, 303, page.text);
      assert.match((await browser.get(page.to ?? '')).text, /Nothing had changed\./);
      assert.equal((await store.configurations.head())?.revision, 1);
    });
  }
});

describe('A group', () => {
  test('is changed, takes effect at once, and the audit log knows before and after', async () => {
    const browser = await site.signedIn('admin');
    const page = await edit(browser, '/groups/700', { name: 'Vertrieb', 'stages[0].ringSec': '25' });
    assert.equal(page.to, '/groups/700');
    const changed = await group('700');
    assert.deepEqual(
      [changed?.name, changed?.stages[0]?.ringSec, changed?.final],
      ['Vertrieb', 25, { voicemail: '1001' }],
    );
    assert.match((await browser.get('/groups')).text, /Vertrieb/);
    const { change, ...entry } = site.audited.at(-1) ?? {};
    assert.notDeepEqual(change?.before, change?.after);
    assert.deepEqual(entry, {
      who: 'admin',
      event: 'partChanged',
      facts: { subject: 'group 700' },
    });
  });

  test('with faults is not saved; each stands beside its field, and nothing that was typed is lost', async () => {
    const browser = await site.signedIn('admin');
    const page = await edit(browser, '/groups/700', {
      name: 'Neu <b>',
      'stages[0].ringSec': 'soon',
      'stages[1].members[0].value': 'nobody',
      'final.kind': 'group',
      'final.value': '999',
      display: '{grup}',
    });
    assert.equal(page.status, 422);
    assert.match(page.text, /value="Neu &lt;b&gt;"/);
    assert.match(page.text, /value="soon"[\s\S]{0,600}must be a whole number of seconds from 1 to 600/);
    assert.match(
      page.text,
      /value="nobody"[\s\S]{0,1800}there is no such user; there are: Anna Albrecht \(anna\)/,
    );
    assert.match(
      page.text,
      /name="final\.value" value="999"[\s\S]{0,1400}there is no such group; there are: .*Support \(701\)/,
    );
    assert.match(page.text, /value="\{grup\}"[\s\S]{0,300}placeholders are/);
    assert.equal((await group('700'))?.name, 'Sales');
  });

  test('tells its faults in German to a German reader', async () => {
    const browser = await site.signedIn('admin', { language: 'de' });
    const page = await edit(browser, '/groups/700', { 'stages[0].ringSec': '0', 'final.value': 'x' });
    assert.match(page.text, /eine ganze Zahl \(Sekunden\) von 1 bis 600/);
    assert.match(page.text, /eine Voicemailbox: 1 bis 15 Ziffern/);
  });

  test('tells a member who does not exist, an empty name and an empty destination, each linked to its field', async () => {
    const browser = await site.signedIn('admin');
    const page = await edit(browser, '/groups/700', {
      name: '',
      'stages[0].members[0].value': 'Eva',
      'final.kind': '',
      'final.value': '',
    });
    const list = /<ul class="mb-0">(.*?)<\/ul>/s.exec(page.text)?.[1]?.match(/<li>.*?<\/li>/g);
    assert.deepEqual(list, [
      '<li><a href="#f-name" data-field>Name</a>: must be filled in: 1 to 60 characters without control characters</li>',
      '<li><a href="#f-final-kind" data-field>Then the call goes to</a>: must be filled in: one destination: an extension, an external number, another group, a voicemail box, an announcement, or hanging up</li>',
      '<li><a href="#f-stages-0-members-0-value" data-field>Stage 1, member 1</a>: “Eva”: there is no such user; there are: Anna Albrecht (anna), Bernd Brandt (bernd), Clara Çelik (clara), Dieter Dahl (dieter)</li>',
    ]);
  });

  test('and another one are changed at the same moment, and both changes stay', async () => {
    const [one, other] = [
      await site.signedIn('admin', { name: 'one' }),
      await site.signedIn('admin', { name: 'other' }),
    ];
    const pages = await Promise.all([
      edit(one, '/groups/700', { name: 'First' }),
      edit(other, '/groups/701', { name: 'Second' }),
    ]);
    assert.deepEqual(
      pages.map(({ status }) => status),
      [303, 303],
    );
    assert.deepEqual(
      (await configuration()).groups.map(({ name }) => name),
      ['First', 'Second'],
    );
  });

  test('gets rows by buttons, which save nothing and lose nothing', async () => {
    const browser = await site.signedIn('admin');
    const added = await edit(browser, '/groups/700', { _do: 'add stages[0].members', name: 'Typed' });
    assert.equal(added.status, 200);
    assert.match(added.text, /name="stages\[0\]\.members\[2\]\.value"/);
    assert.match(added.text, /value="Typed"/);
    const removed = await browser.send('/groups/700', { ...fieldsOf(added), _do: 'remove stages[0]' });
    assert.doesNotMatch(removed.text, /name="stages\[1\]/);
    const up = await browser.send('/groups/700', { ...fieldsOf(added), _do: 'up rules[1]' });
    assert.match(up.text, /name="rules\[0\]\.switch"[\s\S]*?value="night" selected/);
    assert.equal((await store.configurations.head())?.revision, 1);
  });

  test('takes members as they are offered, by id, by name, as extension and as number outside', async () => {
    const browser = await site.signedIn('admin');
    const member = (index: number, kind: string, value: string) => ({
      [`stages[0].members[${index}].kind`]: kind,
      [`stages[0].members[${index}].value`]: value,
    });
    const page = await edit(browser, '/groups/701', {
      ...member(0, 'user', 'Anna Albrecht (anna)'),
      ...member(1, 'user', 'Bernd Brandt'),
      ...member(2, 'user', 'clara'),
      ...member(3, 'extension', '2001'),
      ...member(4, 'external', '030 23125005'),
      'stages[0].members[4].label': 'Office Berlin',
      'stages[0].members[4].delaySec': '3',
      'stages[0].members[4].confirm': 'on',
      ...member(5, 'user', ''),
    });
    assert.equal(page.status, 303, page.text);
    assert.deepEqual((await group('701'))?.stages[0]?.members, [
      'anna',
      'bernd',
      'clara',
      { extension: '2001' },
      { external: '030 23125005', label: 'Office Berlin', confirm: true, delaySec: 3 },
    ]);
  });

  test('is made, gets a report and a missed-call mail, and is deleted', async () => {
    const browser = await site.signedIn('admin');
    const made = await edit(browser, '/groups/_new', {
      number: '710',
      name: 'New',
      'final.kind': 'hangup',
      'final.value': 'USER_BUSY',
      '_block.report': 'on',
      'report.to': 'chef@example.com\nErika Muster <erika@example.com>',
      'report.at': '07:30',
      '_block.missed.mail': 'on',
      'missed.mail.to': 'team@example.com',
      'missed.mail.graceMin': '5',
    });
    assert.equal(made.to, '/groups/710');
    const found = await group('710');
    assert.deepEqual(found?.report?.to, [
      'chef@example.com',
      { name: 'Erika Muster', address: 'erika@example.com' },
    ]);
    assert.deepEqual(
      [found.report.at, found.report.days.length, found.missed.mail?.graceMin],
      ['07:30', 7, 5],
    );
    const { _etag, _csrf } = fieldsOf(await browser.get('/groups/710/form'));
    const gone = await browser.send('/groups/710/remove', { _etag: String(_etag), _csrf: String(_csrf) });
    assert.equal(gone.to, '/groups', gone.text);
    assert.equal(await group('710'), undefined);
  });

  test('or a switch, a user, a webhook without a short name gets one of its name', async () => {
    const browser = await site.signedIn('admin');
    const made = async (path: string, fields: Record<string, string>) =>
      (await edit(browser, `${path}/_new`, { id: '', ...fields })).to;
    const manual = { name: 'Notöffnung', 'manual.on': 'off' };
    assert.equal(await made('/switches', manual), '/switches/notoeffnung');
    assert.equal(await made('/switches', manual), '/switches/notoeffnung-2');
    assert.equal(await made('/users', { name: '李雷', extension: '1988' }), '/users/user');
    assert.equal(
      await made('/webhooks', { name: 'Team chat', format: 'slack', events: 'call.missed' }),
      '/webhooks/team-chat',
    );
    const nameless = await edit(browser, '/switches/_new', { id: '', ...manual, name: '' });
    assert.equal(nameless.status, 422);
  });

  test('that others send calls to cannot be deleted, and it is told which', async () => {
    const browser = await site.signedIn('admin');
    const { _etag, _csrf } = fieldsOf(await browser.get('/groups/701/form'));
    const refused = await browser.send('/groups/701/remove', { _etag: String(_etag), _csrf: String(_csrf) });
    assert.equal(refused.status, 409);
    assert.match(
      refused.text,
      /<a href="\/groups\/700\/form#f-rules-0-to-value">Group Sales \(700\): Rule 1<\/a>/,
    );
    assert.notEqual(await group('701'), undefined);
  });

  test('that is used is replaced by another one in one step, one revision and one entry of the audit log', async () => {
    const browser = await site.signedIn('admin');
    const made = await edit(browser, '/groups/_new', {
      number: '710',
      name: 'New',
      'final.kind': 'group',
      'final.value': '701',
    });
    assert.equal(made.status, 303);
    const before = (await store.configurations.head())?.revision ?? 0;
    const { _etag, _csrf } = fieldsOf(await browser.get('/groups/701/form'));
    const keys = { _etag: String(_etag), _csrf: String(_csrf) };
    const open = await browser.send('/groups/701/remove', { ...keys, references: 'remove' });
    assert.equal(open.status, 409);
    assert.match(
      open.text,
      /<a href="\/groups\/710\/form#f-final-(kind|value)">Group New \(710\): Then the call goes to<\/a>: must be one destination/,
    );
    // None is chosen beforehand: a click too many would let somebody's phone ring.
    assert.match(
      open.text,
      /name="by" required data-picker><option value="">Choose one<\/option>(<option value="7\d\d">[^<]*<\/option>)*<\/select>/,
    );
    assert.match(open.text, /<option value="710">New \(710\)<\/option>/);
    const audited = site.audited.length;
    const done = await browser.send('/groups/701/remove', { ...keys, references: 'replace', by: '700' });
    assert.equal(done.to, '/groups', done.text);
    assert.match(
      (await browser.get('/groups')).text,
      /701 is deleted\. In 2 places there is now Sales \(700\)\./,
    );
    assert.equal((await store.configurations.head())?.revision, before + 1);
    assert.deepEqual((await group('710'))?.final, { group: '700' });
    assert.equal(await group('701'), undefined);
    assert.deepEqual(
      site.audited.slice(audited).map(({ event, facts }) => [event, facts]),
      [['partRemoved', { subject: 'group 701', references: 'replaced by 700', in: 'group 700, group 710' }]],
    );
  });

  test('is read only for a viewer', async () => {
    const browser = await site.signedIn('viewer');
    const { text } = await browser.get('/groups/700/form');
    assert.match(text, /<fieldset disabled>/);
    assert.doesNotMatch(text, />\s*Save\s*</);
    assert.equal((await browser.post('/groups/700', { name: 'x' })).status, 403);
  });
});

test('what was understood of a typed number is shown beside it', async () => {
  const browser = await site.signedIn('admin', { language: 'de' });
  assert.match(
    (await browser.get('/users/anna')).text,
    /name="mobile\.number"[^>]*>[\s\S]{0,80}verstanden als \+49 171 \d+ \(0171 \d+\)/,
  );
  const page = await edit(browser, '/groups/700', {
    name: '',
    publicNumber: '(030) 231 25-070',
    'final.kind': 'external',
    'final.value': '030 23125005',
  });
  assert.match(page.text, /verstanden als \+49 30 23125070 \(030 23125070\)/);
  assert.match(page.text, /name="final\.value"[\s\S]{0,400}verstanden als \+49 30 23125005 \(030 23125005\)/);
});

describe('A number that somebody has already', () => {
  for (const [what, page, extension, owner] of [
    ['a user before', '/users/bernd', '1001', '<a href="/users/anna">Anna Albrecht (anna)</a>'],
    ['a user behind', '/users/anna', '1002', '<a href="/users/bernd">Bernd Brandt (bernd)</a>'],
    ['a group', '/users/anna', '700', '<a href="/groups/700">Sales (700)</a>'],
  ] as const) {
    test(`is refused beside its field, with a link to who has it: ${what}`, async () => {
      const browser = await site.signedIn('admin');
      const refused = await edit(browser, page, { extension });
      assert.equal(refused.status, 422);
      const fault = `“${extension}”: is taken already; it must be unique ${owner}`;
      assert.ok(
        refused.text.includes(`<a href="#f-extension" data-field>Extension</a>: ${fault}`),
        /<div class="alert alert-danger"[\s\S]*?<\/div>/.exec(refused.text)?.[0],
      );
    });
  }
});

describe('A user', () => {
  test('is found by parts of name, extension and mobile, and a number of hits is told', async () => {
    const browser = await site.signedIn('admin');
    for (const query of ['albr', '1001', '0171 39200', 'anna', '+49\u00a0171 39200', 'tel:+491713920011']) {
      const { text } = await browser.get(`/users?q=${encodeURIComponent(query)}`);
      assert.match(text, /Anna Albrecht/, query);
      assert.doesNotMatch(text, /Bernd/, query);
    }
    assert.match((await browser.get('/users?q=nobody')).text, /0 users/);
  });

  test('gets times for the mobile, also past midnight; the whole week can be emptied', async () => {
    const browser = await site.signedIn('admin');
    const page = await edit(browser, '/users/anna', {
      'mobile.windows[0].days': ['fri', 'sat'],
      'mobile.windows[0].from': '22:00',
      'mobile.windows[0].to': '6:00',
    });
    assert.equal(page.status, 303, page.text);
    assert.deepEqual((await user('anna'))?.mobile?.windows, [
      { days: ['fri', 'sat'], from: '22:00', to: '06:00' },
    ]);
    const emptied = await browser.send('/users/anna', {
      ...fieldsOf(await browser.get('/users/anna')),
      _do: 'remove mobile.windows[0]',
    });
    await browser.send('/users/anna', { ...fieldsOf(emptied), _do: 'save' });
    assert.deepEqual((await user('anna'))?.mobile?.windows, []);
  });

  test('changes the own mobile and nothing else, whatever is sent', async () => {
    const browser = await site.signedIn('user', { name: 'anna', userId: 'anna' });
    const page = await edit(browser, '/own', {
      'mobile.delaySec': '9',
      name: 'Chef',
      extension: '1002',
      id: 'bernd',
      'mobile.confirm': 'on',
    });
    assert.equal(page.to, '/own');
    const anna = await user('anna');
    assert.deepEqual([anna?.name, anna?.extension, anna?.mobile?.delaySec], ['Anna Albrecht', '1001', 9]);
    assert.equal((await browser.send('/users/bernd', { name: 'x' })).status, 403);
    assert.equal((await browser.get('/users/anna')).status, 403);
  });

  test('without a mobile has a form that changes nothing when it is sent unchanged', async () => {
    const without = (await configuration()).users.find(({ mobile }) => mobile === undefined);
    const browser = await site.signedIn('user', { userId: without?.id ?? '' });
    const page = await edit(browser, '/own', {});
    assert.equal(page.to, '/own', page.text);
    assert.equal((await store.configurations.head())?.revision, 1);
  });

  test('of an account that is nobody’s has no own settings', async () => {
    const browser = await site.signedIn('user', { name: 'guest', userId: 'gone' });
    assert.equal((await browser.get('/own')).status, 404);
  });
});

describe('A form from an attacker', () => {
  test('cannot reach a prototype, and thousands of rows do no harm', async () => {
    const browser = await site.signedIn('admin');
    const fields = fieldsOf(await browser.get('/groups/700/form'));
    const rows = Object.fromEntries(
      Array.from({ length: 1500 }, (_, index) => [`rules[${index}].switch`, 'night'] as const),
    );
    const page = await browser.send('/groups/700', {
      ...fields,
      ...rows,
      '__proto__.polluted': 'x',
      'constructor.prototype.polluted': 'x',
      'final.kind': '__proto__',
      'final.value': 'x',
      _do: 'save',
    });
    assert.equal(page.status, 422);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    for (const action of [
      'add __proto__',
      'add constructor.prototype',
      'remove __proto__[0]',
      'up stages[9999]',
      'add stages[0].__proto__',
    ]) {
      assert.notEqual((await browser.send('/groups/700', { ...fields, _do: action })).status, 500, action);
    }
    assert.equal((await store.configurations.head())?.revision, 1);
  });
});

describe('A switch', () => {
  test('is turned by hand, overridden until a time, and the override is ended', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/meeting/state', { do: 'on' }, '/switches');
    assert.equal((await store.switchStates.all()).find(({ id }) => id === 'meeting')?.on, true);
    await browser.post('/switches/night/state', { do: 'on', until: '2026-11-26 08:00' }, '/switches');
    assert.match((await browser.get('/switches')).text, /until 26 Nov 2026, 08:00, then off/);
    assert.deepEqual(
      (await store.switchStates.all()).find(({ id }) => id === 'night')?.override?.until,
      new Date('2026-11-26T07:00:00Z'),
    );
    await browser.post('/switches/night/state', { do: 'clear' }, '/switches');
    assert.doesNotMatch((await browser.get('/switches')).text, /overridden/);
    assert.deepEqual(
      site.audited.map(({ event }) => event).filter((event) => event !== 'signedIn'),
      ['switchTurned', 'switchOverridden', 'overrideEnded'],
    );
  });

  const override = async () => (await store.switchStates.all()).find(({ id }) => id === 'night')?.override;

  test('with a schedule is turned until the schedule changes, and turning it back ends that', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/night/state', { do: 'on', end: 'schedule' }, '/switches');
    assert.deepEqual(await override(), { on: true, until: new Date('2026-11-25T17:00:00Z') });
    assert.match(
      (await browser.get('/switches')).text,
      /overridden<\/span>, until 25 Nov 2026, 18:00, then on/,
    );
    await browser.post('/switches/night/state', { do: 'off', end: 'schedule' }, '/switches');
    assert.equal(await override(), undefined);
  });

  test('turned from the first page, which offers no end, follows its schedule again by itself', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/night/state', { do: 'on', back: '/' }, '/switches');
    assert.deepEqual((await override())?.until, new Date('2026-11-25T17:00:00Z'));
  });

  test('overridden without an end is a warning on the first page after a day, not before', async () => {
    const browser = await site.signedIn('admin');
    await browser.post('/switches/night/state', { do: 'on', end: 'changed' }, '/switches');
    assert.deepEqual(await override(), { on: true });
    now = now.plus({ hours: 23 });
    assert.doesNotMatch((await browser.get('/')).text, /more than a day/);
    now = now.plus({ hours: 2 });
    const later = await site.signedIn('admin', { name: 'later' });
    assert.match((await later.get('/')).text, /“Night” has been overridden for more than a day/);
  });

  test('is not turned until a time that is none, or past', async () => {
    const browser = await site.signedIn('admin');
    for (const [until, why] of [
      ['soon', /is not understood/],
      ['2026-11-24 08:00', /is over already/],
      ['2026-02-30 08:00', /a day that does not exist/],
    ] as const) {
      const refused = await browser.post('/switches/night/state', { do: 'on', until }, '/switches');
      assert.equal(refused.status, 422);
      assert.match(refused.text, why, until);
    }
    assert.deepEqual(await store.switchStates.all(), []);
  });

  test('keeps its rules: one that a group asks cannot be deleted', async () => {
    const browser = await site.signedIn('admin');
    const { _etag, _csrf } = fieldsOf(await browser.get('/switches/night'));
    const refused = await browser.send('/switches/night/remove', {
      _etag: String(_etag),
      _csrf: String(_csrf),
    });
    assert.equal(refused.status, 409);
  });
});

test('a holiday calendar shows the days that come of it', async () => {
  const browser = await site.signedIn('admin');
  const { text } = await browser.get('/holidays/bavaria');
  assert.match(text, /<td[^>]*>24 Dec 2026<\/td><td[^>]*>Christmas Eve \(from 12:00\)<\/td>/);
  assert.match(text, /<td[^>]*>6 Jan 2027<\/td>/);
  const nowhere = await edit(browser, '/holidays/bavaria', { state: 'XX' });
  assert.equal(nowhere.status, 422);
  assert.match(nowhere.text, /must be one of BB, /);
  const never = await edit(browser, '/holidays/bavaria', { 'ownDays[0].date': '13-45' });
  // Above the form and beside the field.
  assert.equal(never.text.match(/must be a date such as/g)?.length, 2);
});
