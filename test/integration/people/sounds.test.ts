/** Sounds are listed, heard, uploaded and deleted, on the pages and over the interface. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { keepSounds, soundDesk, type SoundKeeper } from '../../../src/app/sounds.js';
import { createLog } from '../../../src/base/log.js';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import type { Converter } from '../../../src/base/sounds/convert.js';
import type { Store } from '../../../src/base/store/connection.js';
import type { SwitchSounds } from '../../../src/calls/live/needs-watch.js';
import type { SoundDesk } from '../../../src/people/operations/sounds.js';
import { soundFixture, toneWav } from '../../sound-files.js';
import { testAudit, type TestAudit } from '../../fakes/audit.js';
import { withToken, type Browser } from './browser.js';
import { HOUSE, startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';
import { PERMISSIONS } from '../../../src/people/access/permissions.js';

const CONTENT = {
  ...HOUSE,
  groups: HOUSE.groups.map((group) => ({ ...group, final: { announcement: 'rufgruppe/closed.wav' } })),
};

let store: Store;
let site: ConfiguredSite;
let admin: Browser;
let call: ReturnType<typeof withToken>;
let root: string;
let folder: string;
let keeper: SoundKeeper;
/** What FreeSWITCHes list; undefined: none is connected. */
let listed: (() => Promise<readonly string[]>) | undefined;
let switches: readonly SwitchSounds[];
let converters: readonly Converter[];
let desk: SoundDesk;
let audit: TestAudit;

onOwnStores(async (own) => {
  store = own;
  root = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-sounds-'));
  folder = path.join(root, 'sounds');
  [listed, switches, converters] = [undefined, [], []];
  keeper = keepSounds({ store, folder, log: createLog('silent'), everyMs: 3_600_000 });
  audit = testAudit();
  desk = {
    ...soundDesk({
      store: store.sounds,
      keeper,
      needs: {
        sounds: () => switches,
        askForSounds: async () => {
          if (listed !== undefined) switches = [{ freeswitch: '127.0.0.1:8021', sounds: await listed() }];
        },
      },
      audit,
      configuration: async () => (await store.configurations.latest())?.content as Configuration,
    }),
    // The converters of each test.
    get convert() {
      return { converters, limitMs: 20_000 };
    },
  };
  site = await startConfiguredSite(store, CONTENT, { sounds: desk });
  return site;
});

beforeEach(async () => {
  admin = await site.signedIn('admin');
  const { text } = await site.access.addToken('admin', 'test', PERMISSIONS, null);
  call = withToken(site.url, text);
});
afterEach(async () => {
  await keeper.stop();
  await rm(root, { recursive: true });
});

const inFolder = async () => (await readdir(folder)).filter((name) => !name.startsWith('.'));
const upload = (name: string, bytes: Uint8Array<ArrayBuffer>, browser = admin) =>
  browser.upload('/sounds', [{ name, bytes }], '/sounds');
const bytesOf = (buffer: Buffer) => new Uint8Array(buffer);

