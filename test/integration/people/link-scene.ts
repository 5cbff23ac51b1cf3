/** Pages whose mails with links go through the real mail room to a real SMTP server, with a clock that a test sets. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { after, afterEach, before, beforeEach } from 'node:test';
import { DateTime, type DurationLike } from 'luxon';
import { deliverDue, type DeliveryRun } from '../../../src/afterwards/mail/deliver.js';
import { loadMailTemplates } from '../../../src/afterwards/mail/templates.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { createLog } from '../../../src/base/log.js';
import type { Store } from '../../../src/base/store/connection.js';
import type { SiteParts } from '../../../src/people/http/parts.js';
import { startSmtpServer, type FakeSmtpServer, type ReceivedMail } from '../../fakes/smtp-server.js';
import { delivery, startDatabase, transportTo, type TestDatabase } from '../afterwards/mail/harness.js';
import { Browser, type Page } from './browser.js';
import { startConfiguredSite } from './configured-site.js';
import type { Site } from './site.js';

export const PUBLIC_URL = 'https://phones.example.com/';
export const ANNA = 'anna@example.com';
export const NEW = 'a quiet winter morning';

let database: TestDatabase;
let clock: DateTime;
let smtp: FakeSmtpServer;
let stopSmtp: () => Promise<void>;
const noted = new EventEmitter();

export let store: Store;
export let site: Site;
export let admin: Browser;
/** Errors that the log has. */
export let logged: string[];
export let entries: { who: string; event: string; facts: Readonly<Record<string, string>> }[];

/** @param given what the file's pages have otherwise */
export function onLinkScene(given: Partial<SiteParts> = {}): void {
  before(async () => {
    database = await startDatabase();
  });
  after(() => database.close());
  beforeEach(async () => {
    clock = DateTime.utc(2026, 11, 25, 8);
    entries = [];
    logged = [];
    const log = createLog('silent');
    log.error = (facts: object) => void logged.push(JSON.stringify(facts));
    smtp = await startSmtpServer();
    stopSmtp = () => smtp.close();
    store = await database.store();
    site = await startConfiguredSite(store, undefined, {
      now: () => clock,
      log,
      renderMail: await loadMailTemplates(path.join(projectFolder(), 'templates')),
      linkWay: { kind: 'ready', publicUrl: PUBLIC_URL },
      audit: {
        note: (who, event, facts = {}) => {
          entries.push({ who, event, facts });
          noted.emit(event);
          return Promise.resolve();
        },
      },
      ...given,
    });
    admin = await site.signedIn('admin');
  });
  afterEach(async () => {
    await site.close();
    await stopSmtp();
  });
}

export function later(by: DurationLike): void {
  clock = clock.plus(by);
}

/** What the job of the service does, over SMTP. */
export async function sendMails(): Promise<DeliveryRun> {
  const transport = transportTo(smtp.port);
  try {
    return await deliverDue(delivery(store, transport).dependencies, () => clock.toJSDate());
  } finally {
    transport.close();
  }
}

export const received = (): readonly ReceivedMail[] => smtp.mails;

/** The path of the link in a mail that arrived: the same in text and HTML, and it begins with PUBLIC_URL. */
export function linkIn(mail: ReceivedMail | undefined): string {
  const links = (text: string) => [...text.matchAll(/https?:\/\/[^\s"<]+/g)].map(([link]) => link);
  const all = new Set([
    ...links(mail?.parsed.text ?? ''),
    ...links(mail?.parsed.html === false ? '' : (mail?.parsed.html ?? '')),
  ]);
  assert.equal(all.size, 1, [...all].join(' '));
  const [link = ''] = all;
  assert.match(link, /^https:\/\/phones\.example\.com\/password\/[A-Za-z0-9_-]{43}$/);
  return link.slice(PUBLIC_URL.length - 1);
}

/** Sends what waits; resolves with the link of the newest mail. */
export async function arrivedLink(): Promise<string> {
  await sendMails();
  return linkIn(smtp.mails.at(-1));
}

/** As an administrator does on the page Accounts. */
export async function invite(name = 'anna', mail = ANNA, role = 'viewer'): Promise<Page> {
  const fields = { name, role, userId: '', mail, password: '' };
  return admin.post('/accounts', fields, '/accounts');
}

/** Opens the link in a browser of its own and sets the password. */
export async function setPassword(link: string, password = NEW, browser = new Browser(site.url)) {
  const page = await browser.post(link, { password }, link);
  return { browser, page };
}

/** Asks on the sign-in page for a link, and waits until it is queued unless nobody gets one. */
export async function forgot(
  name: string,
  { isKnown, headers = {} }: { readonly isKnown: boolean; readonly headers?: Record<string, string> },
): Promise<Page> {
  const sent = isKnown ? once(noted, 'accountLinkSent') : undefined;
  const page = await new Browser(site.url, 'en', headers).post('/password', { name }, '/password');
  await sent;
  return page;
}

/** Everything that is stored, as text. */
export async function allThatIsStored(): Promise<string> {
  const collections = await store.connection.db?.collections();
  const all = await Promise.all((collections ?? []).map((one) => one.find().toArray()));
  return JSON.stringify(all);
}

/** Sends the form although its page does not have one any more: a page that was opened before. */
export async function setPasswordAnyhow(link: string): Promise<Page> {
  return new Browser(site.url).post(link, { password: NEW }, '/password');
}
