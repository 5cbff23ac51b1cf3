/** A group gets another number: callers who wait to be called back stay on the lists of its members. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../../src/base/store/connection.js';
import { aMissed } from '../../factories.js';
import { HOUSE, startConfiguredSite, type ConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

let store: Store;
let site: ConfiguredSite;

onOwnStores(async (own) => {
  store = own;
  site = await startConfiguredSite(store, HOUSE);
  return site;
});

async function missed(group: string, number: string): Promise<string> {
  const item = await store.callbacks.addMissed(aMissed(group, number, new Date('2026-11-25T07:00:00Z')));
  return item?.id ?? '';
}

test('open and taken call-backs go with the group; one that the number has already stays, and nothing fails', async () => {
  const open = await missed('700', '+493023125001');
  const taken = await missed('700', '+493023125002');
  const both = await missed('700', '+493023125003');
  await missed('705', '+493023125003');
  await store.callbacks.take({
    id: taken,
    who: 'Bernd',
    at: new Date(),
    until: new Date(Date.now() + 60_000),
  });
  const content = (await store.configurations.latest())?.content as typeof HOUSE;
  const [group] = content.groups;
  await site.signedIn('admin');
  const { text: token } = await site.access.addToken('admin', 'x', ['config.write', 'config.read'], null);
  const saved = await fetch(new URL('/api/v1/groups/700', site.url), {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...group, number: '705' }),
  });
  assert.equal(saved.status, 200, await saved.text());
  await site.refresh();
  const groups = await Promise.all(
    [open, taken, both].map(async (id) => (await store.callbacks.get(id))?.group),
  );
  assert.deepEqual(groups, ['705', '705', '700']);
  const anna = await site.signedIn('user', { name: 'anna', userId: 'anna' });
  assert.match((await anna.get('/callbacks')).text, /23125001/);
});
