/** The outbox pages show what became of each mail, and a hostile mail does nothing there. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { DateTime } from 'luxon';
import { deliverDue } from '../../../../src/afterwards/mail/deliver.js';
import type { RecipientResult } from '../../../../src/afterwards/mail/transport.js';
import type { Store } from '../../../../src/base/store/connection.js';
import {
  ANNA,
  BERND,
  CREATED,
  delivery,
  mail,
  minutesLater,
  startDatabase,
  transportTo,
  type TestDatabase,
} from './harness.js';
import { startSmtpServer } from '../../../fakes/smtp-server.js';
import { aSnapshot } from '../../../factories.js';
import type { Browser } from '../../people/browser.js';
import { startSite, type Site } from '../../people/site.js';

const ID = 'report 700 2026-11-22';
const PATH = 'outbox/report%20700%202026-11-22';
const NOW = minutesLater(CREATED, 30);

let database: TestDatabase;
let store: Store;
let admin: Site;
let browser: Browser;

before(async () => {
  database = await startDatabase();
});
after(() => database.close());
beforeEach(async () => {
  store = await database.store();
  admin = await startSite(store, {
    now: () => DateTime.fromJSDate(NOW, { zone: 'utc' }),
    snapshot: () => aSnapshot(),
  });
  browser = await admin.signedIn('admin');
});
afterEach(() => admin.close());

async function page(where: string): Promise<string> {
  const { status, text } = await browser.get(`/${where}`);
  assert.equal(status, 200, where);
  return text;
}

/** Delivers what is due; the answers are those of the recipients, in order. */
async function delivering(...recipients: RecipientResult[]): Promise<void> {
  const transport = {
    delivered: 'sent' as const,
    send: () => Promise.resolve({ kind: 'answered' as const, recipients }),
  };
  const { dependencies, now } = delivery(store, transport);
  await deliverDue(dependencies, now);
}

async function failing(): Promise<void> {
  await store.mails.enqueue(mail({ to: [ANNA, BERND] }));
  await delivering({ kind: 'accepted' }, { kind: 'refused', words: '550 no such user' });
}

/** With the form's token. */
async function post(where: string, headers: Record<string, string>) {
  const token = /name="_csrf" value="([^"]+)"/.exec(await page('account'))?.[1] ?? '';
  return browser.send(`/${where}`, { _csrf: token }, headers);
}

test('an empty outbox says so, and where mails go', async () => {
  const shown = await page('outbox');
  assert.match(shown, /No mail yet\./);
  assert.match(shown, /Mails go to the mail server mail\.example\.com/);
});

test('the list shows each mail with what became of it', async () => {
  await failing();
  await store.mails.enqueue(mail({ id: 'missed 1', kind: 'missedCall', subject: 'Missed call' }));
  await delivering({ kind: 'later', words: '450 greylisted' });
  const shown = await page('outbox');
  assert.match(shown, /<a href="\/outbox\/report%20700%202026-11-22">Support on Sunday<\/a>/);
  assert.match(
    shown,
    /<span class="badge bg-red-lt">failed<\/span><br>attempts: 1<br><span class="text-danger">550 no such/,
  );
  assert.match(shown, /<span class="text-danger">bernd@example\.org<\/span>/);
  assert.match(
    shown,
    /<span class="badge bg-blue-lt">waiting<\/span><br>attempts: 1<br>next at 23 Nov 2026, 07:31:00<br>.*450 greylisted/,
  );
  assert.match(shown, /<td class="text-nowrap" data-label="[^"]+">23 Nov 2026, 07:30:00<\/td>/);
  assert.match(shown, /<td data-label="What">missed call, group 700<\/td>/);
});

test('the status page counts the mails that wait and those that failed, and links to them', async () => {
  await failing();
  await store.mails.enqueue(mail({ id: 'b' }));
  const shown = await page('status');
  assert.match(
    shown,
    /<a href="\/outbox">1 waiting<\/a>, <a class="badge bg-red-lt" href="\/outbox">1 failed<\/a>/,
  );
});