async function put(name: string, body: Buffer, query = '') {
  const { text } = await site.access.addToken('admin', `t${Math.random()}`, PERMISSIONS, null);
  const response = await fetch(new URL(`/api/v1/sounds/${name}${query}`, site.url), {
    method: 'PUT',
    headers: { authorization: `Bearer ${text}`, 'content-type': 'audio/mpeg' },
    body: bytesOf(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('pieces of uploads that were broken off are looked for again and again', async () => {
  let [seen, again] = [0, (): void => undefined];
  const twice = new Promise<void>((resolve) => (again = resolve));
  const sweep = () => {
    seen += 1;
    if (seen === 2) again();
    return Promise.resolve(0);
  };
  const parts = { sounds: { ...store.sounds, sweep }, ready: Promise.resolve() };
  const other = keepSounds({ store: parts, folder, log: createLog('silent'), everyMs: 1, sweepMs: 0 });
  await twice;
  await other.stop();
});

test('an upload that the database does not take is refused in words, and can be repeated', async () => {
  const stores = desk.store;
  Object.assign(desk, { store: { ...stores, put: () => Promise.reject(new Error('no server')) } });
  const refused = await upload('late.wav', bytesOf(toneWav({})));
  const byInterface = await put('late.wav', toneWav({}));
  Object.assign(desk, { store: stores });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /The database has not taken it, and nothing is changed \(no server\)/);
  assert.deepEqual([byInterface.status, byInterface.body['why']], [503, 'notStored']);
  assert.equal((await upload('late.wav', bytesOf(toneWav({})))).status, 303);
  assert.deepEqual(await inFolder(), ['late.wav']);
});

describe('A sound', () => {
  test('is uploaded, named, measured, written for FreeSWITCH, seen there, and noted', async () => {
    listed = async () => (await inFolder()).map((name) => `rufgruppe/${name}`);
    const page = await upload('Geschlossen Nacht.WAV', bytesOf(toneWav({ sec: 2, hz: 1_000, size: 16_384 })));
    assert.equal(page.to, '/sounds');
    const { text } = await admin.get('/sounds');
    for (const said of [
      /geschlossen-nacht\.wav is there\. Groups and settings name it rufgruppe\/geschlossen-nacht\.wav\./,
      /<code>rufgruppe\/geschlossen-nacht\.wav<\/code>/,
      /0:02/,
      /-9 dB, peak -6 dB/,
    ])
      assert.match(text, said);
    assert.doesNotMatch(text, /not on 127/);
    assert.deepEqual(await inFolder(), ['geschlossen-nacht.wav']);
    const [entry] = audit.noted.filter(({ event }) => event === 'soundAdded');
    assert.deepEqual([entry?.who, entry?.facts['sound']], ['admin', 'geschlossen-nacht.wav']);
  });

  test('is heard whole and in pieces, and saved', async () => {
    const wav = toneWav();
    await upload('a.wav', bytesOf(wav));
    const whole = await admin.open('/sounds/a.wav/sound');
    assert.equal(whole.headers.get('content-type'), 'audio/wav');
    assert.equal(Buffer.from(await whole.arrayBuffer()).equals(wav), true);
    const piece = await admin.get('/sounds/a.wav/sound', { range: 'bytes=8-11' });
    assert.deepEqual([piece.status, piece.text], [206, 'WAVE']);
    assert.equal(piece.headers.get('content-range'), `bytes 8-11/${wav.length}`);
    assert.equal((await admin.get('/sounds/a.wav/sound', { range: 'bytes=99999999-' })).status, 416);
    const saved = await admin.get('/sounds/a.wav/sound?download=1');
    assert.match(saved.headers.get('content-disposition') ?? '', /^attachment; filename="?a\.wav"?$/);
    assert.equal((await admin.get('/sounds/none.wav/sound')).status, 404);
    assert.equal((await admin.get('/sounds/..%2F..%2Fetc%2Fpasswd/sound')).status, 404);
  });

  test('that is too quiet or cut at the limit is there, with a warning', async () => {
    await upload('quiet.wav', bytesOf(toneWav({ size: 300 })));
    await upload('loud.wav', bytesOf(toneWav({ size: 200_000, hz: 200 })));
    const { text } = await admin.get('/sounds');
    assert.match(text, />too quiet<\/span> <small[^>]*>Callers will hardly hear it/);
    assert.match(text, />clipped<\/span> <small[^>]*>It is cut at the limit/);
  });

  test('of a name that is taken replaces only when that is said', async () => {
    const [one, other] = [toneWav({ sec: 1 }), toneWav({ sec: 3 })];
    await upload('a.wav', bytesOf(one));
    const again = await upload('A.wav', bytesOf(other));
    assert.equal(again.status, 409);
    assert.match(again.text, /There is a sound a\.wav already/);
    assert.equal((await readFile(path.join(folder, 'a.wav'))).equals(one), true);
    assert.equal((await put('a.wav', other)).status, 409);
    assert.equal((await put('a.wav', other, '?replace=true')).status, 201);
    assert.equal((await readFile(path.join(folder, 'a.wav'))).equals(other), true);
  });

  test('does not take the place of a file that somebody put into the folder', async () => {
    await keeper.keep();
    await writeFile(path.join(folder, 'own.wav'), 'of somebody');
    assert.equal((await upload('own.wav', bytesOf(toneWav()))).status, 409);
    assert.equal(await readFile(path.join(folder, 'own.wav'), 'utf8'), 'of somebody');
  });

  for (const [what, name, bytes, said] of [
    ['text', 'a.wav', Buffer.from('no sound'), /neither WAV, MP3, OGG nor FLAC/],
    ['nothing', 'a.wav', Buffer.alloc(0), /The file is empty/],
    ['half of it', 'a.wav', toneWav().subarray(0, 5_000), /The file is not whole/],
    [
      'an MP3 without a converter',
      'a.mp3',
      soundFixture('tone.mp3'),
      /Nothing on this machine can convert MP3\. Install ffmpeg/,
    ],
    ['no name', '日本.wav', toneWav(), /is no name for a sound/],
    ['eleven minutes', 'a.wav', toneWav({ sec: 660 }), /longer than 10 minutes/],
  ] as const)
    test(`is refused in words, and nothing is kept: ${what}`, async () => {
      const page = await upload(name, bytesOf(bytes));
      assert.equal(page.status, 422);
      assert.match(page.text, said);
      assert.deepEqual(await store.sounds.list(), []);
      assert.equal(await store.connection.collection('soundPieces').countDocuments(), 0);
    });

  test('of two gigabytes is refused when nothing but its head has arrived', async () => {
    const { text } = await site.access.addToken('admin', 'large', PERMISSIONS, null);
    const sent = request(new URL('/api/v1/sounds/a.wav', site.url), {
      method: 'PUT',
      headers: { authorization: `Bearer ${text}`, 'content-length': 2 * 1024 ** 3 },
    });
    sent.on('error', () => undefined).flushHeaders();
    const [answered] = (await once(sent, 'response')) as [IncomingMessage];
    assert.equal(answered.statusCode, 413);
    sent.destroy();
  });

  test('without an end is refused as soon as it is too large', async () => {
    const { text } = await site.access.addToken('admin', 'endless', PERMISSIONS, null);
    const sent = request(new URL('/api/v1/sounds/a.wav', site.url), {
      method: 'PUT',
      headers: { authorization: `Bearer ${text}` },
    });
    sent.on('error', () => undefined);
    // It is never ended: only the size can be the reason.
    sent.write(Buffer.alloc(21 * 1024 * 1024));
    const [answered] = (await once(sent, 'response')) as [IncomingMessage];
    assert.equal(answered.statusCode, 413);
    sent.destroy();
  });

  test('that is too large is refused before it has arrived', async () => {
    const page = await upload('a.wav', new Uint8Array(21 * 1024 * 1024));
    assert.equal(page.status, 413);
    assert.match(page.text, /at most 20 MB/);
    assert.equal((await put('a.wav', Buffer.alloc(21 * 1024 * 1024))).status, 413);
  });

  test('is converted, two at a time, and a third is told to wait', async () => {
    // The converter ends when the test creates this file.
    const gate = path.join(root, 'open');
    const script = `process.stdin.resume(); const look = setInterval(() => { if (!require('fs').existsSync(${JSON.stringify(gate)})) return; clearInterval(look); process.stdout.write(Buffer.alloc(64000, 1), () => process.exit()); }, 20)`;
    let started = 0;
    converters = [
      {
        program: process.execPath,
        arguments: () => {
          started += 1;
          return ['-e', script];
        },
      },
    ];
    const mp3 = soundFixture('tone.mp3');
    const both = [put('one', mp3), put('two', mp3)];
    while (started < 2) await new Promise((resolve) => setImmediate(resolve));
    const third = await put('three', mp3);
    assert.deepEqual([third.status, third.body['why']], [503, 'busy']);
    await writeFile(gate, '');
    assert.deepEqual(
      (await Promise.all(both)).map(({ status }) => status),
      [201, 201],
    );
    assert.deepEqual((await inFolder()).sort(), ['one.wav', 'two.wav']);
    assert.equal((await put('three', mp3)).status, 201);
  });

  test('is kept in the database when the folder cannot be written, and that is said', async () => {
    await keeper.keep();
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file in its place');
    await upload('a.wav', bytesOf(toneWav()));
    const { text } = await admin.get('/sounds');
    assert.match(text, /a\.wav is kept in the database, but the folder .* cannot be written/);
    assert.match(text, /cannot be kept as the database is/);
    await rm(folder);
    await keeper.keep();
    assert.deepEqual(await inFolder(), ['a.wav']);
    assert.doesNotMatch((await admin.get('/sounds')).text, /cannot be kept/);
  });

  test('that a group names is not deleted unless that is meant', async () => {
    await upload('closed.wav', bytesOf(toneWav()));
    const refused = await admin.post('/sounds/closed.wav/remove');
    assert.equal(refused.status, 409);
    assert.match(refused.text, /closed\.wav is not deleted: it is used\./);
    assert.match(refused.text, /<a href="\/groups\/700[^"]*">/);
    assert.deepEqual(await inFolder(), ['closed.wav']);
    assert.equal((await call('DELETE', '/sounds/closed.wav')).status, 409);
    assert.equal((await admin.post('/sounds/closed.wav/remove', { evenIfUsed: 'yes' })).to, '/sounds');
    assert.deepEqual(await inFolder(), []);
    assert.equal(audit.noted.filter(({ event }) => event === 'soundRemoved').length, 1);
    assert.equal((await admin.post('/sounds/closed.wav/remove')).status, 404);
  });

  test('is listened to by those who read the configuration, and changed by administrators only', async () => {
    await upload('a.wav', bytesOf(toneWav()));
    const viewer = await site.signedIn('viewer');
    const observer = await site.signedIn('observer');
    for (const browser of [viewer, observer]) {
      const { status, text } = await browser.get('/sounds');
      assert.equal(status, 200);
      assert.doesNotMatch(text, /multipart|\/remove"/);
      const heard = await browser.open('/sounds/a.wav/sound');
      assert.equal((await heard.arrayBuffer()).byteLength, toneWav().length);
      assert.equal((await upload('b.wav', bytesOf(toneWav()), browser)).status, 403);
      assert.equal((await browser.post('/sounds/a.wav/remove')).status, 403);
    }
    const user = await site.signedIn('user');
    assert.equal((await user.get('/sounds')).status, 403);
    assert.equal((await user.get('/sounds/a.wav/sound')).status, 403);
    assert.equal((await store.sounds.list()).length, 1);
  });

  test('is not taken from a form of somebody else', async () => {
    const body = new FormData();
    body.append('file', new Blob([bytesOf(toneWav())]), 'a.wav');
    const response = await admin.open('/sounds', { method: 'POST', body });
    assert.equal(response.status, 403);
    assert.deepEqual(await store.sounds.list(), []);
  });

  test('is shown with what lacks it, and what a configuration names in vain', async () => {
    listed = () => Promise.resolve(['closed-en.wav']);
    await upload('a.wav', bytesOf(toneWav()));
    const { text } = await admin.get('/sounds');
    assert.match(text, /not on 127\.0\.0\.1:8021/);
    assert.ok(text.includes(`ln -s ${folder} &quot;$(fs_cli`), 'the command that mends it');
    assert.match(text, /Named, but on no FreeSWITCH[\s\S]*rufgruppe\/closed\.wav/);
  });
});

describe('Over the interface', () => {
  test('sounds are uploaded, listed, heard and deleted', async () => {
    listed = async () => (await inFolder()).map((name) => `rufgruppe/${name}`);
    const made = await put('Closed', toneWav());
    assert.deepEqual(
      [made.status, made.body['name'], made.body['configured'], made.body['lengthMs'], made.body['remarks']],
      [201, 'closed.wav', 'rufgruppe/closed.wav', 1_000, []],
    );
    const { body } = await call('GET', '/sounds');
    const house = body as {
      uploaded: { name: string; uses: unknown[]; lackedBy: string[] }[];
      brought: { name: string }[];
      freeswitches: unknown[];
    };
    const [sound] = house.uploaded;
    assert.ok(sound !== undefined);
    assert.deepEqual(sound.uses, [{ path: 'groups[0].final.announcement', group: '700' }]);
    assert.deepEqual(sound.lackedBy, []);
    assert.deepEqual(house.freeswitches, [
      { freeswitch: '127.0.0.1:8021', sounds: ['rufgruppe/closed.wav'] },
    ]);
    assert.ok(house.brought.some(({ name }) => name === 'closed-de.wav'));
    assert.equal((await call('DELETE', '/sounds/closed.wav?force=true')).status, 204);
    assert.equal((await call('DELETE', '/sounds/closed.wav')).status, 404);
  });

  test('what is no sound is refused with the reason', async () => {
    const { status, body } = await put('a', Buffer.from('no sound'));
    assert.deepEqual([status, body['why']], [422, 'noSound']);
    assert.match(String(body['detail']), /neither WAV/);
    assert.equal((await put('a', Buffer.alloc(0))).body['why'], 'empty');
  });
});
