/** Calls are found by everything that people search for, page by page, and shown without harm. */
import assert from 'node:assert/strict';
import http from 'node:http';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import Papa from 'papaparse';
import { withJudgement } from '../../../src/calls/outcome/missed-call.js';
import { withReasons } from '../../../src/calls/records/build-record.js';
import { type CallRecord } from '../../../src/base/model/call-record.js';
import { decide } from '../../../src/calls/routing/decide.js';
import type { Store } from '../../../src/base/store/connection.js';
import { aCall, aGroup, aRecord, aRecordedLeg, aSnapshot, aUser } from '../../factories.js';
import { withToken, type Browser } from './browser.js';
import { onOwnStores, startSite, type Site } from './site.js';

const NOW = DateTime.utc(2026, 11, 25, 12);

const VOICEMAIL = { kind: 'voicemail', box: '1001' } as const;

let store: Store;
let site: Site;
let admin: Browser;

onOwnStores(async (own) => {
  store = own;
  const snapshot = aSnapshot({
    groups: [aGroup({ number: '700', name: 'Sales' })],
    users: [aUser({ id: 'anna' })],
  });
  site = await startSite(store, { now: () => NOW, snapshot: () => snapshot });
  admin = await site.signedIn('admin');
  return site;
});

async function calls(...records: Partial<CallRecord>[]): Promise<void> {
  for (const [index, record] of records.entries()) {
    const startedAt = NOW.minus({ minutes: index }).toJSDate();
    await store.calls.save(aRecord({ _id: `call-${index}`, channel: `call-${index}`, startedAt, ...record }));
  }
}

const from = (number: string, name: string | null = null) => ({
  withheld: false,
  number,
  e164: number,
  name,
});
const idsOf = ({ text }: { text: string }) =>
  [...text.matchAll(/href="\/calls\/(call-[\w-]+)"/g)].map(([, id]) => id);

