/**
 * What a release leaves in its database: something of everything that is stored, about nobody. `make.js` writes it into a dump for
 * each release, and later programs must read from it what is told here.
 */
import { DateTime } from 'luxon';
import { seedIfEmpty } from '../../src/base/configuration/seed.js';
import { startScheduler } from '../../src/base/jobs/scheduler.js';
import { createLog } from '../../src/base/log.js';
import type { Contact } from '../../src/base/model/contact.js';
import type { Store } from '../../src/base/store/connection.js';
import { PasswordKeeper } from '../../src/people/access/password.js';
import { aRecord, aRecordedLeg } from '../factories.js';
import { pngLogo } from '../logo-files.js';
import { toneWav } from '../sound-files.js';

export const SAMPLE_PASSWORD = 'a sample of a password';

const BEGUN = DateTime.fromISO('2026-11-25T10:00', { zone: 'Europe/Berlin' });
const at = (minutes: number): Date => BEGUN.plus({ minutes }).toJSDate();
/** The database forgets sessions that are over. */
const FAR = new Date('2199-12-31T00:00:00Z');
const CALLER = {
  withheld: false,
  number: '03023125001',
  e164: '+493023125001',
  name: 'Sample Caller',
};

export async function fillSample(store: Store): Promise<void> {
  await seedIfEmpty(store, at(0));
  await addPeople(store);
  await addCalls(store);
  await addMails(store);
  await addWebhooks(store);
  await addProblems(store);
  await store.reports.begin({ group: '700', since: '2026-11-24', lastDay: '2026-11-23' });
  await store.reports.advance('700', '2026-11-24');
  await store.reports.keepDay({
    group: '700',
    day: '2026-11-24',
    timezone: 'Europe/Berlin',
    calls: 9,
    answered: 6,
    missed: 2,
    diverted: 1,
    other: 0,
    madeAt: at(1),
  });
  const day = { group: '700', day: '2026-11-24' };
  await store.dayFigures.begin([{ ...day, token: 'sample' }]);
  await store.dayFigures.put('sample', [{ ...day, ...COUNTED }]);
  await store.switchStates.setOverride('night', { on: true, until: at(60) }, { by: 'sample', at: at(2) });
  await store.awayStates.put({
    userId: 'anna',
    group: null,
    kind: 'away',
    until: at(120),
    changedAt: at(2),
    changedBy: 'anna',
  });
  await store.controllers.seen('pbx-1:8084', at(3));
  await store.controllers.gone('pbx-2:8084');
  await store.secrets.get('links');
  await store.backups.begin(at(0));
  await store.backups.good({
    at: at(4),
    host: 'pbx-1',
    file: '/var/lib/rufgruppe/backups/rufgruppe-20261125T013000Z.gz',
    bytes: 12_000,
    documents: 40,
    tookMs: 900,
  });
  const content = toneWav();
  await store.sounds.put(SOUND, content, 'new');
  const logo = pngLogo();
  await store.logo.put({ ...LOGO, bytes: logo.length }, logo);
  await store.contacts.add([CONTACT]);
  const job = { name: 'a sample of a job', everySec: 3600, run: () => Promise.resolve() };
  const { db } = store.connection;
  if (db === undefined) throw new TypeError('there is no connection');
  await (await startScheduler({ database: db, jobs: [job], log: createLog('silent') })).stop(5000);
}

const CONTACT: Contact = {
  id: '7d3f6a2e-0000-4000-8000-000000000001',
  name: 'Erika Muster',
  company: 'Muster GmbH',
  note: 'second floor',
  numbers: [
    { kind: 'mobile', number: '+491713920015' },
    { kind: 'work', number: '+493023125', withExtensions: true },
  ],
  changedAt: at(2),
  changedBy: 'sample',
};

const WAITS = { classes: [1, 2], totalSec: 21, longestSec: 9 };

const COUNTED = {
  hours: [...Array.from({ length: 32 }, () => 0), 6, 2, 1],
  answered: WAITS,
  missed: WAITS,
  talkingSec: 300,
  stages: [6],
  stagesTellWho: false,
  people: [{ key: 'user anna', who: 'Anna', rung: 8, answered: 6, talkingSec: 300 }],
};

