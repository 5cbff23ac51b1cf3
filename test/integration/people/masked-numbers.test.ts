/**
 * An account with masked numbers: no page, no stream and no answer of the interface has a whole number of anybody, and no
 * search finds one. Every route is asked; a viewer asks the same, so that the test is known to see numbers.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import path from 'node:path';
import { DateTime } from 'luxon';
import { loadMailTemplates } from '../../../src/afterwards/mail/templates.js';
import { createApp } from '../../../src/people/web/app.js';
import { endpoints } from '../../../src/people/api/resources.js';
import { filterText } from '../../../src/people/operations/call-views.js';
import { isStill } from '../../../src/people/http/session.js';
import { loadTemplates } from '../../../src/people/pages/render.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { checkValue } from '../../../src/base/configuration/check.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import type { Role } from '../../../src/base/model/role.js';
import type { Store } from '../../../src/base/store/connection.js';
import { aRecord, aRecordedLeg } from '../../factories.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import type { Browser } from './browser.js';
import { startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { READY, siteParts } from './site.js';

const NOW = DateTime.utc(2026, 11, 25, 9);
const AT = NOW.minus({ minutes: 10 }).toJSDate();

/** Digits that every notation of a number has: a caller's, members' and destinations' of the configuration, a note's. */
const DIGITS = [
  '1713920015',
  '1713920017',
  '3023125077',
  '3023125078',
  '3023125079',
  '3023125076',
  '1713920016',
];

const HOUSE = {
  version: 1,
  settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1', gateway: 'telco' },
  users: [
    {
      id: 'anna',
      name: 'Anna',
      extension: '1001',
      mobile: {
        number: '0171 3920017',
        windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '00:00', to: '24:00' }],
      },
    },
  ],
  groups: [
    {
      number: '700',
      name: 'Sales',
      rules: [{ switch: 'night', when: 'on', to: { external: '+49 30 23125079' } }],
      stages: [{ ringSec: 20, members: ['anna', { external: '030 23125077' }] }],
      final: { external: '+493023125078' },
      report: { to: [{ name: 'B', address: 'b@pbx.example' }], callList: true, csv: true },
    },
  ],
  switches: [{ id: 'night', name: 'Night', manual: { on: false } }],
};

const caller = { withheld: false, number: '01713920015', e164: '+491713920015', name: '0171 3920015' };

function call(id: string, changes: Partial<CallRecord> = {}): CallRecord {
  return aRecord({
    _id: id,
    channel: id,
    startedAt: AT,
    caller,
    route: [{ group: '700', by: null, to: null }],
    legs: [
      aRecordedLeg({ startedAt: AT, kind: 'mobile', to: '+491713920017' }),
      aRecordedLeg({
        id: 'b',
        startedAt: AT,
        kind: 'external',
        to: '+493023125077',
        who: '+493023125077',
        userId: null,
      }),
    ],
    steps: [{ at: AT, group: '700', text: 'talked to +49 171 3920015' }],
    ...changes,
  });
}

let database: TestDatabase;
let store: Store;
let site: ConfiguredSite;
let pages: readonly string[];
let interfacePaths: readonly string[];

async function fill(): Promise<void> {
  const ended = { endedAt: NOW.toJSDate(), outcome: 'gaveUp', waitingSec: 30, followUp: null } as const;
  const why = { kind: 'gaveUp', afterSec: 30, stage: 1 } as const;
  await store.calls.save(
    call('one', { ...ended, missed: { group: '700', why, text: 'gave up after 30 s' } }),
  );
  const item = await store.callbacks.addMissed({
    group: '700',
    caller: { key: caller.e164, number: caller.number, name: caller.name },
    call: { record: 'one', channel: 'one', at: AT, why },
    mergeHours: 24,
    noticeAt: undefined,
  });
  const query = filterText({ q: '(0171) 392/00 15' });
  const by = { changedAt: AT, changedBy: 'admin' };
  await store.callViews.add({ id: 'view', owner: null, name: 'Saved', query, ...by });
  await store.callbacks.note({
    id: item?.id ?? '',
    text: 'also 171.392.00.16',
    who: 'Erika',
    at: new Date(),
  });
}

