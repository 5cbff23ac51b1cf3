/**
 * Whatever a caller says of name and number: the call rings the group's phones and nobody else, no command to FreeSWITCH
 * breaks, and record, call-back list, pages and files show it as text.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DateTime } from 'luxon';
import Papa from 'papaparse';
import { followUpCalls } from '../../../src/afterwards/missed/follow-up.js';
import { writeNotices } from '../../../src/afterwards/missed/notices.js';
import { loadMailTemplates } from '../../../src/afterwards/mail/templates.js';
import { createLog } from '../../../src/base/log.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import type { Store } from '../../../src/base/store/connection.js';
import {
  aGroup,
  aMobile,
  aSnapshot,
  aStage,
  aUser,
  externalMember,
  someMissedRules,
  userMember,
} from '../../factories.js';
import { testAudit } from '../../fakes/audit.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { startSite } from '../people/site.js';
import { rung, startHarness, type Finished, type Harness } from './call-harness.js';

const ANNA = aUser({ mobile: aMobile('+491713920001') });
const MAIL = { to: [{ name: undefined, address: 'team@example.com' }], graceMin: 0, quiet: [] };
const snapshot = aSnapshot({
  groups: [
    aGroup({
      stages: [aStage([userMember(ANNA), externalMember('+493023125002')], 4)],
      missed: someMissedRules({ gaveUpAfterSec: 0, mail: MAIL }),
    }),
  ],
  users: [ANNA],
});

let harness: Harness;
before(async () => {
  harness = await startHarness(snapshot);
});
after(() => harness.close());

const missedCall = (from: string, name: string | Buffer = '', variables: Record<string, string> = {}) =>
  harness.place({ from, name, variables: { sip_gateway_name: 'telco', ...variables } });

/** Every command that the controller sent, each a block of lines. */
function sentBy({ call }: Finished): string {
  return call
    .transcript()
    .filter(({ by }) => by === 'controller')
    .map(({ text }) => text)
    .join('');
}

const PHONES = ['1001', '+491713920001', '+493023125002'];

describe('A caller without a number', () => {
  for (const given of [
    'anonymous',
    'Anonymous',
    'unknown',
    'Restricted',
    'PRIVATE',
    'unavailable',
    'asterisk',
    'No Caller ID',
    'not-available',
    'anonymous@anonymous.invalid',
    'null',
    '',
    ' ',
    '+',
    '++',
    '00',
    '0000000000',
    '()',
    '٠٣٠٢٣١٢٥٠٠١',
    '📞',
  ]) {
    test(`${JSON.stringify(given)} is withheld, in the record too`, async () => {
      const done = await missedCall(given, 'Erika Muster');
      assert.deepEqual(done.record.caller, { withheld: true, number: null, e164: null, name: null });
      assert.deepEqual(rung(done.timeline), PHONES);
      assert.doesNotMatch(sentBy(done), /Erika/);
    });
  }
});

describe('A caller with a strange number', () => {
  for (const [given, number] of [
    ['9'.repeat(40), '9'.repeat(40)],
    [`+${'4'.repeat(39)}`, `+${'4'.repeat(39)}`],
    ['sales', 'sales'],
    ["030]',${x}23|", '030x23'],
    ['{origination_uuid=x}1', 'origination_uuidx1'],
    ['sip:1@evil.example', 'sip1evil.example'],
    ['030\r\nX-Evil: 1', '030X-Evil1'],
    // The group's own number, an emergency number, an extension: over a gateway they are nobody of the house.
    ['700', '700'],
    ['112', '112'],
    ['1001', '1001'],
  ] as const) {
    test(`${JSON.stringify(given)} rings the group’s phones, is kept as ${number}, and is no link`, async () => {
      const done = await missedCall(given);
      assert.deepEqual(rung(done.timeline), PHONES);
      assert.deepEqual(done.record.caller, { withheld: false, number, e164: null, name: null });
      assert.doesNotMatch(sentBy(done), /origination_uuid=x|X-Evil: 1|\$\{x\}/);
      for (const line of sentBy(done).split('\n')) assert.doesNotMatch(line, /^X-Evil/);
    });
  }
});