async function everyContact(store: Store): Promise<readonly Contact[]> {
  const all: Contact[] = [];
  for await (const batch of store.contacts.batches()) all.push(...batch);
  return all;
}

const SOUND = {
  name: 'closed.wav',
  sha256: '52c1a2c8',
  bytes: 16_044,
  lengthMs: 1_000,
  rate: 8_000,
  peakDb: -12.7,
  loudnessDb: -15.3,
  clips: 0,
  addedAt: at(5),
  addedBy: 'admin',
};

const LOGO = {
  version: '5bd1c0de5bd1c0de',
  kind: 'png',
  width: 120,
  height: 40,
  addedAt: at(5),
  addedBy: 'admin',
} as const;

async function addWebhooks({ webhookStates, deliveries }: Store): Promise<void> {
  await webhookStates.setSecret('erp', 'whsec_c2FtcGxlIGtleSBvZiB0aGUgc2FtcGxl', {
    by: 'admin',
    at: at(5),
    place: 'json',
  });
  const test = { id: 'a sample of a test', type: 'webhook.test', at: at(6), data: { who: 'admin' } } as const;
  await deliveries.add([{ ...test, webhook: 'erp' }], FAR);
}

async function addProblems({ problems, notices }: Store): Promise<void> {
  const sighting = { kind: 'freeswitchAway', about: '192.0.2.7:8021' } as const;
  const seen = { firstSeenAt: at(30), lastSeenAt: at(32), changedAt: at(31) };
  await problems.see({ ...seen, sighting, state: 'told', episodes: 1, version: 2 });
  const notice = { id: 'a sample of a notice', phase: 'begun', told: sighting, since: at(30) } as const;
  await notices.add({ ...notice, at: at(31), controller: 'pbx-1:8084' }, true);
}

async function addPeople({ accounts, sessions, apiTokens, audit, callViews }: Store): Promise<void> {
  const view = { owner: 'admin', name: 'Missed this week', query: 'period=7days&missed=true' };
  await callViews.add({ id: 'a sample of a view', ...view, changedAt: at(1), changedBy: 'admin' });
  const passwordHash = await new PasswordKeeper().hash(SAMPLE_PASSWORD);
  await accounts.add({ name: 'admin', role: 'admin', userId: null, passwordHash, at: at(0) });
  await accounts.add({ name: 'anna', role: 'user', userId: 'anna', passwordHash, at: at(0) });
  await accounts.failed('anna', 1, at(90));
  await accounts.succeeded('admin', at(1));
  const session = { data: '{"csrf":"sample"}', account: 'admin', expiresAt: FAR };
  await sessions.set('sample-session', session, true);
  await apiTokens.add({
    id: 'sampletoken',
    label: 'Sample',
    account: 'admin',
    scopes: ['calls.read'],
    hash: 'no hash of anything',
    createdAt: at(1),
    expiresAt: null,
    lastUsedAt: at(2),
  });
  const entry = { at: at(1), who: 'admin', event: 'partChanged', facts: { subject: 'group 700' } } as const;
  await audit.add({ ...entry, before: '{"name":"Sales"}', after: '{"name":"Sales and more"}' });
}

