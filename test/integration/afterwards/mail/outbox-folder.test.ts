/** Without a mail server each mail is a whole file with the bytes that a server would have got. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { readConfig } from '../../../../src/app/config.js';
import { deliverDue } from '../../../../src/afterwards/mail/deliver.js';
import { openTransport } from '../../../../src/afterwards/mail/open-transport.js';
import { outboxTransport } from '../../../../src/afterwards/mail/outbox.js';
import type { Store } from '../../../../src/base/store/connection.js';
import { startSmtpServer } from '../../../fakes/smtp-server.js';
import { delivery, FROM, mail, outgoing, startDatabase, transportTo, type TestDatabase } from './harness.js';

const NAME = '2026-11-23-063000000Z-f5d5a3932660d4bb.eml';

let database: TestDatabase;
let store: Store;
let base: string;
let folder: string;

before(async () => {
  database = await startDatabase();
  base = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-outbox-'));
});
after(async () => {
  await database.close();
  await rm(base, { recursive: true });
});
beforeEach(async () => {
  store = await database.store();
  folder = path.join(await mkdtemp(path.join(base, 'data-')), 'outbox');
});

test('without a mail server mails become files that only the service’s user can read', async () => {
  const { smtpUrl } = readConfig({}).mail;
  const transport = openTransport({ smtpUrl, from: FROM }, path.dirname(folder));
  const { dependencies, now, lines } = delivery(store, transport);
  await store.mails.enqueue(mail({ subject: 'Größe 📞' }));
  assert.equal((await deliverDue(dependencies, now)).delivered, 1);
  assert.deepEqual(await readdir(folder), [NAME]);
  assert.equal((await stat(path.join(folder, NAME))).mode & 0o777, 0o600);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  const parsed = await simpleParser(await readFile(path.join(folder, NAME)));
  assert.equal(parsed.subject, 'Größe 📞');
  assert.equal(parsed.text, '12 calls, 2 missed\n');
  assert.equal((await store.mails.get('report 700 2026-11-22'))?.state, 'stored');
  assert.equal(lines.at(-1)?.message, 'a mail was put into the outbox');
});

test('the file is what a mail server would have got', async () => {
  const server = await startSmtpServer();
  const smtp = transportTo(server.port);
  await smtp.send(outgoing({ to: [{ name: 'Jörg', address: 'joerg@example.com' }] }));
  await outboxTransport({ folder, from: FROM }).send(
    outgoing({ to: [{ name: 'Jörg', address: 'joerg@example.com' }] }),
  );
  smtp.close();
  await server.close();
  assert.equal(await readFile(path.join(folder, NAME), 'utf8'), server.mails[0]?.raw.toString());
});

test('a mail that is written again replaces its file', async () => {
  const transport = outboxTransport({ folder, from: FROM });
  await transport.send(outgoing());
  await writeFile(path.join(folder, NAME), 'half a ma');
  await transport.send(outgoing());
  assert.deepEqual(await readdir(folder), [NAME]);
  assert.match(
    await readFile(path.join(folder, NAME), 'utf8'),
    /^From: Rufgruppe .*calls, <b>2<\/b> missed/ms,
  );
});

test('the name of a file tells nothing and leads nowhere', async () => {
  await outboxTransport({ folder, from: FROM }).send(outgoing({ id: '../../03023125001', subject: '../x' }));
  const [name] = await readdir(folder);
  assert.match(name ?? '', /^2026-11-23-063000000Z-[0-9a-f]{16}\.eml$/);
});

test('a folder that cannot be written keeps the mails waiting, and leaves nothing half written', async () => {
  await writeFile(folder, 'no folder');
  const transport = outboxTransport({ folder, from: FROM });
  const { dependencies, now } = delivery(store, transport);
  await store.mails.enqueue(mail());
  const run = await deliverDue(dependencies, now);
  assert.equal(run.unavailable, 'The outbox folder cannot be written (EEXIST)');
  assert.equal(await transport.verify(), 'The outbox folder cannot be written (EEXIST)');
  assert.equal((await store.mails.get('report 700 2026-11-22'))?.state, 'waiting');
});

test('a file is there whole or not at all', async () => {
  const transport = outboxTransport({ folder, from: FROM });
  await transport.verify();
  // A folder in the place of the file: everything works but the last step.
  await mkdir(path.join(folder, NAME));
  const result = await transport.send(outgoing());
  assert.equal(result.kind, 'unavailable');
  assert.deepEqual(await readdir(folder), [NAME]);
});
