/** The call-back list on its page and in the interface: who sees, takes, gives back and finishes items. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Store } from '../../../src/base/store/connection.js';
import { aGroup, aSnapshot, aStage, aUser, someMissedRules, userMember } from '../../factories.js';
import { withToken, type Browser } from './browser.js';
import { onOwnStores, startSite, type Site } from './site.js';

const ANNA = aUser({ id: 'anna', name: 'Anna Albrecht' });
const BERND = aUser({ id: 'bernd', name: 'Bernd Brandt', extension: '1002' });
const SALES = aGroup({
  number: '700',
  name: 'Sales',
  stages: [aStage([userMember(ANNA), userMember(BERND)])],
  missed: someMissedRules({ giveBackMin: 30 }),
});
const OTHERS = aGroup({ number: '701', name: 'Support', stages: [aStage([userMember(BERND)])] });

let store: Store;
let site: Site;
let now: DateTime;
let calls = 0;

onOwnStores(async (own) => {
  store = own;
  now = DateTime.utc(2026, 11, 25, 8);
  const snapshot = aSnapshot({ groups: [SALES, OTHERS], users: [ANNA, BERND] });
  site = await startSite(store, { now: () => now, snapshot: () => snapshot });
  return site;
});

async function missed(group: string, e164: string, name: string | null = null): Promise<string> {
  calls += 1;
  const item = await store.callbacks.addMissed({
    group,
    caller: { key: e164, number: e164, name },
    call: {
      record: `r${calls}`,
      channel: `c${calls}`,
      at: now.toJSDate(),
      why: { kind: 'gaveUp', afterSec: 14, stage: 2 },
    },
    mergeHours: 24,
    noticeAt: undefined,
  });
  return item?.id ?? '';
}

const anna = () => site.signedIn('user', { name: 'anna', userId: 'anna' });
const bernd = () => site.signedIn('user', { name: 'bernd', userId: 'bernd' });

describe('The list', () => {
  test('says who, why, since when, and what can be done', async () => {
    await missed('700', '+493023125001', 'Max Muster');
    const { text } = await (await anna()).get('/callbacks');
    assert.match(
      text,
      /<a class="dialable text-nowrap" href="tel:\+493023125001"><svg.*?<\/svg>\+49 30 23125001<\/a> <span class="text-secondary">Max Muster/,
    );
    assert.match(text, /Sales \(700\) · 09:00 · gave up after 14 s in stage 2/);
    assert.match(text, /<span class="badge bg-red-lt">open<\/span>/);
    assert.match(text, />I call back<\/button>/);
  });

  test('is German for a German browser', async () => {
    await missed('700', '+493023125001');
    const { text } = await (await site.signedIn('admin', { language: 'de-DE' })).get('/callbacks');
    assert.match(text, /<html lang="de">/);
    assert.match(text, />Ich rufe zurück<\/button>/);
  });

  test('of a user has the own groups only, also when another is asked for', async () => {
    await missed('700', '+493023125001');
    now = now.plus({ seconds: 1 });
    await missed('701', '+493023125002');
    const browser = await anna();
    for (const path of ['/callbacks', '/callbacks/list', '/callbacks?which=recent', '/callbacks?group=701']) {
      assert.doesNotMatch((await browser.get(path)).text, /23125002/, path);
    }
    assert.match((await (await bernd()).get('/callbacks')).text, /23125001.*23125002/s);
  });

  test('shows the name of a hostile caller as text', async () => {
    await missed('700', '+493023125001', '<img src=x onerror=alert(1)>');
    const { text } = await (await anna()).get('/callbacks');
    assert.doesNotMatch(text, /<img src=x/);
    assert.match(text, /&lt;img src/);
  });

  test('is searched by number in every notation, and by its beginning', async () => {
    await missed('700', '+493023125001');
    await missed('700', '4312345678');
    const browser = await anna();
    const found = async (typed: string, more = '') => {
      const { text, status } = await browser.get(`/callbacks?caller=${encodeURIComponent(typed)}${more}`);
      return status === 200
        ? ['23125001', '4312345678'].filter((one) => text.includes(`>${one}<`) || text.includes(`${one}</a>`))
        : status;
    };
    for (const typed of ['030\u00a023125001', '+49 30 23125001', 'tel:+493023125001', '030231*', '+49*']) {
      assert.deepEqual(await found(typed), ['23125001'], typed);
      assert.deepEqual(await found(typed, '&which=recent'), ['23125001'], typed);
    }
    assert.deepEqual(await found('4312345678'), ['4312345678']);
    assert.deepEqual(await found('43*'), ['4312345678']);
    assert.deepEqual(await found('030 99'), []);
    assert.equal(await found('Max'), 422);
    assert.match((await browser.get('/callbacks?caller=Max')).text, /“Max” is no number\./);
  });

  test('may be read and not changed by a viewer', async () => {
    const id = await missed('700', '+493023125001');
    const browser = await site.signedIn('viewer');
    assert.doesNotMatch((await browser.get('/callbacks')).text, /I call back/);
    assert.equal((await browser.post(`/callbacks/${id}/take`)).status, 403);
  });
});

describe('An item', () => {
  test('goes to one of two who take it at once; the other is told who has it', async () => {
    const id = await missed('700', '+493023125001');
    const [one, other] = [await anna(), await bernd()];
    await Promise.all([one.post(`/callbacks/${id}/take`), other.post(`/callbacks/${id}/take`)]);
    const [mine, theirs] = [(await one.get('/callbacks')).text, (await other.get('/callbacks')).text];
    const has = (await store.callbacks.get(id))?.taken?.who;
    const [winner, loser] = has === 'Anna Albrecht' ? [mine, theirs] : [theirs, mine];
    assert.match(winner, /It is yours until 09:30\./);
    assert.match(loser, new RegExp(`${has ?? 'nobody'} has it already\\.`));
    assert.match(loser, new RegExp(`${has ?? 'nobody'} calls back, until 09:30`));
    assert.doesNotMatch(loser, /I call back/);
  });

  test('is given back by the one who has it, and finished by nobody else', async () => {
    const id = await missed('700', '+493023125001');
    const [one, other] = [await anna(), await bernd()];
    await one.post(`/callbacks/${id}/take`);
    await other.post(`/callbacks/${id}/give-back`);
    await other.post(`/callbacks/${id}/done`);
    assert.equal((await store.callbacks.get(id))?.taken?.who, 'Anna Albrecht');
    await one.post(`/callbacks/${id}/give-back`);
    assert.equal((await store.callbacks.get(id))?.state, 'open');
    await other.post(`/callbacks/${id}/done`);
    assert.equal((await store.callbacks.get(id))?.ended?.who, 'Bernd Brandt');
  });

  test('whose time has run out can be taken by the next one', async () => {
    const id = await missed('700', '+493023125001');
    await (await anna()).post(`/callbacks/${id}/take`);
    now = now.plus({ minutes: 30 });
    await (await bernd()).post(`/callbacks/${id}/take`);
    assert.equal((await store.callbacks.get(id))?.taken?.who, 'Bernd Brandt');
  });

  test('of another group does not exist for a user', async () => {
    const id = await missed('701', '+493023125002');
    const browser = await anna();
    for (const action of ['take', 'give-back', 'done', 'note']) {
      await browser.post(`/callbacks/${id}/${action}`, { note: 'x' });
      assert.match((await browser.get('/callbacks')).text, /There is no such call-back any more\./);
    }
    const item = await store.callbacks.get(id);
    assert.deepEqual([item?.state, item?.note], ['open', null]);
  });

  test('keeps a note of one line', async () => {
    const id = await missed('700', '+493023125001');
    await (await anna()).post(`/callbacks/${id}/note`, { note: 'calls\r\nagain <b>' });
    assert.match((await (await bernd()).get('/callbacks')).text, />calls again &lt;b&gt;<\/p>/);
  });
});

test('A list of more than a hundred goes on with those who wait less long', async () => {
  for (let index = 0; index < 101; index += 1) {
    await missed('700', `+4930231${String(25_000 + index)}`);
    now = now.plus({ seconds: 1 });
  }
  const browser = await anna();
  const first = (await browser.get('/callbacks?group=700')).text;
  assert.equal(first.match(/<article/g)?.length, 100);
  const next = /href="([^"]*)">Who waits less long</.exec(first)?.[1]?.replaceAll('&amp;', '&');
  const second = (await browser.get(next?.replaceAll('&#x3D;', '=') ?? '')).text;
  assert.match(second, /\+49 30 23125100/);
  assert.equal(second.match(/<article/g)?.length, 1);
  assert.match(second, /href="\/callbacks\?group&#x3D;700">Back to who waits longest/);
  assert.doesNotMatch(second, /Who waits less long/);
});

describe('The interface', () => {
  async function program(name: string, userId?: string) {
    await site.signedIn(
      userId === undefined ? 'admin' : 'user',
      userId === undefined ? { name } : { name, userId },
    );
    const { text } = await site.access.addToken(name, 'test', ['callbacks.read', 'callbacks.write'], null);
    return withToken(site.url, text);
  }

  test('finds a caller in every notation', async () => {
    await missed('700', '+493023125001');
    await missed('700', '4312345678');
    const call = await program('admin');
    const found = async (typed: string) => {
      const { body, status } = await call('GET', `/callbacks?caller=${encodeURIComponent(typed)}`);
      if (status !== 200) return status;
      return (body as { caller: { number: string } }[]).map(({ caller }) => caller.number);
    };
    assert.deepEqual(await found('0049\u00a030 23125001'), ['+493023125001']);
    assert.deepEqual(await found('43*'), ['4312345678']);
    assert.equal(await found('Max'), 422);
  });

  test('lists, takes, gives back, finishes', async () => {
    const id = await missed('700', '+493023125001', 'Max');
    const call = await program('admin');
    const listed = (await call('GET', '/callbacks')).body as {
      id: string;
      caller: unknown;
      taken: unknown;
    }[];
    assert.deepEqual(
      listed.map(({ id: of, caller, taken }) => [of, caller, taken]),
      [[id, { number: '+493023125001', name: 'Max' }, null]],
    );
    const taken = await call('POST', `/callbacks/${id}/take`);
    assert.equal(taken.status, 200);
    assert.deepEqual((taken.body as { taken: unknown }).taken, {
      who: 'admin',
      at: '2026-11-25T08:00:00.000Z',
      until: '2026-11-25T08:30:00.000Z',
    });
    assert.equal((await call('POST', `/callbacks/${id}/give-back`)).status, 200);
    const done = await call('POST', `/callbacks/${id}/done`, { note: 'reached' });
    assert.deepEqual([done.status, (done.body as { note: string }).note], [200, 'reached']);
    assert.equal((await call('POST', `/callbacks/${id}/take`)).status, 409);
  });

  test('pages through who waits, the own groups only', async () => {
    const ids = [];
    for (const group of ['700', '701', '700']) {
      ids.push(await missed(group, `+49302312500${ids.length}`));
      now = now.plus({ minutes: 1 });
    }
    const page = async (call: Awaited<ReturnType<typeof program>>, query: string) =>
      ((await call('GET', `/callbacks?${query}`)).body as { id: string }[]).map(({ id }) => id);
    const [admin, user] = [await program('admin'), await program('anna', 'anna')];
    assert.deepEqual(await page(admin, 'limit=2'), [ids[0], ids[1]]);
    assert.deepEqual(await page(admin, `limit=2&after=${ids[1]}`), [ids[2]]);
    assert.deepEqual(await page(admin, `after=${ids[2]}`), []);
    assert.deepEqual(await page(user, 'limit=1'), [ids[0]]);
    assert.deepEqual(await page(user, `limit=1&after=${ids[0]}`), [ids[2]]);
    assert.deepEqual(await page(user, `after=${ids[1]}`), [], "another group's item says nothing");
    assert.equal((await admin('GET', `/callbacks?which=recent&after=${ids[0]}`)).status, 400);
  });

  test('tells who has it, and hides what is not in the own groups', async () => {
    const [own, foreign] = [await missed('700', '+493023125001'), await missed('701', '+493023125002')];
    const [admin, user] = [await program('admin'), await program('anna', 'anna')];
    await admin('POST', `/callbacks/${own}/take`);
    const refused = await user('POST', `/callbacks/${own}/take`);
    assert.equal(refused.status, 409);
    assert.equal((refused.body as { detail: string }).detail, 'admin has it');
    assert.equal((await user('POST', `/callbacks/${foreign}/take`)).status, 404);
  });

  test('refuses what it does not know, and says what', async () => {
    const call = await program('admin');
    const refused = await call('GET', '/callbacks?wich=live&which=all');
    assert.equal(refused.status, 422);
    assert.deepEqual(
      (refused.body as { faults: { path: string }[] }).faults.map(({ path }) => path),
      ['query.which', 'query'],
    );
    assert.equal((await call('POST', '/callbacks/x/done', { note: 'x'.repeat(501) })).status, 422);
    assert.equal((await call('GET', '/nothing')).status, 404);
  });

  test('describes itself as OpenAPI 3.1', async () => {
    const call = await program('admin');
    const { body } = await call('GET', '/openapi.json');
    const document = body as {
      openapi: string;
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    assert.equal(document.openapi, '3.1.0');
    assert.ok(document.paths['/callbacks/{id}/take']?.['post'] !== undefined);
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((one) => one.operationId),
    );
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('Passing on and taking back', () => {
  const ended = async (browser: Browser, id: string) => {
    await browser.post(`/callbacks/${id}/done`, { note: 'reached', back: '/callbacks?group=700' });
    return browser.get(`/callbacks?group=700&undo=done:${id}`);
  };

  test('what was done is opened again by one click, and only while it is done', async () => {
    const id = await missed('700', '+493023125001');
    const browser = await anna();
    const done = await browser.post(`/callbacks/${id}/done`, { back: '/callbacks?group=700' });
    assert.equal(done.to, `/callbacks?group=700&undo=done%3A${id}`);
    assert.match((await browser.get(done.to)).text, new RegExp(`action="/callbacks/${id}/reopen"`));
    await browser.post(`/callbacks/${id}/reopen`, { back: '/callbacks?group=700' });
    assert.equal((await store.callbacks.get(id))?.state, 'open');
    assert.equal((await store.callbacks.get(id))?.ended, null);
    assert.doesNotMatch((await browser.get(done.to)).text, /\/reopen"/);
  });

  test('what was taken is given back by one click', async () => {
    const id = await missed('700', '+493023125001');
    const browser = await anna();
    const { to = '' } = await browser.post(`/callbacks/${id}/take`);
    assert.equal(to, `/callbacks?undo=take%3A${id}`);
    assert.match(
      (await browser.get(to)).text,
      new RegExp(`action="/callbacks/${id}/give-back"[^]*id="undo"`),
    );
    // An administrator who had it before would take it away from Anna.
    const admin = await site.signedIn('admin');
    assert.doesNotMatch((await admin.get(to)).text, /id="undo"/);
  });

  test('an item is not opened again while a newer one of the caller waits', async () => {
    const id = await missed('700', '+493023125001');
    const browser = await anna();
    await ended(browser, id);
    now = now.plus({ minutes: 1 });
    const newer = await missed('700', '+493023125001');
    assert.notEqual(newer, id);
    await browser.post(`/callbacks/${id}/reopen`);
    assert.match((await browser.get('/callbacks')).text, /was missed again, and that newer call-back waits/);
    assert.equal((await browser.json('POST', `/api/v1/callbacks/${id}/reopen`)).status, 409);
    assert.equal((await store.callbacks.get(id))?.state, 'done');
  });

  test('an item is given to somebody of its group, and taken away from nobody', async () => {
    const id = await missed('700', '+493023125001');
    const browser = await anna();
    assert.match(
      (await browser.get(`/callbacks/${id}`)).text,
      /<option value="bernd">Bernd Brandt<\/option>/,
    );
    await browser.post(`/callbacks/${id}/assign`, { user: 'bernd' });
    assert.equal((await store.callbacks.get(id))?.taken?.who, 'Bernd Brandt');
    await browser.post(`/callbacks/${id}/assign`, { user: 'anna' });
    assert.equal((await store.callbacks.get(id))?.taken?.who, 'Bernd Brandt');
    const admin = await site.signedIn('admin');
    const given = await admin.json('POST', `/api/v1/callbacks/${id}/assign`, { user: 'anna' });
    assert.equal((given.body as { taken: { who: string } }).taken.who, 'Anna Albrecht');
    const stranger = await admin.json('POST', `/api/v1/callbacks/${id}/assign`, { user: 'nobody' });
    assert.equal(stranger.status, 422);
    assert.deepEqual(
      site.audited.filter(({ event }) => event === 'callbackAssigned').map(({ who }) => who),
      ['anna', 'admin'],
    );
  });

  test('two who write a note at the same moment both keep theirs, with name and time', async () => {
    const id = await missed('700', '+493023125001');
    const [one, other] = [await anna(), await bernd()];
    await Promise.all([
      one.post(`/callbacks/${id}/note`, { note: 'is at lunch' }),
      other.post(`/callbacks/${id}/note`, { note: 'wants an offer' }),
    ]);
    const { text } = await one.get(`/callbacks/${id}`);
    assert.match(text, /is at lunch<br><span class="text-secondary">Anna Albrecht, 25 Nov 2026, 09:00/);
    assert.match(text, /wants an offer<br><span class="text-secondary">Bernd Brandt, 25 Nov 2026, 09:00/);
  });

  test('one after another: the own ones first, then who waits longest; others’ are left out', async () => {
    const first = await missed('700', '+493023125001');
    now = now.plus({ minutes: 1 });
    const second = await missed('700', '+493023125002');
    now = now.plus({ minutes: 90 });
    const third = await missed('700', '+493023125003');
    await (await bernd()).post(`/callbacks/${first}/take`);
    const browser = await anna();
    await browser.post(`/callbacks/${third}/take`);
    const own = (await browser.get('/callbacks/next')).text;
    assert.match(own, new RegExp(`id="item-${third}"`));
    assert.match(own, /2 callers wait for you/);
    const { text } = await browser.get(`/callbacks/next?after=${third}`);
    assert.match(text, new RegExp(`id="item-${second}"[^]*missed 1 hour ago`));
    for (const id of [second, third]) await browser.post(`/callbacks/${id}/done`);
    assert.match((await browser.get('/callbacks/next')).text, /Nobody waits for a call back/);
  });

  test('an item of another group is not there', async () => {
    const id = await missed('701', '+493023125001');
    const browser = await anna();
    assert.equal((await browser.get(`/callbacks/${id}`)).status, 404);
    for (const act of ['reopen', 'assign']) await browser.post(`/callbacks/${id}/${act}`, { user: 'anna' });
    assert.equal((await store.callbacks.get(id))?.state, 'open');
  });
});