before(async () => {
  database = await startDatabase();
  store = await database.store();
  await fill();
  const flood = { most: 10, count: 12, sinceMs: AT.getTime(), lastMs: NOW.toMillis() };
  const templatesFolder = path.join(projectFolder(), 'templates');
  const given = {
    renderMail: await loadMailTemplates(templatesFolder),
    now: () => NOW,
    liveCalls: () => [call('live', { startedAt: NOW.minus({ seconds: 5 }).toJSDate() })],
    limitsMet: () => [{ kind: 'callerFloods' as const, number: caller.e164, ...flood }],
  };
  await startConfiguredSite(store, {
    ...HOUSE,
    groups: [{ ...HOUSE.groups[0], final: { external: '030 23125076' } }],
  }).then((first) => first.close());
  site = await startConfiguredSite(store, HOUSE, given);
  const parts = siteParts(store, given);
  const app = createApp({
    parts,
    health: READY,
    prefix: '',
    templatesFolder,
    render: await loadTemplates(templatesFolder),
    trustProxy: 0,
    log: parts.log,
  });
  pages = app.pages.rules.flatMap(({ method, path: where }) => (method === 'GET' ? [addressOf(where)] : []));
  interfacePaths = endpoints(parts).flatMap(({ method, path: where }) =>
    method === 'get' ? [addressOf(`/api/v1${where.replaceAll(/\{(\w+)\}/g, ':$1')}`)] : [],
  );
});
after(async () => {
  await site.close();
  await database.close();
});

/** A path with names of what there is. */
function addressOf(where: string): string {
  const names: readonly (readonly [RegExp, string])[] = [
    [/groups/, '700'],
    [/users/, 'anna'],
    [/switches/, 'night'],
    [/calls|recordings/, 'one'],
    [/revisions/, '2'],
    [/choices/, 'users'],
  ];
  const id = names.find(([pattern]) => pattern.test(where))?.[1] ?? 'x1';
  const path = where.replace(':group', '700').replace(':day', '2026-11-25').replaceAll(/:\w+/g, id);
  if (path.endsWith('/numbers') || path === '/numbers/understood') return `${path}?number=110&country=DE`;
  if (path.endsWith('/api/v1/what-would-happen'))
    return `${path}?group=700&caller=03023125001&date=2026-11-25&time=10:00`;
  if (path.endsWith('/api/v1/callbacks')) return `${path}?which=recent`;
  if (path.endsWith('/differences')) return `${path}?from=1`;
  return path;
}

