/**
 * `rufgruppe privacy`: what somebody is told about a number, and that nothing is left of it in any file afterwards. On the
 * embedded database, whose files can be searched, without a service and beside one.
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { startEmbeddedMongo, type EmbeddedMongo } from '@rufgruppe/embedded-mongodb';
import { outboxTransport } from '../../../src/afterwards/mail/outbox.js';
import { textsOfMail } from '../../../src/afterwards/privacy/mail-text.js';
import { localDay } from '../../../src/afterwards/reports/day.js';
import { TotalsOfDay } from '../../../src/afterwards/reports/totals.js';
import { lineOf } from '../../../src/base/journal/lines.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { aRecord, aRecordedLeg, at, BERLIN } from '../../factories.js';
import { runScript, type Ran } from './command-line.js';

const HOUSE = `version: 1
settings: { domain: pbx.example, timezone: Europe/Berlin }
users:
  - { id: anna, name: Anna, extension: "1001", mobile: { number: "+491713920099" } }
groups:
  - { number: "700", name: Sales, stages: [{ ringSec: 20, members: [anna] }], final: { hangup: USER_BUSY } }
`;
const BEFORE = HOUSE.replace('+491713920099', '0171 3920015');

const AT = at('2026-11-25T10:00:00').toJSDate();
const WAV = Buffer.from('RIFF0000WAVEfmt ');

let folder: string;
let data: string;
let recordings: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-privacy-'));
  data = path.join(folder, 'data');
  recordings = path.join(folder, 'recordings');
  await mkdir(path.join(recordings, '2026'), { recursive: true });
  await mkdir(path.join(folder, 'cdrs', 'foreign'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const privacy = (...words: readonly string[]): Promise<Ran> =>
  runScript('privacy', words, '', {
    DATA_DIR: data,
    RECORDINGS_DIR: recordings,
    FREESWITCH_CDRS: path.join(folder, 'cdrs'),
  });

async function onDatabase<T>(task: (store: Store) => Promise<T>): Promise<T> {
  const server = await startEmbeddedMongo({ folder: path.join(data, 'mongodb') });
  const store = await connectStore(server.uriFor('rufgruppe'));
  try {
    return await task(store);
  } finally {
    await store.close();
    await server.close();
  }
}

const MAX = { withheld: false, number: '01713920015', e164: '+491713920015', name: "Max O'Muster" };
const OTHER = { withheld: false, number: '03023125002', e164: '+493023125002', name: 'Erika' };

const ANSWER = {
  who: '01713920015',
  userId: null,
  kind: 'external',
  to: '+491713920015',
  group: '700',
  stage: 1,
} as const;

function call(id: string, changes: Partial<CallRecord>): CallRecord {
  const route = [{ group: '700', by: null, to: null }];
  const ended = { endedAt: at('2026-11-25T10:01:00').toJSDate(), outcome: 'gaveUp' as const, waitingSec: 60 };
  return aRecord({ _id: id, channel: id, startedAt: AT, route, followUp: null, ...ended, ...changes });
}

/** One of everything that can hold a number. */
async function fill(store: Store): Promise<void> {
  const why = { kind: 'gaveUp', afterSec: 60, stage: 1 } as const;
  const missed = { group: '700', why, text: 'gave up after 60 s' };
  const legs = [
    aRecordedLeg(),
    aRecordedLeg({ id: 'b', kind: 'external', to: '+491713920015', who: '+491713920015' }),
  ];
  const text = 'talked to 0171/392 00 15';
  await store.calls.saveAll([
    call('one', { caller: MAX, missed, recording: '2026/one.wav' }),
    call('two', { caller: { ...MAX, number: '+491713920015' }, steps: [{ at: AT, group: '700', text }] }),
    call('three', { caller: OTHER, legs, answeredBy: ANSWER, recording: '2026/three.wav' }),
    call('four', { caller: OTHER }),
  ]);
  const add = async (caller: typeof MAX, id: string) =>
    store.callbacks.addMissed({
      group: '700',
      caller: { key: caller.e164, number: caller.number, name: caller.name },
      call: { record: id, channel: id, at: AT, why },
      mergeHours: 24,
      noticeAt: undefined,
    });
  await store.callbacks.note({
    id: (await add(MAX, 'one'))?.id ?? '',
    text: 'wants to cancel',
    who: 'Erika',
    at: new Date(),
  });
  await store.callbacks.note({
    id: (await add(OTHER, 'four'))?.id ?? '',
    text: 'also under (0171) 392-0015',
    who: 'Erika',
    at: new Date(),
  });
  await store.mails.enqueue(MAIL);
  await store.audit.add({
    at: AT,
    who: 'anna',
    event: 'partChanged',
    facts: { subject: 'group 700' },
    before: '{"final":{"external":"+49 171 3920015"}}',
    after: '{"final":{"hangup":"USER_BUSY"}}',
  });
  const session = { data: '{"notice":"01713920015"}', account: 'anna', expiresAt: new Date('2100-01-01') };
  await store.sessions.set('sid', session, true);
}

