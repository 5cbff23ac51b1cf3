/** Things on which each route that changes something can be tried: parts, accounts, call-backs, mails, recordings. */
import { deliveryId } from '../../../src/base/store/deliveries.js';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { PERMISSIONS } from '../../../src/people/access/permissions.js';
import { deliverDue } from '../../../src/afterwards/mail/deliver.js';
import { withSecret } from '../../../src/afterwards/mail/link-secret.js';
import type { Store } from '../../../src/base/store/connection.js';
import { aContact, aMissed, aRecord } from '../../factories.js';
import { packed } from '../../../src/people/pages/contacts/state.js';
import type { Contact } from '../../../src/base/model/contact.js';
import { pngLogo } from '../../logo-files.js';
import { toneWav } from '../../sound-files.js';
import { formAt, formsOf, untouched } from '../../html-form.js';
import { delivery, mail, startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { Browser, withToken } from './browser.js';
import { HOUSE, startConfiguredSite } from './configured-site.js';
import { PASSWORD, type Site } from './site.js';

export const NOW = DateTime.utc(2026, 11, 25, 8);

const CONTENT = {
  ...HOUSE,
  groups: HOUSE.groups.map((group) => ({
    ...group,
    report: {
      to: ['boss@example.com'],
      at: '06:00',
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    },
  })),
};

let database: TestDatabase;
export let store: Store;
export let site: Site;
let folder: string;
export let admin: Browser;
export let user: Browser;
export let call: ReturnType<typeof withToken>;
export let usersCall: ReturnType<typeof withToken>;
let count = 0;

/** Starts the pages on a database of their own. */
export async function begin(): Promise<void> {
  database = await startDatabase();
  store = await database.store();
  folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-audit-'));
  const placed = { place: () => Promise.resolve({ kind: 'ringing' } as const), stop: () => undefined };
  site = await startConfiguredSite(store, CONTENT, {
    now: () => NOW,
    recordingsFolder: () => folder,
    placed,
  });
  admin = await site.signedIn('admin', { userId: 'anna' });
  user = await site.signedIn('user', { name: 'anna', userId: 'anna' });
  const token = async (name: string) => {
    const { text } = await site.access.addToken(name, 'test', PERMISSIONS, null);
    return withToken(site.url, text);
  };
  call = await token('admin');
  usersCall = await token('anna');
}

export async function end(): Promise<void> {
  await site.close();
  await database.close();
  await rm(folder, { recursive: true });
}

export const next = () => (count += 1);

/** A form of the pages, sent by an administrator. */
export async function send(where: string, fields: Record<string, string | string[]> = {}): Promise<number> {
  return (await admin.post(where, fields)).status;
}

/** A form that was opened, and is sent with other values. @param on the page that it is on */
export async function edit(
  where: string,
  fields: Record<string, string>,
  browser = admin,
  on = formAt(where),
): Promise<number> {
  const form = formsOf((await browser.get(on)).text).find(({ action }) => action === where);
  assert.ok(form !== undefined, `${where} has a form`);
  return (await browser.send(where, { ...untouched(form), ...fields })).status;
}

export async function remove(where: string): Promise<number> {
  const etag = /name="_etag" value="([^"]*)"/.exec((await admin.get(formAt(where))).text)?.[1] ?? '';
  return (await admin.post(`${where}/remove`, { _etag: etag }, where)).status;
}

export async function rest(method: string, where: string, body?: unknown): Promise<number> {
  const { status, text } = await call(method, where, body);
  assert.ok(status < 300, `${method} ${where}: ${status} ${text}`);
  return status;
}

export const parts = {
  groups: () => ({
    number: String(800 + next()),
    name: 'New',
    final: { hangup: 'USER_BUSY' },
    stages: [{ ringSec: 20, members: ['bernd'] }],
  }),
  users: () => ({ id: `user${next()}`, name: 'New', extension: String(2000 + count) }),
  switches: () => ({ id: `switch${next()}`, name: 'New', manual: { on: false } }),
  holidays: () => ({ id: `days${next()}`, country: 'DE' }),
  // Nothing listens there.
  webhooks: () => ({ id: `hook${next()}`, name: 'Hook', url: 'http://127.0.0.1:1/' }),
};

export type List = keyof typeof parts;

/** A test for a webhook that did not arrive; its id. */
export async function delivered(): Promise<string> {
  const test = {
    id: `test ${next()}`,
    type: 'webhook.test',
    at: NOW.toJSDate(),
    data: { who: 'admin' },
    webhook: 'x',
  } as const;
  const end = {
    state: 'failed',
    finishedAt: NOW.toJSDate(),
    error: 'no answer',
    code: undefined,
    tookMs: 1,
  } as const;
  await store.deliveries.addEnded(test, end);
  return deliveryId(test);
}

/** A part that is there, and its address. */
export async function part(list: List): Promise<string> {
  const content = parts[list]();
  await rest('POST', `/${list}`, content);
  return `/${list}/${'number' in content ? content.number : content.id}`;
}

/** The fields of the preview of a list with somebody who is new. */
export async function uploaded(): Promise<Record<string, string>> {
  const bytes = Buffer.from(`${3000 + next()};Somebody\n`);
  const { text } = await admin.upload('/users/_import/file', [{ name: 'list.csv', bytes }], '/users/_import');
  const form = formsOf(text).find(({ action }) => action === '/users/_import/preview');
  assert.ok(form !== undefined, text);
  return untouched(form) as Record<string, string>;
}

/** The running revision, and the one before it, which lacks a user. */
export async function twoRevisions(): Promise<{ readonly before: number; readonly base: string }> {
  await part('users');
  const { revision } = (await store.configurations.head()) ?? { revision: 0 };
  return { before: revision - 1, base: String(revision) };
}

