/** Two services on one database, with one mail server: what each caller and each day leads to happens once. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { DateTime } from 'luxon';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { placeCall, socketDialplan, type PlacedCall } from '../../../scripts/peer/call.js';
import { realClock } from '../../../scripts/peer/clock.js';
import { parsePhone } from '../../../scripts/peer/phones.js';
import { readConfig } from '../../../src/app/config.js';
import { checkText } from '../../../src/base/configuration/check.js';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import { startEmbeddedMongo, type EmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { createLog } from '../../../src/base/log.js';
import { startService, type Service } from '../../../src/app/service.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';

const CONFIGURATION = `
version: 1
settings: { country: DE, timezone: Europe/Berlin, domain: 127.0.0.1 }
users:
  - { id: anna, name: Anna, extension: "1001" }
groups:
  - number: "700"
    name: Sales
    stages: [{ ringSec: 1, members: [anna] }]
    final: { hangup: USER_BUSY }
    missed: { mail: { to: [team@example.com], graceMin: 0 } }
    report: { to: [boss@example.com], at: "00:00" }
`;

const CALLERS = ['03023125001', '03023125002', '03023125003', '03023125004'];

let folder: string;
let database: EmbeddedMongo;
let store: Store;
let mails: ParsedMail[];
let onMail: () => void = () => undefined;
let mailServer: SMTPServer;
let services: Service[] = [];

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-two-'));
  database = await startEmbeddedMongo({ folder: path.join(folder, 'db') });
  store = await connectStore(database.uriFor('two'));
  await importHere();
  mails = [];
  mailServer = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      simpleParser(stream).then(
        (mail) => {
          mails.push(mail);
          onMail();
          done();
        },
        (error: unknown) => done(error as Error),
      );
    },
  });
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', () => resolve()));
});

after(async () => {
  await Promise.all(services.map((service) => service.stop(0)));
  await new Promise<void>((resolve) => mailServer.close(() => resolve()));
  await store.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function importHere(): Promise<void> {
  const checked = checkText(CONFIGURATION);
  assert.ok(checked.kind === 'good');
  const { configuration } = checked;
  const made = { author: 'test', reason: 'test', at: new Date() };
  await importConfiguration({ configurations: store.configurations, configuration, ...made });
}

function start(name: string): Promise<Service> {
  const address = mailServer.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const env = {
    ESL_PORT: '0',
    ADMIN_PORT: '0',
    DATA_DIR: path.join(folder, name),
    FREESWITCH_EVENTS: 'none',
    MONGODB_URI: database.uriFor('two'),
    SMTP_URL: `smtp://127.0.0.1:${port}?tls=off`,
  };
  return startService(readConfig(env), createLog('silent'));
}

function missedCall(service: Service | undefined, from: string): PlacedCall {
  return placeCall({
    clock: realClock(),
    to: '700',
    from,
    phones: ['1001=busy'].map(parsePhone).filter((phone) => phone !== undefined),
    dialplan: socketDialplan(service?.socketAddress ?? ''),
  });
}

/** Resolves when so many mails have come. */
function mailsCome(count: number): Promise<void> {
  return new Promise((resolve) => {
    onMail = () => {
      if (mails.length >= count) resolve();
    };
    onMail();
  });
}

test(
  'each missed call is mailed once, each day is reported once, the oldest first',
  { timeout: 60_000 },
  async () => {
    const today = DateTime.now().setZone('Europe/Berlin');
    const day = (back: number) => today.minus({ days: back }).toISODate() ?? '';
    // Nothing was reported for three days: an outage.
    await store.reports.begin({ group: '700', since: day(4), lastDay: day(4) });

    services = await Promise.all([start('one'), start('two')]);
    const [one, two] = services;
    const calls = CALLERS.map((from, index) => missedCall(index % 2 === 0 ? one : two, from));
    await Promise.all(calls.map(({ done }) => done));
    await mailsCome(CALLERS.length + 3);
    await Promise.all(services.map((service) => service.stop(0)));
    services = [];

    const to = (address: string) =>
      mails.filter((mail) => !Array.isArray(mail.to) && mail.to?.value[0]?.address === address);
    assert.deepEqual(
      to('team@example.com')
        .map(({ subject }) => subject)
        .sort(),
      CALLERS.map((from) => `Verpasster Anruf: +49 30 ${from.slice(3)} – Sales`),
    );
    assert.equal(to('boss@example.com').length, 3);
    const reported = await Promise.all([3, 2, 1].map((back) => store.reports.day('700', day(back))));
    assert.equal(reported.filter((found) => found !== undefined).length, 3);
    const ids = mails.map(({ messageId }) => messageId);
    assert.equal(new Set(ids).size, CALLERS.length + 3);
    const dates = to('boss@example.com').map(({ subject }) => /\d{1,2}\.\s?\S+/.exec(subject ?? '')?.[0]);
    const expected = [3, 2, 1].map((back) => today.minus({ days: back }).day);
    assert.deepEqual(
      dates.map((date) => Number.parseInt(date ?? '', 10)),
      expected,
    );
    assert.equal((await store.callbacks.live('700')).length, CALLERS.length);
  },
);

test(
  'the same caller on both services at once is one item with a count of two',
  { timeout: 60_000 },
  async () => {
    services = await Promise.all([start('one'), start('two')]);
    const from = '03023125099';
    await Promise.all(services.map((service) => missedCall(service, from).done));
    for (;;) {
      const items = (await store.callbacks.live('700')).filter(
        ({ caller }) => caller.key === '+493023125099',
      );
      if (items[0]?.count === 2) {
        assert.equal(items.length, 1);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
);