describe('The list', () => {
  test('finds by caller as people write it, by beginning, and the anonymous ones', async () => {
    await calls(
      { caller: from('+493023125001') },
      { caller: from('+498912345') },
      { caller: { withheld: true, number: null, e164: null, name: null } },
    );
    assert.deepEqual(idsOf(await admin.get(`/calls?caller=${encodeURIComponent('030 / 23125-001')}`)), [
      'call-0',
    ]);
    assert.deepEqual(idsOf(await admin.get(`/calls?caller=${encodeURIComponent('+4989*')}`)), ['call-1']);
    assert.deepEqual(idsOf(await admin.get('/calls?caller=anonymous')), ['call-2']);
  });

  test('finds a caller in every notation, by its beginning too, and what came as it could be two', async () => {
    await calls(
      { caller: { withheld: false, number: '03023125001', e164: '+493023125001', name: null } },
      { caller: { withheld: false, number: '4312345678', e164: null, name: null } },
      { caller: from('+498912345') },
    );
    const found = async (typed: string) =>
      idsOf(await admin.get(`/calls?caller=${encodeURIComponent(typed)}`));
    for (const typed of ['+49 30 23125001', '0049\u00a030 23125001', 'tel:+49-30-23125001', '493023125001']) {
      assert.deepEqual(await found(typed), ['call-0'], typed);
    }
    for (const typed of ['030\u00a0231*', '+49\u202f30*', '0049 30*']) {
      assert.deepEqual(await found(typed), ['call-0'], typed);
    }
    assert.deepEqual(await found('4312345678'), ['call-1']);
    assert.deepEqual(await found('0431 2345678'), []);
    assert.equal((await admin.get('/calls?caller=nonsense')).status, 422);
  });

  test('finds by part of a name or of a number, as somebody types it, on the page and over the interface', async () => {
    await calls(
      { caller: from('+493023125001', 'Erika Mustermann') },
      { caller: from('+498912345') },
      { caller: { withheld: true, number: null, e164: null, name: null } },
      { caller: { withheld: false, number: '1001', e164: null, name: null } },
      {
        caller: from('+4940111222'),
        answeredBy: { who: 'Anna', userId: 'anna', kind: 'desk', to: '1001', group: '700', stage: 1 },
      },
    );
    const { text: secret } = await site.access.addToken(
      'admin',
      'test',
      ['calls.read', 'contacts.write'],
      null,
    );
    const call = withToken(site.url, secret);
    const numbers = [{ kind: 'work', number: '+498912345' }];
    assert.equal((await call('POST', '/contacts', { name: 'Bauer & Söhne', numbers })).status, 201);
    const found = async (text: string) =>
      idsOf(await admin.get(`/calls/found?q=${encodeURIComponent(text)}`));
    assert.deepEqual(await found('muster eri'), ['call-0'], 'the name that came with the call');
    assert.deepEqual(await found('sohne'), ['call-1'], 'the name that the address book has now');
    assert.deepEqual(await found('anna'), ['call-3', 'call-4'], 'who answered, and who called');
    assert.deepEqual(await found('25001'), ['call-0'], 'the last digits');
    assert.deepEqual(await found('030 / 231'), ['call-0'], 'the first digits, as people write them');
    assert.deepEqual(await found('0302*'), ['call-0']);
    assert.deepEqual(await found('anonym'), ['call-2']);
    assert.deepEqual(await found('nobody'), []);
    const page = await admin.get('/calls?q=25001&group=700');
    assert.match(page.text, /id="q"[^>]*value="25001"/);
    assert.match(page.text, /data-count>1 call</);
    assert.match(page.text, /<details id="more-fields"><summary>/, 'the lesser fields are folded away');
    const lesser = await admin.get('/calls?missed=true');
    assert.match(lesser.text, /<details id="more-fields" open>/, 'but never one that is set');
    const { body } = await call('GET', '/calls?q=sohne');
    assert.deepEqual(
      (body as { calls: { id: string }[] }).calls.map(({ id }) => id),
      ['call-1'],
    );
    const observer = await site.signedIn('observer');
    assert.deepEqual(idsOf(await observer.get('/calls?q=25001')), [], 'whoever sees no number finds none');
    assert.deepEqual(idsOf(await observer.get('/calls?q=sohne')), ['call-1']);
  });

  test('finds a call once that its number names in two ways', async () => {
    await calls({ caller: { withheld: false, number: '03023125001', e164: '+493023125001', name: null } });
    assert.deepEqual(idsOf(await admin.get('/calls?caller=03023125001')), ['call-0']);
  });

  test('finds by group through other groups, by outcome, miss and phone', async () => {
    await calls(
      {
        route: [
          { group: '701', by: 'final', to: 'group' },
          { group: '700', by: null, to: null },
        ],
        outcome: 'answered',
      },
      {
        route: [{ group: '701', by: null, to: null }],
        outcome: 'gaveUp',
        missed: { group: '701', why: { kind: 'gaveUp', afterSec: 9, stage: 1 }, text: '' },
      },
      { group: { number: '700', name: null }, route: [], outcome: 'released' },
      {
        route: [{ group: '701', by: null, to: null }],
        legs: [aRecordedLeg({ userId: 'anna', to: '1001' })],
        outcome: 'voicemail',
      },
    );
    assert.deepEqual(idsOf(await admin.get('/calls?group=700')), ['call-0', 'call-2']);
    assert.deepEqual(idsOf(await admin.get('/calls?outcome=voicemail')), ['call-3']);
    assert.deepEqual(idsOf(await admin.get('/calls?missed=true')), ['call-1']);
    assert.deepEqual(idsOf(await admin.get('/calls?member=anna')), ['call-3']);
    assert.deepEqual(idsOf(await admin.get('/calls?member=1001')), ['call-3']);
    assert.match((await admin.get('/calls?missed=true')).text, /Searched from 2026-08-25 on/);
  });

  test('takes days on the wall clock of the house, also when it has 25 hours', async () => {
    await calls(
      { startedAt: new Date('2026-10-24T21:59:59Z') },
      { startedAt: new Date('2026-10-24T22:00:00Z') },
      { startedAt: new Date('2026-10-25T22:59:59Z') },
      { startedAt: new Date('2026-10-25T23:00:00Z') },
    );
    assert.deepEqual(idsOf(await admin.get('/calls?from=2026-10-25&to=2026-10-25')), ['call-2', 'call-1']);
  });

  test('is read page by page in both directions, also through many calls of one moment', async () => {
    const startedAt = NOW.toJSDate();
    const many = Array.from({ length: 120 }, (_, index) => ({
      _id: `call-${String(index).padStart(3, '0')}`,
      channel: `c${index}`,
      startedAt,
    }));
    await calls(...many);
    const follow = (page: { text: string }, rel: string) =>
      new RegExp(`rel="${rel}" href="([^"]*)"`)
        .exec(page.text)?.[1]
        ?.replaceAll('&amp;', '&')
        .replaceAll('&#x3D;', '=') ?? '';
    const first = await admin.get('/calls');
    const second = await admin.get(follow(first, 'next'));
    const third = await admin.get(follow(second, 'next'));
    const all = [first, second, third].flatMap(idsOf);
    assert.deepEqual(all, many.map(({ _id }) => _id).toReversed());
    assert.equal(follow(third, 'next'), '');
    assert.deepEqual(idsOf(await admin.get(follow(third, 'prev'))), idsOf(second));
    assert.equal(follow(await admin.get(follow(second, 'prev')), 'prev'), '');
  });

  test('says what it cannot search for, whatever is sent', async () => {
    await calls({});
    const hostile = [
      'caller=.*',
      'caller[$ne]=1',
      'outcome=none',
      'from=yesterday',
      'member=%24where',
      'group=7;0',
      'caller=a&caller=b',
      '__proto__=1',
      'after=x',
      'before=%00',
      `caller=${'1'.repeat(500)}`,
    ];
    for (const query of hostile) {
      const page = await admin.get(`/calls?${query}`);
      assert.ok([200, 422].includes(page.status), `${query}: ${page.status}`);
    }
    const page = await admin.get('/calls?caller=%3Cb%3E&from=yesterday');
    assert.equal(page.status, 422);
    assert.match(page.text, /This cannot be searched for: From, Caller\./);
  });

  test('shows hostile names as text and withheld callers without anything', async () => {
    await calls(
      { caller: from('+493023125001', '<script>alert(1)</script>') },
      { caller: { withheld: true, number: null, e164: null, name: null } },
    );
    const { text } = await admin.get('/calls');
    assert.doesNotMatch(text, /<script>/);
    assert.match(text, /&lt;script&gt;/);
    assert.match(text, /withheld/);
  });
});