export async function callback(): Promise<string> {
  const id = next();
  const number = `+4930231250${String(id).padStart(2, '0')}`;
  const item = await store.callbacks.addMissed(aMissed('700', number, NOW.toJSDate(), `c${id}`));
  return item?.id ?? '';
}

export async function done(): Promise<string> {
  const id = await callback();
  await rest('POST', `/callbacks/${id}/done`, {});
  return id;
}

/** Taken by the administrator. */
export async function taken(): Promise<string> {
  const id = await callback();
  await rest('POST', `/callbacks/${id}/take`);
  return id;
}

/** One more sign-in of the account; resolves with what its session is called. */
export async function session(name: string): Promise<string> {
  const keys = async () => (await store.sessions.list(name, NOW.toJSDate())).map(({ key }) => key);
  const before = new Set(await keys());
  await new Browser(site.url).signIn(name, PASSWORD);
  return (await keys()).find((key) => !before.has(key)) ?? '';
}

export async function failedMail(): Promise<string> {
  const id = `mail${next()}`;
  await store.mails.enqueue(mail({ id }));
  const recipients = [{ kind: 'refused' as const, words: '550 no such user' }];
  const { dependencies, now } = delivery(store, {
    delivered: 'sent',
    send: () => Promise.resolve({ kind: 'answered', recipients }),
  });
  await deliverDue(dependencies, now);
  return id;
}

export async function uploadSound(name = `sound${next()}.wav`): Promise<number> {
  return (await admin.upload('/sounds', [{ name, bytes: new Uint8Array(toneWav()) }], '/sounds')).status;
}

/** The name of one that is there. */
export async function sound(): Promise<string> {
  const name = `sound${next()}.wav`;
  await uploadSound(name);
  return name;
}

export async function uploadLogo(): Promise<number> {
  const files = [{ name: 'logo.png', bytes: new Uint8Array(pngLogo()) }];
  return (await admin.upload('/settings/logo', files, '/settings/logo')).status;
}

/** @param path of the interface */
export async function putFile(path: string, bytes: Buffer): Promise<number> {
  const { text } = await site.access.addToken('admin', 'files', PERMISSIONS, null);
  const { status } = await fetch(new URL(`/api/v1${path}`, site.url), {
    method: 'PUT',
    headers: { authorization: `Bearer ${text}` },
    body: new Uint8Array(bytes),
  });
  return status;
}

/** One that is in the address book. */
export async function contact(): Promise<Contact> {
  const one = aContact({ name: `Zoe ${next()}` }, '+493023125001');
  await store.contacts.add([one]);
  return one;
}

export async function editContact({ id, changedAt }: Contact): Promise<number> {
  const fields = { name: 'Zoé', number0: '030 23125002', seenAt: changedAt.toISOString() };
  return (await admin.post(`/contacts/${id}`, fields, '/contacts')).status;
}

/** By the form's preview, as somebody ticks it. */
export async function importContacts(): Promise<number> {
  const rows = [
    {
      line: 2,
      name: `Max ${next()}`,
      company: '',
      note: '',
      numbers: [{ kind: 'work', number: '030 23125003' }],
    },
  ];
  const fields = { state: await packed({ from: 'list.csv', rows }), 'take-new': 'yes', do: 'apply' };
  return (await admin.post('/contacts/_import/preview', fields, '/contacts')).status;
}

export const fetchContacts = (): Promise<number> => sendContacts('', 'export');

export async function sendContacts(text: string, what = 'import?take=new'): Promise<number> {
  const { text: token } = await site.access.addToken('admin', 'contacts', PERMISSIONS, null);
  const { status } = await fetch(new URL(`/api/v1/contacts/${what}`, site.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: text,
  });
  return status;
}

export async function recording(): Promise<string> {
  const id = `call${next()}`;
  await writeFile(path.join(folder, `${id}.wav`), 'RIFF');
  await store.calls.save(
    aRecord({ _id: id, channel: id, recording: `${id}.wav`, outcome: 'answered', endedAt: new Date() }),
  );
  return id;
}

export async function account(): Promise<string> {
  const name = `account${next()}`;
  await site.access.add({ name, role: 'viewer', userId: null, password: PASSWORD });
  return name;
}

/** One that can be mailed a link. */
export async function mailed(): Promise<string> {
  const name = await account();
  await store.accounts.change(name, { mail: `${name}@example.com` });
  return name;
}

/** One that was mailed a link. */
export async function linked(): Promise<string> {
  const name = await mailed();
  await rest('POST', `/accounts/${name}/link`);
  return name;
}

/** What opens the link of an account, as its mail would say. */
export async function secret(): Promise<string> {
  const name = await linked();
  const id = (await store.accounts.get(name))?.link?.id ?? '';
  const mail = { text: 'password/***', html: '' };
  const sent = await withSecret(mail, { account: name, id }, store.accounts, NOW.toJSDate());
  return sent?.secret ?? '';
}

export async function token(): Promise<string> {
  const { token: made } = await site.access.addToken('admin', 'x', ['status.read'], null);
  return made.id;
}

/** The settings as they were before the last change. */
export async function takeBack(way: 'page' | 'interface'): Promise<number> {
  const settings = (await call('GET', '/settings')).body as object;
  await rest('PUT', '/settings', { ...settings, maxGroups: 11 + (next() % 9) });
  const base = (await store.configurations.head())?.revision ?? 0;
  const where = `/revisions/${base - 1}/take-back`;
  if (way === 'interface') return rest('POST', where, { part: { kind: 'settings', id: '' } });
  return send(where, { base: String(base), kind: 'settings', id: '' });
}
