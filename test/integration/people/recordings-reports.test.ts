/** Recordings are heard and deleted by those who may; reports are looked at and sent on request. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { deleteOldRecordings } from '../../../src/afterwards/recordings/retention.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import type { Store } from '../../../src/base/store/connection.js';
import type { MissingNeed } from '../../../src/base/model/need.js';
import { aGroup, aRecord, aSnapshot } from '../../factories.js';
import { testAudit } from '../../fakes/audit.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import type { Browser } from './browser.js';
import { startSite, type Site } from './site.js';

const NOW = DateTime.utc(2026, 11, 25, 12);
const WAVE = Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(100, 7)]);

const SALES = aGroup({
  number: '700',
  name: 'Sales',
  recordingKeepDays: 30,
  report: {
    to: [{ name: undefined, address: 'chef@example.com' }],
    atMinute: 360,
    days: [1, 2, 3, 4, 5, 6, 7],
    callList: false,
    csv: false,
    perPerson: false,
  },
});

let database: TestDatabase;
let store: Store;
let site: Site;
let admin: Browser;
let folder: string;

before(async () => {
  database = await startDatabase();
});
after(() => database.close());
beforeEach(async () => {
  store = await database.store();
  folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-sound-'));
  const snapshot = aSnapshot({ groups: [SALES] });
  site = await startSite(store, { now: () => NOW, snapshot: () => snapshot, recordingsFolder: () => folder });
  admin = await site.signedIn('admin');
});
afterEach(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

async function call(id: string, changes: Partial<CallRecord>): Promise<void> {
  const route = [{ group: '700', by: null, to: null }];
  const startedAt = NOW.minus({ hours: 1 }).toJSDate();
  const endedAt = NOW.minus({ minutes: 50 }).toJSDate();
  await store.calls.save(
    aRecord({ _id: id, channel: id, outcome: 'answered', startedAt, endedAt, route, ...changes }),
  );
}

const exists = (name: string) =>
  stat(path.join(folder, name)).then(
    () => true,
    () => false,
  );

describe('A recording', () => {
  test('of a talk that goes on is not there yet: nobody can listen in', async () => {
    await writeFile(path.join(folder, 'a.wav'), WAVE);
    await call('one', { recording: 'a.wav', outcome: 'open', endedAt: null });
    assert.doesNotMatch((await admin.get('/recordings')).text, /href="\/recordings\/one"/);
    assert.doesNotMatch((await admin.get('/calls/one')).text, /\/recordings\/one/);
    assert.doesNotMatch((await admin.get('/recordings/one')).text, /<audio/);
    assert.equal((await admin.get('/recordings/one/sound')).status, 404);
  });

  test('is listed, heard in pieces, saved, and noted once', async () => {
    await writeFile(path.join(folder, 'a.wav'), WAVE);
    await call('one', { recording: 'a.wav' });
    assert.match((await admin.get('/recordings')).text, /href="\/recordings\/one"/);
    assert.match((await admin.get('/recordings/one')).text, /<audio [^>]*src="\/recordings\/one\/sound"/);
    assert.match((await admin.get('/calls/one')).text, /<audio [^>]*src="\/recordings\/one\/sound"/);
    const viewer = await site.signedIn('viewer', { name: 'deaf' });
    assert.doesNotMatch((await viewer.get('/calls/one')).text, /\/recordings\/one/);
    const whole = await admin.get('/recordings/one/sound', { range: 'bytes=0-3' });
    assert.deepEqual(
      [whole.status, whole.text, whole.headers.get('content-type')],
      [206, 'RIFF', 'audio/wav'],
    );
    const piece = await admin.get('/recordings/one/sound', { range: 'bytes=8-11' });
    assert.deepEqual([piece.status, piece.text], [206, 'WAVE']);
    const saved = await admin.get('/recordings/one/sound?download=1', { range: 'bytes=4-' });
    assert.match(saved.headers.get('content-disposition') ?? '', /^attachment; filename="?one\.wav"?$/);
    assert.equal(site.audited.filter(({ event }) => event === 'recordingHeard').length, 1);
  });

  test('outside of the folder, by name or by link, is not there', async () => {
    const secret = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-secret-'));
    await writeFile(path.join(secret, 'b.wav'), WAVE);
    await symlink(path.join(secret, 'b.wav'), path.join(folder, 'link.wav'));
    await symlink(secret, path.join(folder, 'dir'));
    await mkdir(path.join(folder, 'folder.wav'));
    await writeFile(path.join(folder, 'text.wav'), 'no sound at all');
    const names = [
      `../${path.basename(secret)}/b.wav`,
      'link.wav',
      'dir/b.wav',
      '/etc/passwd',
      '.hidden.wav',
      'a\0.wav',
      '',
      'folder.wav',
      'text.wav',
      'missing.wav',
    ];
    for (const [index, name] of names.entries()) {
      await call(`r${index}`, { recording: name });
      assert.equal((await admin.get(`/recordings/r${index}/sound`)).status, 404, name);
      await admin.post(`/recordings/r${index}/remove`);
    }
    assert.equal((await stat(path.join(secret, 'b.wav'))).size, WAVE.length);
    assert.equal(await exists('link.wav'), true);
    await rm(secret, { recursive: true });
  });

  test('is deleted by an administrator, and heard by nobody without the permission', async () => {
    await writeFile(path.join(folder, 'a.wav'), WAVE);
    await call('one', { recording: 'a.wav' });
    const viewer = await site.signedIn('viewer');
    for (const where of ['/recordings', '/recordings/one', '/recordings/one/sound']) {
      assert.equal((await viewer.get(where)).status, 403, where);
    }
    assert.equal((await admin.post('/recordings/one/remove')).to, '/recordings');
    assert.equal(await exists('a.wav'), false);
    assert.equal((await store.calls.get('one'))?.recording, null);
  });

  test('is deleted when its time is over, and not a day before', async () => {
    for (const [id, days] of [
      ['old', 31],
      ['young', 29],
      ['others', 60],
      ['ancient', 91],
    ] as const) {
      await writeFile(path.join(folder, `${id}.wav`), WAVE);
      const group =
        id === 'others' || id === 'ancient'
          ? { number: '799', name: null }
          : { number: '700', name: 'Sales' };
      await call(id, { recording: `${id}.wav`, startedAt: NOW.minus({ days }).toJSDate(), group });
    }
    const log = { info: () => undefined, warn: () => undefined };
    const audit = testAudit();
    const use = {
      calls: store.calls,
      snapshot: () => aSnapshot({ groups: [SALES] }),
      folder: () => folder,
      log,
      audit,
    };
    assert.equal(await deleteOldRecordings(use, NOW), 2);
    assert.deepEqual(
      await Promise.all(['old', 'young', 'others', 'ancient'].map((id) => exists(`${id}.wav`))),
      [false, true, true, false],
    );
    assert.equal(await deleteOldRecordings(use, NOW), 0);
    assert.deepEqual(
      audit.noted.map(({ who, event, facts }) => [who, event, facts]),
      [['system (delete old recordings)', 'recordingsDeleted', { recordings: '2' }]],
    );
    assert.equal((await store.calls.get('young'))?.recording, 'young.wav');
  });

  const whose = (where: string, audit = testAudit()) => ({
    calls: store.calls,
    snapshot: () => aSnapshot({ groups: [SALES] }),
    folder: () => where,
    log: { info: () => undefined, warn: () => assert.fail('told again for each recording') },
    audit,
  });
  const startedAt = NOW.minus({ days: 100 }).toJSDate();

  test('is not gone because its folder is not there, is empty, or is none: the run fails, and marks nothing', async () => {
    for (const id of ['one', 'two']) await call(id, { recording: `${id}.wav`, startedAt });
    await writeFile(path.join(folder, 'file'), 'x');
    await mkdir(path.join(folder, 'empty'));
    for (const [name, fault] of [
      ['unmounted', /the recordings is not there$/],
      ['empty', /is empty: is its disk mounted\?$/],
      ['file', /cannot be read$/],
    ] as const) {
      await assert.rejects(deleteOldRecordings(whose(path.join(folder, name)), NOW), fault);
      assert.equal((await store.calls.get('one'))?.recording, 'one.wav', name);
      assert.equal((await store.calls.get('two'))?.recording, 'two.wav', name);
    }
    // There are other files, so this one is gone.
    assert.equal(await deleteOldRecordings(whose(folder), NOW), 2);
  });

  test('whose folder goes in the middle of a run: what was deleted before is told', async () => {
    await writeFile(path.join(folder, 'one.wav'), WAVE);
    await call('one', { recording: 'one.wav', startedAt });
    await call('two', { recording: 'two.wav', startedAt: NOW.minus({ days: 99 }).toJSDate() });
    const audit = testAudit();
    await assert.rejects(deleteOldRecordings(whose(folder, audit), NOW), /is empty/);
    assert.deepEqual(
      audit.noted.map(({ facts }) => facts),
      [{ recordings: '1' }],
    );
    assert.equal((await store.calls.get('two'))?.recording, 'two.wav');
  });

  test('stays marked when it is deleted by hand and its disk is not mounted', async () => {
    await call('one', { recording: 'one.wav' });
    const page = await admin.post('/recordings/one/remove');
    assert.equal(page.status, 503);
    assert.match(page.text, /Nothing is deleted: the folder .* Is its disk mounted\?/);
    assert.equal((await store.calls.get('one'))?.recording, 'one.wav');
  });
});

describe('Reports', () => {
  test('count each call once, by its day and by its hour', async () => {
    const answeredBy = {
      who: 'Anna',
      userId: 'anna',
      kind: 'desk',
      to: '1001',
      group: '700',
      stage: 1,
    } as const;
    await call('a', { startedAt: new Date('2026-11-24T08:30:00Z'), answeredBy });
    await call('b', { startedAt: new Date('2026-11-24T22:59:00Z'), outcome: 'gaveUp' });
    await call('c', {
      startedAt: new Date('2026-11-24T23:00:00Z'),
      outcome: 'gaveUp',
      missed: { group: '700', why: { kind: 'gaveUp', afterSec: 9, stage: 1 }, text: '' },
    });
    const { text } = await admin.get('/reports?group=700&from=2026-11-24&to=2026-11-25');
    assert.match(
      text,
      /<td[^>]*>Tue 24 Nov<\/td><td[^>]*><a[^>]*>2<\/a><\/td><td[^>]*>1<\/td><td[^>]*>0<\/td>/,
    );
    assert.match(
      text,
      /<td[^>]*>Wed 25 Nov<\/td><td[^>]*><a[^>]*>1<\/a><\/td><td[^>]*>0<\/td><td[^>]*>1<\/td>/,
    );
    assert.equal(text.match(/<svg class="chart"/g)?.length, 3);
    const day = await admin.get('/reports?group=700&period=day&from=2026-11-24');
    assert.match(day.text, /<td[^>]*>09<\/td><td[^>]*>1<\/td><td[^>]*>1<\/td>/);
    assert.match(day.text, /<td[^>]*>23<\/td><td[^>]*>1<\/td><td[^>]*>0<\/td>/);
    assert.equal((await admin.get('/reports?to=2026-02-30')).status, 422);
    // Whoever counted up to the last day of the last year of four digits never arrived.
    for (const last of ['9999-12-31', '0000-01-02'])
      assert.equal((await admin.get(`/reports?from=${last}&to=${last}`)).status, 422, last);
  });

  test('compare a time with the time before, with the year before and with another group', async () => {
    await call('now', { startedAt: new Date('2026-11-24T08:30:00Z') });
    for (const id of ['a', 'b']) await call(id, { startedAt: new Date('2026-11-17T08:30:00Z') });
    for (const id of ['c', 'd', 'e']) await call(id, { startedAt: new Date('2025-11-25T08:30:00Z') });
    const where = '/reports?group=700&period=week&from=2026-11-24';
    const thenOf = async (against: string) => {
      const { text } = await admin.get(`${where}&against=${against}`);
      return /<dd class="figure">(\d+)<\/dd>(?:<dd[^>]*>([^<]*)<\/dd>)?/.exec(text)?.slice(1);
    };
    assert.deepEqual(await thenOf('before'), ['1', 'then 2']);
    assert.deepEqual(await thenOf('year'), ['1', 'then 3']);
    assert.deepEqual(await thenOf('none'), ['1', undefined]);
  });

  test('come as a file, a line for each day and group', async () => {
    await call('a', { startedAt: new Date('2026-11-24T08:30:00Z') });
    const { text, headers } = await admin.get('/reports.csv?group=700&from=2026-11-24&to=2026-11-25');
    assert.match(headers.get('content-disposition') ?? '', /report\.csv/);
    assert.deepEqual(
      text.split('\r\n').map((line) => line.split(',').slice(0, 4).join(',')),
      ['Day,Group,Name,Calls', '2026-11-24,700,Sales,1', '2026-11-25,700,Sales,0', ''],
    );
    assert.equal((await admin.get('/reports.csv?group=700&from=never')).status, 422);
  });

  test('warn of what FreeSWITCH does not have, on the page, in the interface and as a mail', async () => {
    const missing = (number: string): MissingNeed => ({
      freeswitch: '127.0.0.1:8021',
      lack: 'missing',
      thing: { kind: 'announcement', file: `${number}.wav` },
      groups: [{ number, name: 'Somebody' }],
    });
    const warned = await startSite(store, {
      now: () => NOW,
      snapshot: () => aSnapshot({ groups: [SALES] }),
      missingNeeds: () => [missing('700'), missing('701')],
      renderMail: (_name, view) => ({ html: JSON.stringify(view), text: JSON.stringify(view) }),
    });
    const reader = await warned.signedIn('admin', { name: 'reader' });
    const where = '/api/v1/reports/700/2026-11-24';
    const { text: page } = await reader.get('/reports/700/2026-11-24/html');
    const { text: answer } = await reader.get(where);
    await reader.post('/reports/700/2026-11-24/send');
    const [mail] = await store.mails.list(1);
    const sent = (await store.mails.get(mail?.id ?? ''))?.text ?? '';
    await warned.close();
    for (const text of [page, answer, sent]) {
      assert.match(text, /700\.wav/);
      assert.doesNotMatch(text, /701\.wav/);
    }
  });

  test('are looked at before they go, and sent once more at each push of the button', async () => {
    const page = await admin.get('/reports/700/2026-11-24');
    assert.match(page.text, /One more mail to: chef@example\.com/);
    const html = await admin.get('/reports/700/2026-11-24/html');
    assert.equal(html.text, '<p>daily-report</p>');
    assert.match(html.headers.get('content-security-policy') ?? '', /^sandbox/);
    await admin.post('/reports/700/2026-11-24/send');
    assert.equal((await store.mails.list(10)).length, 1);
    assert.deepEqual(site.audited.at(-1)?.event, 'reportSent');
    const viewer = await site.signedIn('viewer');
    assert.doesNotMatch((await viewer.get('/reports/700/2026-11-24')).text, /Send it now/);
    assert.equal((await viewer.post('/reports/700/2026-11-24/send')).status, 403);
    assert.equal((await admin.get('/reports/799/2026-11-24')).status, 404);
    assert.equal((await admin.get('/reports/700/soon')).status, 404);
  });
});