async function addCalls({ calls, callbacks, withheld, callNotes }: Store): Promise<void> {
  const answered = aRecordedLeg({ outcome: 'answered', cause: 'NORMAL_CLEARING', sipStatus: 200 });
  const talked = aRecord({
    caller: CALLER,
    endedAt: at(5),
    answeredAt: at(1),
    answeredBy: { who: 'Anna Schmidt', userId: 'anna', kind: 'desk', to: '1001', group: '700', stage: 1 },
    waitingSec: 60,
    talkingSec: 240,
    outcome: 'answered',
    hangupCause: 'NORMAL_CLEARING',
    legs: [answered, aRecordedLeg({ id: 'leg-b', kind: 'mobile', to: '+491713920011', outcome: 'noAnswer' })],
    recording: '2026-11-25/700-sample.wav',
    steps: [
      { at: at(0), group: '700', text: 'stage 1', fact: { kind: 'stageRings', stage: 1, ringSec: 20 } },
    ],
  });
  await calls.save(talked);
  await callNotes.add(talked, { text: 'asks for Anna', who: 'Anna', at: at(6) });
  const missed = { group: '700', why: { kind: 'gaveUp', afterSec: 14, stage: 1 }, text: 'gave up' } as const;
  const gaveUp = aRecord({
    _id: '6f0c1f6e-8a52-4b6b-9d8f-2f3a0f4c7b11',
    channel: 'sample-channel-2',
    caller: CALLER,
    startedAt: at(10),
    endedAt: at(11),
    waitingSec: 14,
    outcome: 'gaveUp',
    hangupCause: 'ORIGINATOR_CANCEL',
    missed,
    legs: [aRecordedLeg()],
  });
  await calls.save(gaveUp);
  const open = aRecord({
    _id: '7f0c1f6e-8a52-4b6b-9d8f-2f3a0f4c7b12',
    channel: 'sample-channel-3',
    startedAt: at(20),
  });
  await calls.save(open);
  const item = await callbacks.addMissed({
    group: '700',
    caller: { key: '+493023125001', number: '03023125001', name: 'Sample Caller' },
    call: { record: gaveUp._id, channel: 'sample-channel-2', at: at(10), why: missed.why },
    mergeHours: 24,
    noticeAt: FAR,
  });
  if (item === undefined) throw new TypeError('the missed call was not taken');
  await callbacks.note({ id: item.id, text: 'calls again tomorrow', who: 'Erika', at: new Date() });
  await callbacks.take({ id: item.id, who: 'Anna Schmidt', at: at(13), until: FAR });
  await withheld.hold({ record: gaveUp._id, group: '700', at: at(10), why: missed.why }, FAR);
}

async function addMails({ mails }: Store): Promise<void> {
  await mails.enqueue({
    id: 'report 700 2026-11-24',
    kind: 'report',
    group: '700',
    to: [{ name: 'Boss', address: 'boss@example.com' }],
    subject: 'Sales, 24 Nov 2026',
    text: 'Calls: 9',
    html: '<p>Calls: 9</p>',
    attachments: [{ filename: 'calls.csv', contentType: 'text/csv', content: 'a,b' }],
    follows: undefined,
    createdAt: at(1),
    notBefore: FAR,
  });
}

/** What a program reads from it: plain values, the same on every machine. */
export async function readSample(store: Store): Promise<unknown> {
  const head = await store.configurations.latest();
  const calls = (await store.calls.recent(10)).toSorted((one, other) => one._id.localeCompare(other._id));
  const sounds = await store.sounds.list();
  const told = {
    configuration: head && { revision: head.revision, author: head.author, content: head.content },
    switches: await store.switchStates.all(),
    away: await store.awayStates.all(),
    calls,
    callbacks: await store.callbacks.live(),
    withheld: await store.withheld.due(FAR, 10),
    mails: await store.mails.list(10),
    mail: await store.mails.get('report 700 2026-11-24'),
    reportStates: await store.reports.states(),
    reportDay: await store.reports.day('700', '2026-11-24'),
    dayFigures: await store.dayFigures.ofAll('2026-11-24', '2026-11-24'),
    accounts: await store.accounts.list(),
    session: await store.sessions.get('sample-session', at(0)),
    tokens: await store.apiTokens.list(),
    audit: await store.audit.list({ limit: 10 }),
    controllers: await store.controllers.signs(),
    links: (await store.secrets.get('links')).toString('base64'),
    backup: await store.backups.last(),
    logo: (await store.logo.content())?.content.toString('base64'),
    contacts: await everyContact(store),
    callNotes: await store.callNotes.of(calls.map(({ _id }) => _id)),
    callViews: await store.callViews.of('admin'),
    webhooks: await store.webhookStates.all(),
    deliveries: await store.deliveries.list(10),
    sounds,
    sound: sounds[0] && (await store.sounds.content(sounds[0]))?.toString('base64').slice(0, 200),
  };
  return JSON.parse(JSON.stringify(told)) as unknown;
}