describe('One call', () => {
  test('leads an unknown caller to the address book, for those who may write there', async () => {
    const withheld = { withheld: true, number: null, e164: null, name: null };
    await calls(
      { caller: from('+493023125001') },
      { caller: from('+493023125002', 'Zoë') },
      { caller: withheld },
    );
    const leads = async (id: string, who = admin) =>
      /href="\/contacts\/_new[^"]*"/.exec((await who.get(`/calls/${id}`)).text)?.[0];
    assert.equal(await leads('call-0'), 'href="/contacts/_new?number&#x3D;%2B493023125001"');
    assert.equal(await leads('call-1'), undefined);
    assert.equal(await leads('call-2'), undefined);
    assert.equal(await leads('call-0', await site.signedIn('viewer')), undefined);
  });

  test('is drawn with its phones, and says the same in words', async () => {
    const at = (second: number) => NOW.plus({ seconds: second }).toJSDate();
    await calls({
      outcome: 'answered',
      answeredAt: at(7),
      waitingSec: 7,
      talkingSec: 61,
      startedAt: at(0),
      answeredBy: { who: 'Anna <b>', userId: 'anna', kind: 'desk', to: '1001', group: '700', stage: 1 },
      steps: [{ at: at(0), group: '700', text: 'stage 1: rings for 20 s' }],
      legs: [
        aRecordedLeg({
          who: 'Anna <b>',
          outcome: 'answered',
          startedAt: at(0),
          rangAt: at(1),
          endedAt: at(68),
        }),
        aRecordedLeg({
          who: 'Bernd',
          id: null,
          outcome: 'notRegistered',
          startedAt: at(0),
          rangAt: null,
          endedAt: at(0),
          cause: null,
        }),
      ],
    });
    const { text } = await admin.get('/calls/call-0');
    assert.match(text, /<svg class="timeline"[^>]*role="img"/);
    const [timeline = ''] = text.split('timeline-narrow');
    const [, legend = ''] = text.split('timeline-legend');
    assert.equal(timeline.match(/class="leg answered"/g)?.length, 1);
    assert.match(legend, /class="leg answered"[^]*bar: rang, and answered/);
    assert.match(text, /<td[^>]*>700<\/td><td[^>]*>stage 1: rings for 20 s<\/td>/);
    assert.match(text, /not registered/);
    assert.doesNotMatch(text, /Anna <b>/);
    assert.equal((await admin.get('/calls/unknown')).status, 404);
  });

  test('tells its reasons in the reader’s language; those of old records stay as they were written', async () => {
    const snapshot = aSnapshot({ groups: [aGroup({ number: '700', stages: [], final: VOICEMAIL })] });
    const { why } = decide(snapshot, aCall(), [], NOW);
    const record = withReasons(aRecord({ _id: 'call-0', steps: [] }), why, NOW);
    const old = { at: NOW.toJSDate(), group: '700', text: 'stage 1: rings for 20 s' };
    await store.calls.save(
      withJudgement(
        { ...record, steps: [old, ...record.steps], outcome: 'gaveUp', waitingSec: 1 },
        (number) => snapshot.groups.get(number),
      ),
    );
    const german = await site.signedIn('viewer', { language: 'de' });
    const { text } = await german.get('/calls/call-0');
    assert.match(text, /<td>danach: Voicemail 1001<\/td>/);
    assert.match(text, /<td>kein verpasster Anruf: nach 1 s aufgelegt, zählt ab 5 s<\/td>/);
    assert.match(text, /<td>stage 1: rings for 20 s<\/td>/);
    assert.match((await admin.get('/calls/call-0')).text, /<td>final destination: voicemail 1001<\/td>/);
  });
});

