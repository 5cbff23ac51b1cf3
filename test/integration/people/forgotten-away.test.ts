/** Whoever is warned that somebody is away and perhaps forgot it gets to where it can be ended. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import { HOUSE, startConfiguredSite } from './configured-site.js';
import { onOwnStores } from './site.js';

const NOW = DateTime.utc(2026, 11, 25, 8);
let site: Awaited<ReturnType<typeof startConfiguredSite>>;

onOwnStores(async (store) => {
  const [group] = HOUSE.groups;
  const support = { ...group, number: '701', name: 'Support', stages: [{ ringSec: 20, members: ['bernd'] }] };
  const house = { ...HOUSE, settings: { ...HOUSE.settings, notices: { awayDays: 2 } } };
  const by = { changedBy: 'bernd', changedAt: NOW.minus({ days: 5 }).toJSDate() };
  site = await startConfiguredSite(
    store,
    { ...house, groups: [...HOUSE.groups, support] },
    { now: () => NOW },
  );
  await store.awayStates.put({ userId: 'bernd', group: null, kind: 'away', ...by });
  await site.refresh();
  return site;
});

test('the link beside the warning leads to a group in which the user is away', async () => {
  const receptionist = await site.signedIn('receptionist');
  const [, link = ''] =
    /href="(\/away[^"]*)"[^>]*>To who is in/.exec((await receptionist.get('/')).text) ?? [];
  const { text } = await receptionist.get(link.replaceAll('&#x3D;', '='));
  assert.match(text, /Bernd Berger/, link);
});
