/** Calls of before somebody was in the address book are shown with the name that it has now. Nothing is stored. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import { pino } from 'pino';
import { keepBook, type KeptBook } from '../../../src/base/contacts/keep-book.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import type { Store } from '../../../src/base/store/connection.js';
import { contactDesk } from '../../../src/people/operations/contacts.js';
import { aRecord } from '../../factories.js';
import { withToken, type Browser } from './browser.js';
import { HOUSE, startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

const NOW = DateTime.utc(2026, 11, 25, 12);
const AT = NOW.minus({ days: 1 }).toJSDate();
const NUMBER = '+493023125001';

const from = (number: string, name: string | null = null) => ({
  withheld: false,
  number,
  e164: number,
  name,
});

const call = (id: string, caller: CallRecord['caller']) =>
  aRecord({
    _id: id,
    channel: id,
    startedAt: AT,
    caller,
    route: [{ group: '700', by: null, to: null }],
    outcome: 'gaveUp',
    missed: { group: '700', text: 'gave up', why: { kind: 'gaveUp', afterSec: 14, stage: 1 } },
  });

const UNNAMED = call('unnamed', from(NUMBER));
const NAMED = call('named', from(NUMBER, 'As the trunk said'));
const WITHHELD = call('withheld', { withheld: true, number: NUMBER, e164: NUMBER, name: null });
const COLLEAGUE = call('colleague', { withheld: false, number: '1002', e164: null, name: null });

let store: Store;
let site: ConfiguredSite;
let admin: Browser;
let kept: KeptBook;

onOwnStores(async (own) => {
  store = own;
  const [group] = HOUSE.groups;
  const groups = [{ ...group, report: { to: [{ name: 'B', address: 'b@pbx.example' }], callList: true } }];
  const content = { ...HOUSE, settings: { ...HOUSE.settings, callerNames: 'trunk' }, groups };
  kept = keepBook({ store: own.contacts, log: pino({ enabled: false }), pollMs: 3_600_000 });
  const audit = { note: () => Promise.resolve() };
  site = await startConfiguredSite(store, content, {
    contacts: contactDesk({ store: own.contacts, kept, audit, snapshot: () => undefined }),
    now: () => NOW,
    liveCalls: () => [UNNAMED],
    renderMail: (name, view) => ({ html: JSON.stringify(view), text: name }),
  });
  admin = await site.signedIn('admin');
  for (const one of [UNNAMED, NAMED, WITHHELD, COLLEAGUE]) await store.calls.save(one);
  await store.callbacks.addMissed({
    group: '700',
    caller: { key: NUMBER, number: NUMBER, name: null },
    call: { record: 'unnamed', channel: 'unnamed', at: AT, why: { kind: 'gaveUp', afterSec: 14, stage: 1 } },
    mergeHours: 24,
    noticeAt: undefined,
  });
  return site;
});

type Api = ReturnType<typeof withToken>;

async function program(): Promise<Api> {
  const permissions = ['calls.read', 'callbacks.read', 'contacts.write', 'live.read'] as const;
  const { text } = await site.access.addToken('admin', 'test', [...permissions], null);
  return withToken(site.url, text);
}

/** The id. */
async function contact(api: Api, name: string, number: string): Promise<string> {
  const body = { name, numbers: [{ kind: 'work', number }] };
  const made = await api('POST', '/contacts', body);
  assert.equal(made.status, 201, made.text);
  return (JSON.parse(made.text) as { id: string }).id;
}

const PAGES = ['/', '/calls', '/calls/unnamed', '/calls.csv', '/callbacks', '/reports/700/2026-11-24/html'];
const pages = (browser: Browser) =>
  Promise.all(PAGES.map(async (path) => ({ path, text: (await browser.get(path)).text })));

test('pages and files show it, and no more once the contact is gone', async () => {
  const api = await program();
  for (const { path, text } of await pages(admin)) assert.doesNotMatch(text, /Max Muster/, path);
  const id = await contact(api, 'Max Muster', NUMBER);
  for (const { path, text } of await pages(admin)) assert.match(text, /Max Muster/, path);
  await api('DELETE', `/contacts/${id}`);
  for (const { path, text } of await pages(admin)) assert.doesNotMatch(text, /Max Muster/, path);
});

test('the interface says it too, and stored calls stay as they were', async () => {
  const api = await program();
  await contact(api, 'Max Muster', NUMBER);
  for (const path of ['/calls', '/calls/unnamed', '/callbacks', '/live']) {
    const { status, text } = await api('GET', path);
    assert.equal(status, 200, path);
    assert.match(text, /"name":"Max Muster"/, path);
  }
  const [item] = await store.callbacks.live('700');
  assert.equal(item?.caller.name, null);
  assert.equal((await store.calls.get('unnamed'))?.caller.name, null);
});

test('a name that came with the call stays; a withheld number and a phone of the house get none', async () => {
  // The book takes no phone of the house, but one that is in it may become one.
  await store.contacts.add(
    [NUMBER, '1002'].map((number, index) => ({
      id: `contact-${index}`,
      name: 'Max Muster',
      company: '',
      note: '',
      numbers: [{ kind: 'work', number }],
      changedAt: AT,
      changedBy: 'anna',
    })),
  );
  await kept.refresh();
  const api = await program();
  const nameOf = async (id: string) => {
    const { text } = await api('GET', `/calls/${id}`);
    return (JSON.parse(text) as CallRecord).caller.name;
  };
  assert.equal(await nameOf('named'), 'As the trunk said');
  assert.equal(await nameOf('unnamed'), 'Max Muster');
  assert.equal(await nameOf('withheld'), null);
  assert.equal(await nameOf('colleague'), null);
});

test('an observer sees the name as those of other calls, and no number', async () => {
  await contact(await program(), 'Max 030 23125001', NUMBER);
  const observer = await site.signedIn('observer');
  for (const { path, text } of await pages(observer)) {
    assert.doesNotMatch(text.replaceAll(/\D/g, ''), /3023125001/, path);
  }
  assert.match((await observer.get('/calls')).text, /Max 030/);
});