test('the page of a mail shows what each recipient got, the text, and the HTML in a sandbox', async () => {
  await failing();
  const shown = await page(PATH);
  assert.match(shown, /Anna Beispiel &lt;anna@example\.com&gt;: <span>got it<\/span>/);
  assert.match(shown, /bernd@example\.org: <span class="text-danger">failed \(550 no such user\)<\/span>/);
  assert.match(shown, /<pre class="text-pre mb-0">12 calls, 2 missed\n<\/pre>/);
  assert.match(shown, /<iframe class="mail" sandbox="" src="\/outbox\/report%20700%202026-11-22\/html"/);
  assert.match(
    shown,
    /<form class="mt-3" method="post" action="\/outbox\/report%20700%202026-11-22\/retry">/,
  );
});

test('a mail that was sent cannot be sent again', async () => {
  await store.mails.enqueue(mail());
  await delivering({ kind: 'accepted' });
  assert.doesNotMatch(await page(PATH), /retry/);
});

test('a mail with script in it is inert', async () => {
  const evil = '<script>alert(1)</script>';
  await store.mails.enqueue(
    mail({
      id: `"><x>/../ ${evil}`,
      subject: evil,
      text: evil,
      html: evil,
      to: [{ name: evil, address: 'a@b.example' }],
    }),
  );
  const encoded = `outbox/${encodeURIComponent(`"><x>/../ ${evil}`)}`;
  for (const where of ['outbox', encoded]) {
    const shown = await page(where);
    assert.doesNotMatch(shown, /<script>/);
    assert.match(shown, /&lt;script&gt;alert\(1\)/);
  }
  const html = await browser.get(`/${encoded}/html`);
  assert.equal(html.text, evil);
  assert.equal(
    html.headers.get('content-security-policy'),
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  );
  assert.equal(html.headers.get('x-content-type-options'), 'nosniff');
});

test('the pages allow nothing inline, no frame but their own and no form to elsewhere', async () => {
  const { headers } = await browser.get('/outbox');
  assert.equal(
    headers.get('content-security-policy'),
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "media-src 'self'",
      "base-uri 'none'",
      "frame-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join(';'),
  );
  assert.equal(headers.get('cache-control'), 'no-store');
});

test('attachments are saved, whatever they are', async () => {
  const content = '<script>alert(1)</script>\nMüller';
  await store.mails.enqueue(
    mail({ attachments: [{ filename: 'Anrufe "März".html', contentType: 'text/html', content }] }),
  );
  assert.match(await page(PATH), /<a href="\/outbox\/report%20700%202026-11-22\/attachments\/0">Anrufe/);
  const got = await browser.get(`/${PATH}/attachments/0`);
  assert.equal(got.headers.get('cache-control'), 'no-store');
  assert.equal(got.text, content);
  assert.match(got.headers.get('content-disposition') ?? '', /^attachment; filename=.*M%C3%A4rz/);
  assert.match(got.headers.get('content-type') ?? '', /^application\/octet-stream/);
});

test('what is unknown is not found', async () => {
  await store.mails.enqueue(mail());
  for (const where of [
    'outbox/unknown',
    'outbox/unknown/html',
    'outbox/unknown/attachments/0',
    `${PATH}/attachments/0`,
    `${PATH}/attachments/x`,
  ]) {
    assert.equal((await browser.get(`/${where}`)).status, 404, where);
  }
  const { status } = await post('outbox/unknown/retry', { 'sec-fetch-site': 'same-origin' });
  assert.equal(status, 404);
});

test('an address that cannot be read is refused, and is no failure of the service', async () => {
  for (const where of ['/outbox/%E0', '/outbox/%', '/outbox/%00%ff/html', '/callback/%E0%A4%A']) {
    assert.equal((await browser.get(where)).status, 400, where);
  }
  for (const where of [
    '/calls/%E0',
    '/groups/%',
    '/recordings/%c3',
    '/assets/%E0',
    '/api/v1/callbacks/%E0',
  ]) {
    const { status } = await browser.get(where);
    assert.ok(status >= 400 && status < 500, `${where}: ${status}`);
  }
  for (const where of [
    '/outbox/%E0/retry',
    '/callbacks/%E0/take',
    '/callback/%',
    '/api/v1/callbacks/%E0/take',
  ]) {
    const { status } = await post(where.slice(1), { 'sec-fetch-site': 'same-origin' });
    assert.ok(status >= 400 && status < 500, `${where}: ${status}`);
  }
});