describe('CSV', () => {
  test('has all that is found, harmless in a spreadsheet, and nothing of withheld callers', async () => {
    await calls(
      { caller: from('+493023125001', '=HYPERLINK("http://evil")'), outcome: 'gaveUp' },
      { caller: { withheld: true, number: null, e164: null, name: null } },
    );
    const page = await admin.get('/calls.csv');
    assert.equal(page.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(page.headers.get('cache-control'), 'no-store');
    const [head, first, second, end] = page.text.split('\r\n');
    assert.equal(
      head,
      'Begin (Europe/Berlin),Group,Name of the group,Caller,Name of the caller,Number withheld,Result,Missed,Answered by,Stage,Waited (s),Talked (s),Note,Call',
    );
    assert.match(
      first ?? '',
      /^2026-11-25 13:00:00,.*,\+49 30 23125001,"'=HYPERLINK\(""http:\/\/evil""\)",no,caller gave up,/,
    );
    assert.match(second ?? '', /^2026-11-25 12:59:00,[^,]*,[^,]*,,,yes,/);
    assert.equal(end, '');
  });

  test('of a German is one that a German spreadsheet opens', async () => {
    await calls({ caller: from('+493023125001', 'Muster; Max'), outcome: 'gaveUp' });
    const german = await site.signedIn('viewer', { language: 'de-DE' });
    const cookie = [...german.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, 'accept-language': 'de-DE,de;q=0.9' };
    const response = await fetch(new URL('/calls.csv', site.url), { headers });
    const bytes = Buffer.from(await response.arrayBuffer());
    assert.equal(bytes.subarray(0, 3).toString('hex'), 'efbbbf', 'Excel reads UTF-8 by it');
    assert.match(response.headers.get('content-disposition') ?? '', /filename=anrufe\.csv/);
    // Without a delimiter the reader guesses it, as spreadsheets do.
    const { data, errors, meta } = Papa.parse<string[]>(bytes.subarray(3).toString(), {
      skipEmptyLines: true,
    });
    assert.deepEqual([errors, meta.delimiter], [[], ';']);
    assert.deepEqual(data[0]?.slice(0, 8), [
      'Beginn (Europe/Berlin)',
      'Gruppe',
      'Name der Gruppe',
      'Anrufer',
      'Name des Anrufers',
      'Rufnummer unterdrückt',
      'Ergebnis',
      'Verpasst',
    ]);
    assert.equal(data[1]?.[0], '25.11.2026 13:00:00');
    assert.deepEqual(data[1].slice(3, 7), ['+49 30 23125001', 'Muster; Max', 'nein', 'Anrufer gab auf']);
  });

  test('of the interface has the names of its fields and times with their offset', async () => {
    await calls({ caller: from('+493023125001', null), outcome: 'gaveUp' });
    const { text: token } = await site.access.addToken('admin', 'test', ['calls.read'], null);
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(new URL('/api/v1/calls.csv', site.url), { headers });
    const [head, first] = (await response.text()).split('\r\n');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.match(head ?? '', /^startedAt,group,groupName,caller,callerName,withheld,outcome,/);
    assert.match(first ?? '', /^2026-11-25T13:00:00\+01:00,.*,false,gaveUp,/);
  });

  test('is a stream: a reader who leaves ends it, and thousands of calls come whole', async () => {
    const many = Array.from({ length: 1200 }, (_, index) => ({ _id: `call-${index}`, channel: `c${index}` }));
    await calls(...many);
    const { text } = await admin.get('/calls.csv');
    assert.equal(text.trimEnd().split('\r\n').length, 1201);
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    await new Promise<void>((resolve, reject) => {
      const request = http.get(new URL('/calls.csv', site.url), { headers: { cookie } }, (response) => {
        response.once('data', () => {
          response.destroy();
          resolve();
        });
      });
      request.on('error', reject);
    });
    assert.equal((await admin.get('/calls')).status, 200);
  });
});

describe('The interface', () => {
  test('pages through calls, and refuses what it does not know', async () => {
    await calls({}, {}, {});
    const { text } = await site.access.addToken('admin', 'test', ['calls.read'], null);
    const call = withToken(site.url, text);
    const one = (await call('GET', '/calls?limit=2')).body as { calls: { id: string }[]; next: string };
    const two = (await call('GET', `/calls?limit=2&after=${one.next}`)).body as typeof one;
    assert.deepEqual(
      [...one.calls, ...two.calls].map(({ id }) => id),
      ['call-0', 'call-1', 'call-2'],
    );
    assert.equal(two.next, null);
    for (const query of ['limit=0', 'limit=9999', 'after=x', 'outcome=x', 'colour=red', 'caller=%3C']) {
      assert.equal((await call('GET', `/calls?${query}`)).status, 422, query);
    }
    assert.equal((await call('GET', '/calls/call-1')).status, 200);
    assert.equal((await call('GET', '/calls/nothing')).status, 404);
  });
});
