/** The page of blocked numbers: from a call to its number, blocked and unblocked with a click. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import type { Store } from '../../../src/base/store/connection.js';
import { aRecord } from '../../factories.js';
import type { Browser } from './browser.js';
import { HOUSE, startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

const NUMBER = '+493023125001';

let store: Store;
let site: ConfiguredSite;
let admin: Browser;

onOwnStores(async (own) => {
  store = own;
  site = await startConfiguredSite(own, HOUSE);
  const caller = { withheld: false, number: NUMBER, e164: NUMBER, name: null };
  await store.calls.save(aRecord({ _id: 'known', channel: 'known', caller }));
  const nobody = { withheld: true, number: null, e164: null, name: null };
  await store.calls.save(aRecord({ _id: 'nobody', channel: 'nobody', caller: nobody }));
  return site;
});
beforeEach(async () => {
  admin = await site.signedIn('admin');
});

const stored = async () => (await store.configurations.latest())?.content as Configuration;
const block = (number: string, group = '700', reason = '') =>
  admin.post('/blocked', { number, group, reason }, '/blocked');

test('a call leads to the form with its number and group; one without a number does not', async () => {
  const call = await admin.get('/calls/known');
  assert.match(call.text, /href="\/blocked\?call&#x3D;known">Block</);
  const form = (await admin.get('/blocked?call=known')).text;
  assert.match(form, /name="number"[^>]*value="\+493023125001"/);
  assert.match(form, /<option value="700" selected>/);
  assert.doesNotMatch((await admin.get('/calls/nobody')).text, /\/blocked/);
  assert.match((await admin.get('/blocked?call=nobody')).text, /name="number"[^>]*value=""/);
  assert.match((await admin.get('/blocked?call=none')).text, /name="number"[^>]*value=""/);
});

test('a number is blocked for a group or for all, listed, and unblocked', async () => {
  const answer = await block('030 23125001', '700', 'sells = windows');
  assert.equal(answer.status, 303);
  await block('+49900*', '');
  const { text } = await admin.get('/blocked');
  assert.match(text, /030 23125001 &#x3D; sells &#x3D; windows/);
  assert.match(text, /\+49900\*/);
  const { settings, groups } = await stored();
  assert.deepEqual(settings.blocked, ['+49900*']);
  assert.deepEqual(groups[0]?.blocked, ['030 23125001 = sells = windows']);
  const gone = { number: '030 23125001 = sells = windows', group: '700' };
  assert.equal((await admin.post('/blocked/remove', gone, '/blocked')).status, 303);
  assert.equal((await admin.post('/blocked/remove', gone, '/blocked')).status, 303, 'once more');
  assert.deepEqual((await stored()).groups[0]?.blocked ?? [], []);
});

test('of those who block and unblock at the same moment each gets what was asked for', async () => {
  const [first, second, third] = ['+493023125101', '+493023125102', '+493023125103'];
  await block(first);
  await block(second);
  const browsers = [
    await site.signedIn('admin'),
    await site.signedIn('admin'),
    await site.signedIn('admin'),
  ] as const;
  const answers = await Promise.all([
    browsers[0].post('/blocked', { number: third, group: '700', reason: '' }, '/blocked'),
    browsers[1].post('/blocked/remove', { number: first, group: '700' }, '/blocked'),
    browsers[2].post('/blocked/remove', { number: second, group: '700' }, '/blocked'),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [303, 303, 303],
  );
  assert.deepEqual((await stored()).groups[0]?.blocked, [third]);
});

test('what cannot be blocked is said, and what was typed stays', async () => {
  for (const [number, group, status, words] of [
    ['112', '700', 422, /emergency or short number/],
    ['1001', '', 422, /./],
    ['hello', '700', 422, /must be a number/],
    [NUMBER, '799', 422, /There is no such group any more/],
  ] as const) {
    const page = await block(number, group, 'sells windows');
    assert.equal(page.status, status, number);
    const [, alert = ''] = /role="alert">([^<]+)/.exec(page.text) ?? [];
    assert.match(alert, words, number);
    assert.ok(page.text.includes(`value="${number}"`) && page.text.includes('value="sells windows"'), number);
  }
  await block(NUMBER);
  const again = await block('030 23125001');
  assert.equal(again.status, 409);
  assert.match(again.text, /blocked there already/);
});

test('only who may change the configuration sees it', async () => {
  for (const role of ['viewer', 'observer', 'receptionist'] as const) {
    const browser = await site.signedIn(role);
    assert.equal((await browser.get('/blocked')).status, 403, role);
    assert.doesNotMatch((await browser.get('/calls/known')).text, /\/blocked/, role);
  }
});