describe('A caller with a strange name', () => {
  for (const [given, name] of [
    ['Max "the knife"', 'Max ”the knife”'],
    ["O'Neil], {a=b}|x,^^:y", "O'Neil], {a=b}|x,^^:y"],
    ['${system rm -rf}', '${system rm -rf}'],
    ['Max\r\nX-Evil: 1', 'Max X-Evil: 1'],
    ['\\r\\n', '/r/n'],
    ['=HYPERLINK("http://evil.example")', '=HYPERLINK(”http://evil.example”)'],
    ['👩‍💼 Büro', '👩 💼 Büro'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['\u0000\u0007', null],
    ['A'.repeat(500), 'A'.repeat(60)],
    ['é'.repeat(500), 'é'.repeat(60)],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['700', '700'],
    ['{group}{caller}', '{group}{caller}'],
  ] as const) {
    test(`${JSON.stringify(given.slice(0, 40))} changes no command`, async () => {
      const done = await missedCall('03023125001', given);
      assert.deepEqual(rung(done.timeline), PHONES);
      assert.equal(done.record.caller.name, name);
      for (const line of sentBy(done).split('\n')) assert.doesNotMatch(line, /^X-Evil/);
      assert.doesNotMatch(sentBy(done), /\$\{system|\{a=b\}/);
    });
  }

  test('in Latin-1, or cut in the middle of a character, is read', async () => {
    const latin = await missedCall('03023125001', Buffer.from('M\xfcller', 'latin1'));
    assert.equal(latin.record.caller.name, 'Müller');
    const cut = await missedCall('03023125001', Buffer.from('M\u00fcller').subarray(0, 2));
    assert.deepEqual(rung(cut.timeline), PHONES);
  });
});

describe('What comes of such calls', () => {
  let database: TestDatabase;
  let store: Store;
  before(async () => {
    database = await startDatabase();
    store = await database.store();
  });
  after(() => database.close());

  test('is text in list, mail, pages and files, and nothing to be dialled by a click', async () => {
    const names = ['=1+1', '<img src=x onerror=alert(1)>', '"; Bcc: all@example.com', '@SUM(A1)'];
    const records: CallRecord[] = [];
    for (const [index, number] of ['112', '700', '9'.repeat(40), '+', 'sales', '4312345678'].entries()) {
      records.push((await missedCall(number, names[index % names.length])).record);
    }
    const at = DateTime.fromJSDate(records.at(-1)?.endedAt ?? new Date()).plus({ minutes: 1 });
    for (const record of records) await store.calls.save({ ...record, followUp: 'pending' });
    const log = createLog('silent');
    const audit = testAudit();
    const mails = {
      calls: store.calls,
      callbacks: store.callbacks,
      withheld: store.withheld,
      mails: store.mails,
      snapshot: () => snapshot,
      render: await loadMailTemplates('templates'),
      secret: () => store.secrets.get('links'),
      publicUrl: () => 'https://pbx.example/',
      log,
    };
    await followUpCalls({
      calls: store.calls,
      callbacks: store.callbacks,
      snapshot: () => snapshot,
      onWithheld: () => Promise.resolve(),
      onMissed: () => Promise.resolve(),
      now: () => at,
      log,
      audit,
    });
    await writeNotices(mails, at);
    const items = await store.callbacks.live('700');
    assert.deepEqual(items.map(({ caller }) => caller.number).toSorted(), [
      '112',
      '4312345678',
      '700',
      '9'.repeat(40),
      'sales',
    ]);
    for (const { id } of await store.mails.list(20)) {
      const mail = await store.mails.get(id);
      assert.doesNotMatch(mail?.html ?? '', /href="tel:|<img/);
      assert.doesNotMatch(mail?.subject ?? '', /[\r\n]/);
    }
    const site = await startSite(store, { now: () => at, snapshot: () => snapshot });
    try {
      const browser = await site.signedIn('admin');
      for (const page of [
        '/callbacks',
        '/callbacks?which=recent',
        '/calls',
        `/calls/${records[1]?._id ?? ''}`,
      ]) {
        const { status, text } = await browser.get(page);
        assert.equal(status, 200, page);
        assert.doesNotMatch(text, /href="tel:|<img src=x/, page);
      }
      const { text } = await browser.get('/calls.csv');
      const rows = Papa.parse<string[]>(text.replace(/^\ufeff/, '').trim()).data;
      assert.equal(rows.length, records.length + 1);
      for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[=@+-](?!\d)/, cell);
    } finally {
      await site.close();
    }
  });
});
