/** A house with two groups, one of which somebody leads, with or without what happened in the other one. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import { PERMISSIONS } from '../../../src/people/access/permissions.js';
import { endpoints } from '../../../src/people/api/resources.js';
import { aRecord, aRecordedLeg } from '../../factories.js';
import { toneWav } from '../../sound-files.js';
import { startDatabase } from '../afterwards/mail/harness.js';
import { withToken } from './browser.js';
import { startConfiguredSite } from './configured-site.js';
import { siteParts } from './site.js';

export const NOW = DateTime.utc(2026, 11, 25, 8);
const AT = NOW.minus({ minutes: 30 }).toJSDate();
const report = { to: ['boss@example.com'], perPerson: true };

export const content = (leaders: readonly string[]) => ({
  version: 1,
  settings: { country: 'DE', timezone: 'Europe/Berlin', domain: '127.0.0.1' },
  users: [
    { id: 'lea', name: 'Lea Leiter', extension: '1005' },
    { id: 'anna', name: 'Anna Albrecht', extension: '1001' },
    { id: 'verborgen', name: 'Bernd Verborgen', extension: '1777' },
  ],
  groups: [
    {
      number: '700',
      name: 'Sales',
      leaders,
      stages: [{ ringSec: 20, members: ['anna'] }],
      final: { hangup: 'USER_BUSY' },
      report,
    },
    {
      number: '7719',
      name: 'Kernspalt',
      stages: [{ ringSec: 20, members: ['verborgen'] }],
      final: { hangup: 'USER_BUSY' },
      report,
    },
  ],
  switches: [{ id: 'night', name: 'Nachtschaltung', manual: { on: false } }],
});

/** What stands in the configuration of the other group, and what happens in it. */
export const SECRETS = [
  'Kernspalt',
  '7719',
  'Verborgen',
  'verborgen',
  '1777',
  'Nachtschaltung',
  'Geheimrat',
  '9988770',
  'stiller-anruf',
];

const person = {
  '700': { who: 'Anna Albrecht', userId: 'anna', to: '1001' },
  '7719': { who: 'Bernd Verborgen', userId: 'verborgen', to: '1777' },
} as const;

/** A call that was answered in this group and recorded. */
export function answered(id: string, group: '700' | '7719', changes: Partial<CallRecord> = {}): CallRecord {
  const by = { ...person[group], kind: 'desk', group, stage: 1 } as const;
  const isOwn = group === '700';
  return aRecord({
    _id: id,
    channel: id,
    group: { number: group, name: isOwn ? 'Sales' : 'Kernspalt' },
    caller: {
      withheld: false,
      number: isOwn ? '03023125001' : '0309988770',
      e164: isOwn ? '+493023125001' : '+49309988770',
      name: isOwn ? 'Frau Kunde' : 'Geheimrat',
    },
    startedAt: AT,
    endedAt: NOW.toJSDate(),
    answeredAt: AT,
    answeredBy: by,
    waitingSec: isOwn ? 5 : 77,
    talkingSec: isOwn ? 60 : 777,
    outcome: 'answered',
    route: [{ group, by: null, to: null }],
    legs: [aRecordedLeg({ ...by, startedAt: AT, outcome: 'answered' })],
    followUp: null,
    recording: `${id}.wav`,
    ...changes,
  });
}

/** Answered by the other group, after the led group had it. */
export const PASSED_ON = answered('weiter', '7719', {
  group: { number: '700', name: 'Sales' },
  caller: { withheld: false, number: '03023125009', e164: '+493023125009', name: null },
  route: [
    { group: '700', by: 'unanswered' as never, to: 'group' },
    { group: '7719', by: null, to: null },
  ],
});

/** @param isWhole with what happened in the other group, and an entry of the address book */
export async function house(isWhole: boolean) {
  const database = await startDatabase();
  const store = await database.store();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-roles-'));
  const groups = isWhole ? (['700', '7719'] as const) : (['700'] as const);
  const ids = { '700': 'eigener-anruf', '7719': 'stiller-anruf' };
  const items: string[] = [];
  for (const group of groups) {
    const call = answered(ids[group], group);
    await store.calls.save(call);
    await writeFile(path.join(folder, `${ids[group]}.wav`), toneWav());
    const why = { kind: 'gaveUp', afterSec: 30, stage: 1 } as const;
    const { e164, name } = call.caller;
    const item = await store.callbacks.addMissed({
      group,
      caller: { key: e164 ?? '', number: e164 ?? '', name },
      call: { record: call._id, channel: call._id, at: AT, why },
      mergeHours: 24,
      noticeAt: undefined,
    });
    items.push(item?.id ?? '');
  }
  if (isWhole) {
    const by = { changedAt: NOW.toJSDate(), changedBy: 'admin' };
    await store.callViews.add({ id: 'v', owner: null, name: 'Geheimrat', query: 'group=7719', ...by });
  }
  const live = (group: '700' | '7719') =>
    answered(`${ids[group]}-jetzt`, group, { endedAt: null, outcome: 'open', recording: null });
  const placed: unknown[] = [];
  const flood = { most: 10, count: 12, sinceMs: AT.getTime(), lastMs: NOW.toMillis() };
  const given = {
    now: () => NOW,
    recordingsFolder: () => folder,
    liveCalls: () => groups.map(live),
    limitsMet: () => (isWhole ? [{ kind: 'callerFloods' as const, number: '+49309988770', ...flood }] : []),
    placed: {
      place: (call: unknown) => {
        placed.push(call);
        return Promise.resolve({ kind: 'ringing' } as const);
      },
      stop: () => undefined,
    },
  };
  const site = await startConfiguredSite(store, content(['lea']), given);
  const signedIn = async (role: 'leader' | 'receptionist' | 'admin') => {
    const browser = await site.signedIn(role, role === 'admin' ? {} : { userId: 'lea' });
    const { text } = await site.access.addToken(role, 'all', PERMISSIONS, null);
    return { browser, call: withToken(site.url, text) };
  };
  return {
    store,
    site,
    placed,
    items,
    signedIn,
    endpoints: endpoints(siteParts(store)),
    close: async () => {
      await site.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}