/** Its first piece, of a stream. */
async function answer(
  browser: Browser,
  where: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const stop = new AbortController();
  const response = await fetch(new URL(where, site.url), {
    redirect: 'manual',
    headers: { cookie, 'accept-language': 'en' },
    signal: stop.signal,
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isStream) return { status: response.status, text: await response.text() };
  const piece = (await response.body?.getReader().read()) as { readonly value?: Uint8Array } | undefined;
  stop.abort();
  return { status: response.status, text: Buffer.from(piece?.value ?? []).toString('utf8') };
}

/** Which numbers an answer shows, in whatever notation. */
function numbersIn(text: string): readonly string[] {
  const plain = text.replaceAll(/&nbsp;|&#160;|%20|%2F|%2[89]|[\s\u00a0\u202f()./+-]/g, '');
  return DIGITS.filter((digits) => plain.includes(digits));
}

async function seen(role: Role, where: readonly string[]) {
  const browser = await site.signedIn(role);
  const all = new Map<string, { status: number; numbers: readonly string[]; text: string }>();
  for (const one of where) {
    const { status, text } = await answer(browser, one);
    all.set(one, { status, text, numbers: numbersIn(text) });
  }
  return all;
}

describe('An account that sees masked numbers', { concurrency: false }, () => {
  test('gets no whole number by any page or endpoint, where a viewer gets them all', async () => {
    const every = [...pages, ...interfacePaths, '/metrics'];
    const [masked, viewer] = [await seen('observer', every), await seen('viewer', every)];
    const shown = [...masked]
      .filter(([, { numbers }]) => numbers.length > 0)
      .map(([where, { numbers }]) => [where, numbers]);
    assert.deepEqual(shown, []);
    const revealing = [...viewer].filter(([, { numbers }]) => numbers.length > 0).map(([where]) => where);
    for (const where of [
      '/',
      '/live/around',
      '/live/events',
      '/callbacks',
      '/callbacks/list',
      '/calls',
      '/calls/one',
      '/calls.csv',
      '/groups/700/form',
      '/users/anna',
      '/revisions/2',
      '/reports/700/2026-11-25/html',
      '/api/v1/live',
      '/api/v1/live/events',
      '/api/v1/calls',
      '/api/v1/calls/one',
      '/api/v1/calls.csv',
      '/api/v1/callbacks?which=recent',
      '/api/v1/users/anna',
    ])
      assert.ok(revealing.includes(where), `${where} of ${revealing.join(' ')}`);
    assert.deepEqual(new Set([...viewer.values()].flatMap(({ numbers }) => numbers)), new Set(DIGITS));
    assert.match(masked.get('/calls')?.text ?? '', /49171•••••15/);
    assert.match(masked.get('/revisions/2')?.text ?? '', /4930•••••••78|49302•••••78/);
    const differing = [...masked].filter(([where, { status }]) => status !== viewer.get(where)?.status);
    assert.deepEqual(
      differing.map(([where, { status }]) => [where, status]),
      [],
    );
  });

  test('cannot save what it sees, whoever tries', () => {
    for (const content of [
      { ...HOUSE, users: [{ ...HOUSE.users[0], mobile: { number: '+49171•••••17', windows: [] } }] },
      { ...HOUSE, groups: [{ ...HOUSE.groups[0], final: { external: '+4930•••••••78' } }] },
      { ...HOUSE, groups: [{ ...HOUSE.groups[0], publicNumber: '+4930•••••••78' }] },
    ])
      assert.equal(checkValue(content).kind, 'faulty');
  });

  test('finds nobody by a number, whole or in part', async () => {
    const searches = ['01713920015', '0171392*', '01713920015'].flatMap((number) => [
      `/api/v1/calls?caller=${encodeURIComponent(number)}`,
      `/api/v1/callbacks?which=recent&caller=${encodeURIComponent(number)}`,
      `/api/v1/callbacks?caller=${encodeURIComponent(number)}`,
    ]);
    const [masked, viewer] = [await seen('observer', searches), await seen('viewer', searches)];
    for (const where of searches) {
      assert.equal(masked.get(where)?.status, 200, where);
      assert.doesNotMatch(masked.get(where)?.text ?? '', /"one"|Sales|•/, where);
      assert.match(viewer.get(where)?.text ?? '', /1713920015/, where);
    }
    const pages = ['/calls?caller=01713920015', '/calls?caller=0171392*', '/callbacks?caller=01713920015'];
    for (const { status, text } of (await seen('observer', pages)).values()) {
      assert.equal(status, 200);
      assert.match(text, /You see numbers masked, so a search for a number finds nothing/);
    }
    for (const { text } of (await seen('viewer', pages)).values()) assert.doesNotMatch(text, /masked/);
  });

  test('is not told whose mobile a number is by what would happen', async () => {
    const where = '/api/v1/what-would-happen?group=700&caller=01713920017&date=2026-11-25&time=10:00';
    const [masked, viewer] = [await seen('observer', [where]), await seen('viewer', [where])];
    assert.match(viewer.get(where)?.text ?? '', /own/);
    assert.doesNotMatch(masked.get(where)?.text ?? '', /own/);
  });

  test('loses a stream that began with another role', async () => {
    await site.signedIn('viewer', { name: 'vera' });
    const vera = () => site.access.ofSession('vera', new Date());
    const viewer = await vera();
    assert.equal(isStill(viewer, await vera(), 'live.read'), true);
    await site.access.change('vera', { role: 'observer' });
    assert.equal(isStill(viewer, await vera(), 'live.read'), false);
    assert.equal(isStill(await vera(), await vera(), 'live.read'), true);
  });

  test('is masked with a token too', async () => {
    await site.signedIn('observer');
    const { text } = await site.access.addToken('observer', 't', ['calls.read'], null);
    const headers = { authorization: `Bearer ${text}` };
    const response = await fetch(new URL('/api/v1/calls/one', site.url), { headers });
    const told = await response.text();
    assert.equal(response.status, 200);
    assert.deepEqual(numbersIn(told), []);
    assert.match(told, /\+49171•••••15/);
  });
});
