/** The pages with a certificate of their own, which is renewed while they are served. */
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { projectFolder } from '../../../src/base/project-folder.js';
import { startAdmin, type AdminServer } from '../../../src/people/web/server.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { READY, siteParts } from './site.js';

const FIXTURES = path.join(projectFolder(), 'test/fixtures');
const FIRST = { cert: path.join(FIXTURES, 'mail/certificate.pem'), key: path.join(FIXTURES, 'mail/key.pem') };
const RENEWED = {
  cert: path.join(FIXTURES, 'tls/renewed.pem'),
  key: path.join(FIXTURES, 'tls/renewed-key.pem'),
};

describe('The pages with TLS', { concurrency: false }, () => {
  let database: TestDatabase;
  let folder: string;
  let admin: AdminServer;
  let errors: string[] = [];
  const place = (name: string) => path.join(folder, name);

  before(async () => {
    database = await startDatabase();
    folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-tls-'));
    await put(FIRST);
    admin = await start();
  });
  after(async () => {
    await admin.close();
    await database.close();
    await rm(folder, { recursive: true });
  });

  async function put({ cert, key }: { readonly cert: string; readonly key: string }) {
    await copyFile(cert, place('cert.pem'));
    await copyFile(key, place('key.pem'));
  }

  async function start(): Promise<AdminServer> {
    const parts = siteParts(await database.store());
    const log = Object.assign(Object.create(parts.log) as typeof parts.log, {
      error: ({ reason }: { reason: string }) => errors.push(reason),
    });
    return startAdmin({
      host: '127.0.0.1',
      port: 0,
      tls: { certificate: place('cert.pem'), key: place('key.pem') },
      trustProxy: 0,
      prefix: '',
      log,
      parts,
      templatesFolder: path.join(projectFolder(), 'templates'),
      health: READY,
    });
  }

  /** Asks for a page, trusting this certificate only; resolves to the head of the answer. */
  async function ask(certificate: string, where = '/healthz'): Promise<string> {
    const ca = await readFile(certificate);
    const socket = connect({ port: Number(new URL(admin.url).port), host: '127.0.0.1', ca });
    await once(socket, 'secureConnect');
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    socket.write(`GET ${where} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    await once(socket, 'close');
    return text;
  }

  test('are served with it, and their cookie is for https only', async () => {
    assert.match(admin.url, /^https:\/\/127\.0\.0\.1:\d+\/$/);
    assert.match(await ask(FIRST.cert), /^HTTP\/1\.1 200 OK/);
    assert.match(await ask(FIRST.cert, '/login'), /Set-Cookie: rufgruppe\.form=[^\r]*; Secure/);
  });

  test('take a renewed one without a restart, and keep the old one while the files do not fit', async () => {
    await copyFile(RENEWED.cert, place('cert.pem'));
    await admin.renew();
    await admin.renew();
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? '', /ADMIN_TLS_CERT, ADMIN_TLS_KEY/);
    assert.match(await ask(FIRST.cert), /^HTTP\/1\.1 200 OK/);
    await put(RENEWED);
    await admin.renew();
    assert.match(await ask(RENEWED.cert), /^HTTP\/1\.1 200 OK/);
    await assert.rejects(ask(FIRST.cert));
  });

  test('are not served at all with a file that is no certificate', async () => {
    await writeFile(place('cert.pem'), 'nothing');
    await assert.rejects(start(), { code: 'ADMIN_TLS' });
    await put(RENEWED);
    errors = [];
  });
});