const MAIL = {
  id: 'missed one',
  kind: 'missedCall' as const,
  group: '700',
  to: [{ name: 'Anna', address: 'anna@pbx.example' }],
  subject: 'Verpasster Anruf: +49 171 3920015 – Verkäufe',
  text: `+49 171 3920015 (Max O'Muster) rief an.\nErika rief an, 030 23125002.`,
  html: '<b>&#43;49&nbsp;171&nbsp;3920015</b> (Max O&#39;Muster)',
  attachments: [{ filename: 'a.csv', contentType: 'text/csv', content: 'Anrufer;01713920015' }],
  follows: undefined,
  createdAt: AT,
  notBefore: undefined,
};

async function fillFiles(): Promise<void> {
  const from = { name: 'R', address: 'r@pbx.example' };
  const transport = outboxTransport({ folder: path.join(data, 'outbox'), from });
  await transport.send({ ...MAIL, addresses: ['anna@pbx.example'] });
  const journal = path.join(data, 'journal-8084');
  await mkdir(path.join(journal, 'unreadable'), { recursive: true });
  const put = (id: string, caller: typeof MAX) =>
    lineOf({ kind: 'put', id, value: JSON.stringify(call(id, { caller })) });
  const lines = `${lineOf({ kind: 'begin', version: 1 })}${put('five', MAX)}${put('six', OTHER)}`;
  await writeFile(path.join(journal, '00000001.journal'), lines);
  await writeFile(path.join(journal, 'unreadable', '1-00000001.journal'), `damaged 01713920015\n${lines}`);
  await writeFile(path.join(folder, 'cdrs', 'foreign', 'a.cdr.json'), '{"caller":"491713920015"}');
  for (const name of ['one', 'three', 'four'])
    await writeFile(path.join(recordings, '2026', `${name}.wav`), WAV);
}

/** Every file with the number in any notation, or with the name; those of the database too. */
async function filesWith(): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of names) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const raw = (await readFile(file)).toString('latin1');
    const text = `${raw}\n${textsOfMail(raw)}`.replaceAll(/&nbsp;|\u00a0|Â|[ ()/-]/g, '');
    if (/1713920015|O'Muster|O&#39;Muster/.test(text)) found.push(path.relative(folder, file));
  }
  return found.toSorted();
}

/** Without the rows, which show the callers. */
async function sums({ calls }: Store): Promise<object> {
  const day = localDay('2026-11-25', BERLIN);
  const totals = new TotalsOfDay({ group: '700', day, perPerson: false, rows: 0 });
  for await (const one of calls.ofDay('700', day.from, day.to)) totals.add(one);
  return totals.result();
}

async function house(): Promise<void> {
  for (const [index, text] of [BEFORE, HOUSE].entries()) {
    await writeFile(path.join(folder, 'house.yaml'), text);
    const more = index === 0 ? [] : ['--replace', '--yes'];
    const ran = await runScript('config', ['import', path.join(folder, 'house.yaml'), ...more], '', {
      DATA_DIR: data,
      FREESWITCH_EVENTS: 'none',
    });
    assert.equal(ran.code, 0, ran.output);
  }
  await rm(path.join(folder, 'house.yaml'));
}

const COUNTS = {
  calls: 3,
  recordings: 2,
  callbacks: 2,
  mails: 1,
  audit: 3,
  sessions: 1,
  configurations: 1,
  outbox: 1,
  aside: 1,
};

