/**
 * A leader sees the led groups and nothing else. Two houses that differ only in what happened in another group answer every
 * page and endpoint in the same words, so not even a sum tells of it; and no answer names that group or its people.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import { checkValue } from '../../../src/base/configuration/check.js';
import { permissionsOf, type Permission } from '../../../src/people/access/permissions.js';
import type { Browser } from './browser.js';
import { answered, content, house, NOW, PASSED_ON, SECRETS } from './two-groups.js';

type House = Awaited<ReturnType<typeof house>>;
type Signed = Awaited<ReturnType<House['signedIn']>>;

let whole: House;
let half: House;
let leader: Signed;
let other: Signed;

before(async () => {
  [whole, half] = await Promise.all([house(true), house(false)]);
  [leader, other] = await Promise.all([whole.signedIn('leader'), half.signedIn('leader')]);
});
after(() => Promise.all([whole.close(), half.close()]));

const QUERIES = [
  '',
  '?group=7719',
  '?group=700&against=7719',
  '?group=all&period=day&from=2026-11-25',
  '?caller=0309988770',
  '?member=verborgen',
  '?q=Geheimrat',
  '?q=0309988770',
  '?q=Kernspalt',
  '?sums=1&from=2026-11-25',
  '?which=recent',
  '?recorded=true',
];

/** Each path with the ids of both groups in the place of what it asks for. */
function addresses(paths: readonly string[]): readonly string[] {
  const [own, foreign] = whole.items;
  const known = ['eigener-anruf', 'stiller-anruf', '700', '7719', 'lea', 'anna', 'verborgen', 'night'];
  const ids = known.concat(own ?? [], foreign ?? []);
  return paths.flatMap((where) => {
    const dated = where.replace(/[:{]day\}?/, '2026-11-25');
    const isOpen = /[:{]\w+/.test(dated);
    return isOpen
      ? ids.map((id) => dated.replaceAll(/:\w+|\{\w+\}/g, id))
      : QUERIES.map((query) => `${dated}${query}`);
  });
}

/** Tokens and sessions are of one house. */
const OWN_ACCOUNT = /^\/(account|api\/v1\/(tokens|sessions))/;

/** The answer's status and text, without what differs between any two houses; the first piece of a stream. */
async function seen(browser: Browser, where: string, of: House): Promise<string> {
  const response = await browser.open(where);
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  let text: string;
  if (isStream) {
    const reader = response.body?.getReader();
    const piece = await reader?.read();
    text = Buffer.from(piece?.value ?? new Uint8Array()).toString();
    await reader?.cancel();
  } else text = await response.text();
  return `${response.status} ${text}`
    .replaceAll(/name="_csrf" value="[^"]*"/g, '')
    .replaceAll(of.items[0] ?? '–', 'OWN')
    .replaceAll(encodeURIComponent(of.items[0] ?? '–'), 'OWN');
}

describe('A leader', () => {
  const may = permissionsOf('leader');

  test('reads on every page and from every endpoint the same, whatever happens in other groups', async () => {
    // Everything else is refused, below and in routes.test.ts. The page about the interface names the port.
    const isOpen = (access: string) => access === 'signedIn' || may.has(access as Permission);
    const pages = whole.site.rules.flatMap(({ method, path, access }) =>
      method === 'GET' && path !== '/api' && isOpen(access) ? [path] : [],
    );
    const rest = whole.endpoints.flatMap(({ method, path, access }) =>
      method === 'get' && isOpen(access) ? [`/api/v1${path}`] : [],
    );
    let read = 0;
    for (const where of addresses([...pages, ...rest])) {
      const alike = where.replaceAll(whole.items[0] ?? '–', half.items[0] ?? '–');
      const [here, there] = await Promise.all([
        seen(leader.browser, where, whole),
        seen(other.browser, alike, half),
      ]);
      if (!OWN_ACCOUNT.test(where)) assert.equal(here, there, where);
      for (const secret of SECRETS) {
        if (where.includes(secret)) continue;
        assert.ok(!here.includes(secret), `${where} says ${secret}`);
      }
      if (here.startsWith('200')) read += 1;
    }
    assert.ok(read > 100, `${read} answers show something`);
  });

  test('is refused in words wherever a permission is missing', async () => {
    for (const { method, path, access } of whole.endpoints) {
      if (access === 'signedIn' || may.has(access)) continue;
      const body = method === 'get' ? undefined : {};
      const answer = await leader.call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '7719'), body);
      assert.equal(answer.status, 403, `${method} ${path}`);
      assert.match(answer.text, /This needs the permission/, path);
    }
    const page = await leader.browser.get('/settings');
    assert.match(page.text, /not allowed|may not/i);
  });

  test('changes nothing in other groups', async () => {
    const [, foreign = ''] = whole.items;
    const before = await whole.store.callbacks.get(foreign);
    for (const { method, path, access } of whole.endpoints) {
      const isOwn =
        access === 'own.write' || access === 'credentials.write' || path.startsWith('/call-views');
      if (method === 'get' || access === 'signedIn' || isOwn || !may.has(access)) continue;
      for (const id of [foreign, 'stiller-anruf', 'verborgen', '7719']) {
        const where = path.replace('{id}', id).replace('{group}', '7719');
        const answer = await leader.call(method.toUpperCase(), where, bodyOf(path));
        assert.ok([403, 404, 422].includes(answer.status), `${method} ${where}: ${answer.status}`);
      }
    }
    for (const act of ['take', 'done', 'give-back', 'reopen', 'note', 'assign', 'call'])
      await leader.browser.post(`/callbacks/${foreign}/${act}`, { text: 'x', user: 'verborgen' });
    for (const where of ['/away/7719', '/groups/7719/away', '/users/verborgen/away'])
      await leader.browser.post(where, { do: 'away', user: 'verborgen', group: '7719', end: 'changed' });
    await leader.browser.post('/users/anna/away', { do: 'away', group: '', end: 'changed' });
    await leader.browser.post('/calls/stiller-anruf/call');
    await leader.browser.post('/favourites/7719');
    assert.deepEqual(await whole.store.callbacks.get(foreign), before);
    assert.deepEqual(await whole.store.awayStates.all(), []);
    assert.deepEqual(whole.placed, []);
    assert.deepEqual((await whole.store.accounts.get('leader'))?.favourites ?? [], []);
  });

  test('works with the own group: calls, the recording, absences, call-backs that others have', async () => {
    const [own = ''] = whole.items;
    assert.equal((await leader.browser.get('/recordings/eigener-anruf/sound')).status, 200);
    assert.equal((await leader.call('PUT', '/users/anna/away/700', {})).status, 200);
    assert.equal((await leader.call('PUT', '/users/anna/away', {})).status, 403);
    const shown = await leader.browser.get('/away?group=7719');
    assert.match(shown.text, /Anna Albrecht/);
    await whole.store.callbacks.take({
      id: own,
      who: 'Anna',
      at: NOW.toJSDate(),
      until: NOW.plus({ hours: 1 }).toJSDate(),
    });
    assert.equal((await leader.call('POST', `/callbacks/${own}/give-back`)).status, 200);
  });

  test('sees a call that was passed on, and not the recording of the other group’s talk', async () => {
    await whole.store.calls.save(PASSED_ON);
    const call = await leader.call('GET', '/calls/weiter');
    assert.equal(call.status, 200);
    assert.deepEqual((call.body as { recordedWith: unknown }).recordedWith, []);
    assert.equal((await leader.browser.get('/recordings/weiter/sound')).status, 404);
    const recorded = await leader.call('GET', '/calls?recorded=true');
    assert.deepEqual(
      (recorded.body as { calls: { id: string }[] }).calls.map(({ id }) => id),
      ['eigener-anruf'],
    );
  });

  test('sees another group at the next request after the configuration says so, and none without one', async () => {
    const said = async () => (await leader.browser.get('/calls')).text;
    assert.doesNotMatch(await said(), /stiller-anruf/);
    await lead(['anna']);
    assert.doesNotMatch(await said(), /eigener-anruf/);
    assert.match((await leader.browser.get('/')).text, /You lead no group yet/);
    await lead(['lea']);
    assert.match(await said(), /eigener-anruf/);
    await whole.site.access.change('leader', { role: 'user' });
    assert.equal((await leader.browser.get('/calls')).status, 403);
    assert.equal((await leader.call('GET', '/calls')).status, 403);
    await whole.site.access.change('leader', { role: 'leader' });
  });
});