test('a mail that no server took for 48 hours is a visible failure, and arrives when the server is mended', async () => {
  await store.mails.enqueue(mail());
  const gone = await startSmtpServer();
  await gone.close();
  const broken = delivery(store, transportTo(gone.port));
  for (let tries = 0; tries < 100; tries += 1) {
    await deliverDue(broken.dependencies, broken.now);
    const { nextAt } = (await store.mails.get(ID)) ?? {};
    if (nextAt === undefined) break;
    broken.clock.now = nextAt;
  }
  assert.match(
    await page('outbox'),
    /bg-red-lt">failed<[^]*Given up after 48 hours: No connection to the mail server/,
  );
  assert.match(await page('status'), /1 [^<]*failed|failed[^<]*1/);
  const response = await post(`${PATH}/retry`, { 'sec-fetch-site': 'same-origin' });
  assert.equal(response.status, 303);
  const mended = await startSmtpServer();
  const transport = transportTo(mended.port);
  const again = delivery(store, transport);
  again.clock.now = broken.clock.now;
  assert.equal((await deliverDue(again.dependencies, again.now)).delivered, 1);
  assert.deepEqual(
    mended.mails.map(({ to }) => to),
    [['anna@example.com']],
  );
  assert.match(await page(PATH), /bg-green-lt">sent</);
  transport.close();
  await mended.close();
});

test('a failed mail can be dismissed: it stays in the list, with its reason, and can be sent later', async () => {
  await failing();
  assert.match(await page(PATH), /action="\/outbox\/report%20700%202026-11-22\/dismiss"/);
  const response = await post(`${PATH}/dismiss`, { 'sec-fetch-site': 'same-origin' });
  assert.deepEqual([response.status, response.to], [303, '/outbox/report%20700%202026-11-22']);
  assert.equal((await store.mails.get(ID))?.state, 'dismissed');
  assert.match(await page('outbox'), /bg-secondary-lt">failed, dismissed<[^]*550 no such user/);
  const shown = await page(PATH);
  assert.match(shown, /Send again/);
  assert.doesNotMatch(shown, /Dismiss/);
  assert.deepEqual(admin.audited.at(-1), {
    who: 'admin',
    event: 'mailDismissed',
    facts: { subject: `mail ${ID}` },
    change: { before: { state: 'failed' }, after: { state: 'dismissed' } },
  });
  assert.equal((await post('outbox/nothing/dismiss', { 'sec-fetch-site': 'same-origin' })).status, 404);
  assert.equal((await post(`${PATH}/dismiss`, { 'sec-fetch-site': 'cross-site' })).status, 403);
});

test('a failed mail is sent again at the push of a button', async () => {
  await failing();
  const response = await post(`${PATH}/retry`, { 'sec-fetch-site': 'same-origin' });
  assert.equal(response.status, 303);
  assert.equal(response.to, '/outbox/report%20700%202026-11-22');
  const again = await store.mails.get(ID);
  assert.equal(again?.state, 'waiting');
  assert.deepEqual(again.nextAt, NOW);
});

test('a browser without Sec-Fetch-Site is known by its origin', async () => {
  await failing();
  const { status } = await post(`${PATH}/retry`, { origin: admin.url.slice(0, -1) });
  assert.equal(status, 303);
});

const FOREIGN: readonly Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  {},
];

for (const headers of FOREIGN) {
  test(`a form from elsewhere changes nothing: ${JSON.stringify(headers)}`, async () => {
    await failing();
    const response = await post(`${PATH}/retry`, headers);
    assert.equal(response.status, 403);
    assert.equal((await store.mails.get(ID))?.state, 'failed');
  });
}

test('while the database cannot be read, nobody is let in, and nobody learns why', async () => {
  await store.close();
  const { status, text } = await browser.get('/outbox');
  assert.equal(status, 503);
  assert.equal(text, 'This page cannot be shown now; the log says why.\n');
});
