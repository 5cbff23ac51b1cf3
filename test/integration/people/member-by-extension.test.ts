/** An extension that a stage lists by its number belongs to the user who has it, who works the group's call-backs too. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../../src/base/store/connection.js';
import { aMissed } from '../../factories.js';
import { HOUSE, startConfiguredSite } from './configured-site.js';
import { onOwnStores, type Site } from './site.js';

let store: Store;
let site: Site;

onOwnStores(async (own) => {
  store = own;
  const stages = [{ ringSec: 20, members: [{ extension: '1001' }] }];
  const groups = HOUSE.groups.map((group) => ({ ...group, stages }));
  site = await startConfiguredSite(store, { ...HOUSE, groups });
  return site;
});

test('a call-back that is given to a member by extension is seen by this member, and by no other user', async () => {
  const number = '+493023125001';
  const item = await store.callbacks.addMissed(aMissed('700', number, new Date('2026-11-25T07:00:00Z')));
  const page = `/callbacks/${item?.id ?? ''}`;
  const admin = await site.signedIn('admin');
  await admin.post(`${page}/assign`, { user: 'anna' }, page);
  assert.equal((await store.callbacks.get(item?.id ?? ''))?.taken?.who, 'Anna Albrecht');
  const anna = await site.signedIn('user', { name: 'anna', userId: 'anna' });
  const bernd = await site.signedIn('user', { name: 'bernd', userId: 'bernd' });
  assert.equal((await anna.get(page)).status, 200);
  assert.equal((await bernd.get(page)).status, 404);
});