/** Who leads the first group from now on. */
async function lead(leaders: readonly string[]): Promise<void> {
  const checked = checkValue(content(leaders));
  assert.ok(checked.kind === 'good');
  const { configurations } = whole.store;
  const { configuration } = checked;
  await importConfiguration({
    configurations,
    configuration,
    author: 'test',
    reason: '',
    at: NOW.toJSDate(),
  });
  await whole.site.refresh();
}

/** What each endpoint takes that leaders may use. */
function bodyOf(path: string): unknown {
  if (path.endsWith('/done')) return {};
  if (path.endsWith('/note')) return { note: 'x' };
  if (path.endsWith('/assign')) return { user: 'verborgen' };
  return path.includes('/away') ? {} : undefined;
}

describe('A receptionist', () => {
  let desk: Signed;
  before(async () => {
    desk = await whole.signedIn('receptionist');
  });

  test('sees calls and call-backs of all groups, turns switches, sends members away, keeps the address book', async () => {
    const calls = await desk.browser.get('/calls');
    assert.match(calls.text, /Sales/);
    assert.match(calls.text, /Kernspalt/);
    assert.match((await desk.browser.get('/callbacks')).text, /Geheimrat/);
    assert.match((await desk.browser.get('/')).text, /Nachtschaltung/);
    assert.equal((await desk.call('POST', '/switches/night/state', { do: 'on' })).status, 200);
    assert.equal((await desk.call('PUT', '/users/verborgen/away', {})).status, 200);
    const contact = { name: 'Neu', numbers: [{ number: '030 23125044', kind: 'work' }] };
    assert.equal((await desk.call('POST', '/contacts', contact)).status, 201);
  });

  test('opens no settings, reports, recordings or accounts, and no link of the pages leads to any', async () => {
    for (const where of ['/groups', '/users', '/settings', '/reports', '/recordings', '/accounts', '/status'])
      assert.equal((await desk.browser.get(where)).status, 403, where);
    for (const where of [
      '/',
      '/calls',
      '/calls/stiller-anruf',
      '/callbacks',
      '/switches',
      '/away',
      '/contacts',
      '/account',
    ]) {
      const page = await desk.browser.get(where);
      assert.equal(page.status, 200, where);
      const links = [...page.text.matchAll(/(?:href|action)="(\/[^"?#]*)/g)].map(([, link = '']) => link);
      const closed = links.filter((link) =>
        /^\/(groups|users|settings|reports|recordings|accounts|status|what-)/.test(link),
      );
      assert.deepEqual(closed, [], where);
    }
  });
});

test('Whoever sends members away without reading the configuration gets no page of it for an end that is not understood', async () => {
  for (const role of ['leader', 'receptionist'] as const) {
    const { browser } = role === 'leader' ? leader : await whole.signedIn(role);
    for (const where of [
      '/groups/700/away',
      '/groups/7719/away',
      '/users/anna/away',
      '/users/verborgen/away',
    ]) {
      const [, , id = ''] = where.split('/');
      const [user, group] = where.startsWith('/groups') ? ['verborgen', id] : [id, '7719'];
      const page = await browser.post(where, { do: 'away', user, group, end: 'own', until: 'soon' });
      assert.equal(page.status, 403, `${role} ${where}`);
      assert.doesNotMatch(page.text, /Kernspalt|Verborgen|1777|1001/, `${role} ${where}`);
    }
  }
});

test('the calls of many led groups are found once each, newest first, page by page', async () => {
  const scope = new Set(['700', '7719']);
  const filter = { ...none, scope };
  for (let minute = 1; minute <= 5; minute += 1)
    await half.store.calls.save(
      answered(`beide-${minute}`, '700', {
        startedAt: NOW.plus({ minutes: minute }).toJSDate(),
        route: [
          { group: '700', by: null, to: null },
          { group: '7719', by: null, to: null },
        ],
      }),
    );
  const first = await half.store.callSearch.older(filter, undefined, 3);
  assert.deepEqual(
    [first.calls.map(({ _id }) => _id), first.more],
    [['beide-5', 'beide-4', 'beide-3'], true],
  );
  const last = first.calls.at(-1);
  const key = { startedAt: last?.startedAt ?? new Date(), id: last?._id ?? '' };
  const next = await half.store.callSearch.older(filter, key, 3);
  assert.deepEqual(
    [next.calls.map(({ _id }) => _id), next.more],
    [['beide-2', 'beide-1', 'eigener-anruf'], false],
  );
});

const none = {
  from: undefined,
  to: undefined,
  group: undefined,
  caller: undefined,
  outcome: undefined,
  missed: undefined,
  member: undefined,
  recorded: undefined,
};