describe('privacy', { concurrency: false }, () => {
  test('forget, without a service: nothing of the number is in any file, sums stay, and it can be repeated', async () => {
    await house();
    await fillFiles();
    const before = await onDatabase(async (store) => {
      await fill(store);
      return sums(store);
    });
    assert.equal((await filesWith()).length, 5);
    const look = await privacy('forget', '0171 3920015', '--dry-run', '--json');
    assert.deepEqual(
      [look.code, JSON.parse(look.answer)],
      [0, { dryRun: true, counts: { ...COUNTS, journal: 2 } }],
      look.output,
    );
    const done = await privacy('forget', '0171 3920015', '--yes', '--json');
    assert.equal(done.code, 0, done.output);
    assert.deepEqual(JSON.parse(done.answer), { counts: { ...COUNTS, journal: 2 }, later: {}, left: [] });
    assert.deepEqual(await filesWith(), []);
    assert.deepEqual(await readdir(path.join(recordings, '2026')), ['four.wav']);
    await onDatabase(async (store) => {
      assert.deepEqual(await sums(store), before);
      const one = await store.calls.get('one');
      assert.deepEqual(one?.caller, { withheld: false, number: '***', e164: null, name: null });
      assert.deepEqual([one.recording, one.missed?.text], [null, 'gave up after 60 s']);
      assert.deepEqual((await store.calls.get('four'))?.caller, OTHER);
      const live = await store.callbacks.live();
      assert.deepEqual(
        live.map(({ caller, note }) => [caller.number, note]),
        [['03023125002', 'also under (***']],
      );
      const mail = await store.mails.get('missed one');
      assert.equal(mail?.text, '*** (***) rief an.\nErika rief an, 030 23125002.');
      const [entry] = await store.audit.list({ limit: 1 });
      assert.deepEqual(
        [entry?.event, entry?.facts['ending'], entry?.facts['calls']],
        ['personForgotten', '15', '3'],
      );
    });
    const journal = await readFile(path.join(data, 'journal-8084', '00000001.journal'), 'utf8');
    assert.match(journal, /"number":"\*\*\*"[\s\S]*03023125002/);
    const again = await privacy('forget', '+491713920015', '--yes', '--json');
    assert.deepEqual(JSON.parse(again.answer), { counts: {}, later: {}, left: [] });
  });

  test('forget, beside a running service: the same, but its journal is its own', async () => {
    await house();
    await fillFiles();
    const server: EmbeddedMongo = await startEmbeddedMongo({ folder: path.join(data, 'mongodb') });
    const store = await connectStore(server.uriFor('rufgruppe'));
    try {
      await fill(store);
      await store.calls.save(call('seven', { caller: MAX, outcome: 'open', endedAt: null }));
      const done = await privacy('forget', '0171 3920015', '--yes', '--json');
      assert.equal(done.code, 0, done.output);
      const { later, left } = JSON.parse(done.answer) as { later: object; left: unknown };
      assert.deepEqual([later, left], [{ calls: 1, journal: 1 }, []]);
      await store.calls.save(call('seven', { caller: MAX }));
      await rm(path.join(data, 'journal-8084', '00000001.journal'));
      const again = await privacy('forget', '0171 3920015', '--yes', '--json');
      assert.deepEqual(JSON.parse(again.answer), { counts: { calls: 1 }, later: {}, left: [] });
      // While the database runs: its file is another one already.
      assert.deepEqual(await filesWith(), []);
    } finally {
      await store.close();
      await server.close();
    }
  });

  test('export: a folder of its own with what is kept, and the recordings', async () => {
    await house();
    await fillFiles();
    await onDatabase(fill);
    const target = path.join(folder, 'for-max');
    const ran = await privacy('export', '0171-3920015', target);
    assert.equal(ran.code, 0, ran.output);
    const text = await readFile(path.join(target, 'data.json'), 'utf8');
    const told = JSON.parse(text) as Record<string, readonly object[]> & { fields: object };
    assert.deepEqual(
      ['calls', 'callbacks', 'mails', 'audit', 'configurations', 'recordings'].map(
        (part) => told[part]?.length,
      ),
      [3, 2, 1, 3, 1, 2],
    );
    assert.deepEqual(Object.keys(told).slice(2), Object.keys(told.fields));
    assert.deepEqual(
      told['mails']?.map((mail) => (mail as { lines: unknown }).lines),
      [["+49 171 3920015 (Max O'Muster) rief an."]],
    );
    assert.deepEqual(
      told['audit']?.map((entry) => (entry as { before: unknown }).before),
      [['final.external'], [], ['user anna.mobile.number']],
    );
    // Neither another caller's number, nor the mobile that Anna has now, nor a session.
    assert.doesNotMatch(text, /23125002|1713920099|notice/);
    assert.deepEqual(await readdir(path.join(target, 'recordings')), ['2026-one.wav', '2026-three.wav']);
    const modes = await Promise.all(
      [target, path.join(target, 'data.json')].map(async (one) => (await stat(one)).mode),
    );
    assert.deepEqual(
      modes.map((mode) => mode & 0o777),
      [0o700, 0o600],
    );
    const taken = await privacy('export', '0171-3920015', target);
    assert.deepEqual([taken.code, taken.output], [1, `${target} is not empty: name a new folder\n`]);
  });

  test('refused: what belongs to the house, what is withheld, what is no number, and what nobody can be asked', async () => {
    await house();
    for (const [number, words] of [
      ['1001', /^1001 is an extension or a group of the house/],
      ['700', /^700 is an extension or a group of the house/],
      ['anonymous', /^Nothing is kept about a caller who withholds/],
      ['Max', /^Max is no whole number/],
      ['0171*', /^0171\* is no whole number/],
      ['0171 3920099', /^ {2}.*: \d+\n[\s\S]*The configuration names the number.*users\[0\]\.mobile\.number/],
    ] as const) {
      const { code, output } = await privacy('forget', number, '--yes');
      assert.equal(code, 1, output);
      assert.match(output, words);
    }
    const { code, output } = await privacy('forget', '0171 3920015');
    assert.deepEqual(
      [code, output],
      [2, 'Where nobody can be asked, give --dry-run to look only, or --yes to forget.\n'],
    );
  });
});
