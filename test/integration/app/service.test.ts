/**
 * The whole service from its start to its stop: example configuration, one owner of the folder, import
 * while it runs, errors, records.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { MongoClient } from 'mongodb';
import { placeCall, socketDialplan, type CallOptions, type PlacedCall } from '../../../scripts/peer/call.js';
import { realClock } from '../../../scripts/peer/clock.js';
import { parsePhone } from '../../../scripts/peer/phones.js';
import { readConfig } from '../../../src/app/config.js';
import { checkText } from '../../../src/base/configuration/check.js';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import { openDatabase } from '../../../src/app/database.js';
import { createLog } from '../../../src/base/log.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import { startService, type Service } from '../../../src/app/service.js';
import { connectStore } from '../../../src/base/store/connection.js';
import { Browser } from '../people/browser.js';

const CONFIGURATION = `
version: 1
settings: { country: DE, timezone: Europe/Berlin, domain: 127.0.0.1 }
users:
  - { id: anna, name: Anna, extension: "1001" }
groups:
  - number: "700"
    name: Test
    stages: [{ ringSec: 1, members: [anna] }]
    final: { hangup: USER_BUSY }
    language: en
    missed: { mail: { to: [team@example.com], graceMin: 0 } }
`;

let folder: string;
let service: Service;
let browser: Browser;

async function start(): Promise<Service> {
  const env = { ESL_PORT: '0', ADMIN_PORT: '0', DATA_DIR: folder, FREESWITCH_EVENTS: 'none' };
  return startService(readConfig(env), createLog('silent'));
}

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-service-'));
  service = await start();
  browser = new Browser(service.adminUrl);
  await browser.signIn('admin', (await service.firstPassword) ?? '');
});
after(async () => {
  await service.stop(0);
  await rm(folder, { recursive: true, force: true });
});

function call(options: Partial<CallOptions> = {}, phones: readonly string[] = []): PlacedCall {
  return placeCall({
    clock: realClock(),
    to: '700',
    from: '03023125001',
    phones: phones.map(parsePhone).filter((phone) => phone !== undefined),
    dialplan: socketDialplan(service.socketAddress),
    ...options,
  });
}

async function importHere(yaml: string): Promise<void> {
  const database = await openDatabase({ dataFolder: folder });
  const store = await connectStore(database.uri);
  const checked = checkText(yaml);
  assert.ok(checked.kind === 'good');
  const { configurations } = store;
  const { configuration } = checked;
  await importConfiguration({
    configurations,
    configuration,
    author: 'test',
    reason: 'test',
    at: new Date(),
  });
  await store.close();
  await database.close();
}

/** Asks the page until it shows what is waited for. */
async function pageWith(path: string, text: RegExp): Promise<string> {
  for (;;) {
    const page = await browser.get(path);
    if (text.test(page.text)) return page.text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('an empty folder gets the example, and the page shows it', async () => {
  await pageWith('/callbacks', /Support \(701\)/);
  const page = await pageWith('/status', /revision 1,/);
  assert.match(page, /embedded, in /);
  assert.match(page, new RegExp(service.socketAddress.replaceAll('.', '\\.')));
  assert.notEqual(service.firstCall, undefined);
});

test('a second service on the same folder is refused, and says who has it', async () => {
  await assert.rejects(start(), new RegExp(String(process.pid)));
});

test('a running service takes up an import at once, and records the call', { timeout: 20_000 }, async () => {
  await importHere(CONFIGURATION);
  await pageWith('/callbacks', /Test \(700\)/);
  const placed = call({}, ['1001=answer@0s+0s']);
  assert.equal((await placed.done).status, 200);
  const record = await recordOf(placed.uuid, ({ outcome }) => outcome === 'answered');
  assert.equal(record.caller.number, '03023125001');
  assert.equal(record.caller.e164, '+493023125001');
  assert.deepEqual(
    record.legs.map(({ to, outcome }) => [to, outcome]),
    [['1001', 'answered']],
  );
});

test('the page does not tell strangers about errors', async () => {
  const response = await fetch(`${service.adminUrl}nowhere`);
  assert.equal(response.status, 404);
  assert.doesNotMatch(await response.text(), /Error|at .*\.js/);
});

test(
  'a missed call is mailed into the outbox; its link takes the item, and a later talk closes it',
  { timeout: 30_000 },
  async () => {
    await importHere(CONFIGURATION);
    const caller = { from: '03023125099', name: 'Max Muster' };
    await call(caller, ['1001=busy']).done;
    const mail = await mailAbout('Max Muster');
    assert.match(mail, /^To: team@example\.com$/m);
    assert.match(mail, /nobody answered; final destination: a hangup/);
    const link = /http:\S+\/callback\/\S+/.exec(mail)?.[0] ?? '';
    assert.ok(link.startsWith(service.adminUrl), link);

    const page = await (await fetch(link)).text();
    assert.match(page, /Max Muster, <a [^>]*>\+49 30 23125099<\/a>/);
    assert.match(page, /Open: nobody calls back yet/);
    const press = (who: string) => fetch(link, { method: 'POST', body: new URLSearchParams({ who }) });
    assert.equal((await press('')).status, 400);
    const taken = await press('Anna <b>');
    assert.equal(taken.status, 200);
    assert.match(await taken.text(), /Everybody sees now that you call back/);
    const again = await press('Bernd');
    assert.equal(again.status, 410);
    const shown = await (await fetch(link)).text();
    assert.match(shown, /Anna &lt;b&gt; calls back/);
    assert.doesNotMatch(shown, /<button/);

    await call(caller, ['1001=answer@0s+0s']).done;
    for (;;) {
      const now = await (await fetch(link)).text();
      if (/The caller has talked to somebody meanwhile/.test(now)) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  },
);

test('a broken link tells nothing and a huge form is refused', async () => {
  const response = await fetch(`${service.adminUrl}callback/abc.t.000000000000.1.${'x'.repeat(43)}`);
  assert.equal(response.status, 404);
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const body = new URLSearchParams({ who: 'x'.repeat(100_000) });
  const huge = await fetch(`${service.adminUrl}callback/abc`, { method: 'POST', body });
  assert.equal(huge.status, 413);
});

/** Waits for the mail in the outbox folder, as plain text without its soft line breaks. */
async function mailAbout(name: string): Promise<string> {
  const outbox = path.join(folder, 'outbox');
  for (;;) {
    for (const file of await readdir(outbox).catch(() => [])) {
      const mail = (await readFile(path.join(outbox, file), 'utf8'))
        .replace(/=\r?\n/g, '')
        .replaceAll('\r', '');
      if (mail.includes(name)) return mail;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('while a stop waits for a call, /readyz sends others away', { timeout: 20_000 }, async () => {
  const ready = async () => {
    const response = await fetch(`${service.adminUrl}readyz`);
    return { status: response.status, body: await response.json() };
  };
  const parts = { database: 'ok', configuration: 'ok', socket: 'ok', freeswitch: 'not watched' };
  assert.deepEqual(await ready(), { status: 200, body: { ready: true, parts } });
  let stopped: Promise<void> | undefined;
  let during: ReturnType<typeof ready> | undefined;
  const placed = call({
    onEvent: (event) => {
      if (event.kind !== 'invite') return;
      stopped = service.stop(10);
      during = ready();
    },
  });
  await placed.done;
  assert.deepEqual(await during, {
    status: 503,
    body: { ready: false, parts: { ...parts, socket: 'closed' } },
  });
  await stopped;
  service = await start();
});

test('a stop leaves a ringing call to the dialplan and keeps the record', { timeout: 20_000 }, async () => {
  const placed = call({
    onEvent: (event) => {
      if (event.kind === 'invite') void service.stop(0);
    },
  });
  const { status } = await placed.done;
  assert.equal(status, 503);
  const port = Number(service.socketAddress.split(':')[1]);
  assert.ok(port > 0);
  service = await start();
  const record = await recordOf(placed.uuid, ({ outcome }) => outcome === 'handedBack');
  assert.equal(record.legs[0]?.to, '1001');
});

async function recordOf(id: string, when: (record: CallRecord) => boolean): Promise<CallRecord> {
  const database = await openDatabase({ dataFolder: folder });
  const client = await MongoClient.connect(database.uri);
  try {
    for (;;) {
      const found = await client.db().collection<CallRecord>('calls').findOne({ _id: id });
      if (found !== null && when(found)) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await client.close();
    await database.close();
  }
}
