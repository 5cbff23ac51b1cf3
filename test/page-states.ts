/**
 * Every page in the states that it really has: a house with long names, 80 groups, warnings, failures and refused forms,
 * and one with nothing in it. Tests of markup, looks and access walk through them.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DateTime } from 'luxon';
import type { SiteParts } from '../src/people/http/parts.js';
import { recipientKey, signLink } from '../src/afterwards/missed/links.js';
import type { CallRecord } from '../src/base/model/call-record.js';
import { checkValue } from '../src/base/configuration/check.js';
import { importConfiguration } from '../src/base/configuration/import.js';
import type { Store } from '../src/base/store/connection.js';
import { aRecord, aRecordedLeg } from './factories.js';
import { startConfiguredSite } from './integration/people/configured-site.js';
import { PASSWORD, type Site } from './integration/people/site.js';

/** The houses' clock stands at a Wednesday to come: the database forgets sessions that are over by its own clock. */
export const STATES_AT = DateTime.utc(2030, 11, 27, 8);

/** Seconds after the begin of the houses' calls. */
const ofCall = (seconds: number) => STATES_AT.minus({ hours: 1 }).plus({ seconds }).toJSDate();
const RANG = { startedAt: ofCall(1), rangAt: ofCall(2), endedAt: ofCall(14) };

/** As long as a name may be, in one word. */
export const LONG = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabteilung';

export interface PageState {
  /** Address with the leading slash. */
  readonly where: string;
  /** Fields of the page's own form that are changed before it is sent; the state is what is answered. */
  readonly sent?: Readonly<Record<string, string>>;
  /** Address of the form that is sent; default: the one that has these fields. */
  readonly form?: string;
  /** Seen by somebody who has not signed in. */
  readonly isPublic?: boolean;
}

export interface States {
  readonly site: Site;
  readonly states: readonly PageState[];
  /** Name of the account `admin`, and of one of the role user without a mobile: `own`. */
  readonly password: string;
}

const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'];

function house(more: readonly object[] = [], settings: object = {}): object {
  const users = Array.from({ length: 60 }, (_, index) => ({
    id: `user-${index}`,
    name: index === 0 ? LONG : `User ${index}`,
    extension: String(1000 + index),
    ...(index % 2 === 0 && { email: `${'user'.repeat(8)}${index}@pbx.example` }),
    ...(index === 0 && {
      mobile: {
        number: '+491713920011',
        timezone: 'Pacific/Chatham',
        holidays: 'bavaria',
        windows: [{ days: WORKDAYS, from: '22:00', to: '06:00' }],
      },
    }),
  }));
  const groups = Array.from({ length: 80 }, (_, index) => ({
    number: String(700 + index),
    name: index === 0 ? LONG : `Group ${index}`,
    rules: [
      { switch: 'night', when: 'on', to: { announcement: `${'night/'.repeat(8)}closed.wav` } },
      { switch: 'meeting', when: 'on', to: { group: '701' } },
    ],
    stages: [
      { ringSec: 20, members: ['user-0', 'user-1', { extension: '1099' }] },
      { ringSec: 20, members: [{ external: '+493023125077', label: LONG, delaySec: 5 }] },
      { ringSec: 20, members: index === 0 ? users.map(({ id }) => id).slice(0, 30) : [] },
    ],
    final: { voicemail: '1000' },
    alertInfo: { preset: 'snom', melody: 3 },
    anonymous: { divert: { hangup: 'CALL_REJECTED' } },
    missed: { mail: { to: ['user-0', { name: LONG, address: 'long@pbx.example' }], quiet: [] } },
    report: { to: ['user-0'], callList: true },
  }));
  return {
    version: 1,
    users: [...users, ...more],
    groups,
    settings: {
      country: 'DE',
      timezone: 'Europe/Berlin',
      domain: '127.0.0.1',
      gateway: 'telco',
      trunks: [{ name: 'telco', callerNumbers: 'national' }],
      ...settings,
    },
    switches: [
      { id: 'night', name: LONG, schedule: { windows: [{ days: WORKDAYS, from: '18:00', to: '08:00' }] } },
      { id: 'meeting', name: 'Meeting', manual: { on: true } },
    ],
    holidays: [
      {
        id: 'bavaria',
        country: 'DE',
        state: 'BY',
        ownDays: [{ date: '12-24', name: LONG, from: '12:00' }],
      },
    ],
  };
}

/**
 * The house with everything. @param folder for recordings; the caller deletes it.
 * @param settings of the configuration besides the usual ones.
 */
export async function fullStates(store: Store, folder: string, settings: object = {}): Promise<States> {
  const parts: Partial<SiteParts> = {
    now: () => STATES_AT,
    freeswitches: () => [
      { name: '127.0.0.1:8021', connected: false, reason: 'connect ECONNREFUSED 127.0.0.1:8021' },
    ],
    transport: { kind: 'folder', folder: `/var/lib/${LONG}/${LONG}` },
    jobs: () => [
      { name: 'send mails', lastRunAt: STATES_AT.toJSDate(), lastError: `ECONNREFUSED ${LONG}` },
      { name: 'follow up', lastRunAt: STATES_AT.toJSDate(), lastError: undefined },
    ],
    recordingsFolder: () => folder,
    liveCalls: () => [
      aRecord({
        _id: 'live',
        startedAt: ofCall(3590),
        legs: [aRecordedLeg({ who: LONG, startedAt: ofCall(3591), rangAt: ofCall(3592), endedAt: null })],
      }),
    ],
  };
  const site = await startConfiguredSite(store, house([], settings), parts);
  await site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
  await site.access.add({ name: 'own', role: 'user', userId: 'user-1', password: PASSWORD });
  await site.access.add({ name: LONG, role: 'viewer', userId: null, password: PASSWORD });
  await addCalls(store, folder);
  await addMails(store);
  await addRevision(store, settings);
  await store.audit.add({
    at: STATES_AT.toJSDate(),
    who: LONG,
    event: 'partChanged',
    facts: { subject: 'group 700' },
    before: JSON.stringify({ name: LONG }),
    after: JSON.stringify({ name: LONG.repeat(8) }),
  });
  return { site, password: PASSWORD, states: [...pages(), ...refused(), ...(await links(store))] };
}

/** A second one, in which somebody came who would go again. */
async function addRevision({ configurations }: Store, settings: object): Promise<void> {
  const checked = checkValue(house([{ id: 'eva', name: LONG, extension: '2000' }], settings));
  if (checked.kind === 'faulty') throw new Error(JSON.stringify(checked.faults));
  const by = { author: LONG, origin: 'file', reason: `${LONG}.yaml`, at: STATES_AT.toJSDate() } as const;
  await importConfiguration({ configurations, configuration: checked.configuration, ...by });
}

/** The house with nothing: no group, no call, no mail. */
export async function emptyStates(store: Store): Promise<States> {
  const content = { version: 1, settings: { domain: '127.0.0.1' } };
  const site = await startConfiguredSite(store, content, { now: () => STATES_AT });
  await site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
  return { site, password: PASSWORD, states: LISTS.map((where) => ({ where })) };
}

const LISTS = [
  '/',
  '/callbacks',
  '/calls',
  '/groups',
  '/users',
  '/switches',
  '/holidays',
  '/what-would-happen',
  '/reports',
  '/recordings',
  '/outbox',
  '/revisions',
  '/audit',
  '/accounts',
  '/account',
  '/status',
  '/api',
];

function pages(): PageState[] {
  const forms = [
    '/groups/700',
    '/groups/_new',
    '/users/user-0',
    '/users/user-1',
    '/users/_new',
    '/switches/night',
    '/switches/meeting',
    '/switches/_new',
    '/holidays/bavaria',
    '/holidays/_new',
    '/settings',
  ];
  const details = [
    '/calls/one',
    '/recordings/one',
    '/outbox/failed',
    '/reports/700/2030-11-26',
    '/users?q=user&page=2',
    '/what-would-happen?group=700&date=2030-11-27&time=10:00',
    '/callbacks?which=recent',
    '/calls?caller=%3C',
    '/calls/none',
    '/nowhere',
    '/audit?who=nobody',
    '/revisions/1',
    '/revisions/2',
    '/revisions/1/take-back',
    '/revisions/2/take-back?kind=user&id=eva',
  ];
  return [
    ...[...LISTS, ...forms, ...details].map((where) => ({ where })),
    { where: '/login', isPublic: true },
  ];
}

/** Forms that are not saved, each for another reason. */
function refused(): PageState[] {
  return [
    {
      where: '/groups/700',
      sent: { number: 'x', name: '', 'stages[0].ringSec': 'soon', 'final.value': '', display: '{grup}' },
    },
    { where: '/groups/700', sent: { _etag: 'of before', name: 'Another' } },
    {
      where: '/users/user-0',
      sent: { id: 'user-1', 'mobile.number': '110', 'mobile.windows[0].from': '25' },
    },
    { where: '/switches/night', sent: { name: '', 'schedule.windows[0].to': '' } },
    { where: '/holidays/bavaria', sent: { state: 'XX', 'ownDays[0].date': '13-13' } },
    { where: '/settings', sent: { domain: '', trunks: 'telco', keepCallsDays: '1' } },
    // In use: where, and what can be done about it; and what is open even then.
    { where: '/users/user-0', sent: {}, form: '/users/user-0/remove' },
    { where: '/users/user-0', sent: { references: 'remove' }, form: '/users/user-0/remove' },
    { where: '/groups/701', sent: {}, form: '/groups/701/remove' },
    { where: '/switches/night', sent: {}, form: '/switches/night/remove' },
    { where: '/holidays/bavaria', sent: {}, form: '/holidays/bavaria/remove' },
    { where: '/login', sent: { name: 'admin', password: 'wrong' }, isPublic: true },
  ];
}

async function links(store: Store): Promise<PageState[]> {
  const secret = await store.secrets.get('links');
  const item = await store.callbacks.addMissed({
    group: '701',
    mergeHours: 24,
    noticeAt: undefined,
    caller: { key: '+493023125002', number: '+493023125002', name: LONG },
    call: {
      record: 'two',
      channel: 'c2',
      at: STATES_AT.toJSDate(),
      why: { kind: 'gaveUp', afterSec: 9, stage: 1 },
    },
  });
  const link = {
    item: item?.id ?? '',
    recipient: recipientKey('long@pbx.example'),
    expiresAt: STATES_AT.plus({ days: 1 }).toJSDate(),
  };
  const take = `/callback/${signLink({ ...link, action: 'take' }, secret)}`;
  const done = `/callback/${signLink({ ...link, action: 'done' }, secret)}`;
  return [take, done, '/callback/none'].map((where) => ({ where, isPublic: true }));
}

async function addCalls(store: Store, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'one.wav'), Buffer.alloc(100));
  const why = { kind: 'gaveUp', afterSec: 14, stage: 1 } as const;
  const about: Partial<CallRecord> = {
    group: { number: '700', name: LONG },
    route: [{ group: '700', by: null, to: null }],
    startedAt: ofCall(0),
    legs: [
      aRecordedLeg({ ...RANG, who: LONG }),
      aRecordedLeg({ ...RANG, id: 'leg-b', who: 'User 1', outcome: 'busy' }),
    ],
  };
  await store.calls.save(
    aRecord({
      ...about,
      _id: 'one',
      outcome: 'gaveUp',
      recording: 'one.wav',
      missed: { group: '700', why, text: 'gave up after 14 s in stage 1' },
    }),
  );
  await store.calls.save(aRecord({ ...about, _id: 'two', outcome: 'answered' }));
  await store.callbacks.addMissed({
    group: '700',
    mergeHours: 24,
    noticeAt: undefined,
    caller: { key: '+493023125001', number: '+493023125001', name: LONG },
    call: { record: 'one', channel: 'c1', at: STATES_AT.toJSDate(), why },
  });
}

async function addMails(store: Store): Promise<void> {
  const address = `${'someone'.repeat(6)}@pbx.example`;
  const add = (id: string) =>
    store.mails.enqueue({
      id,
      kind: 'report',
      group: '700',
      subject: `${LONG} ${LONG}`,
      notBefore: undefined,
      text: 'Report',
      html: '<p>Report</p>',
      attachments: [],
      follows: undefined,
      to: [{ name: LONG, address }],
      createdAt: STATES_AT.toJSDate(),
    });
  await add('failed');
  const mail = await store.mails.claim(STATES_AT.toJSDate(), 60_000, 'test');
  if (mail !== undefined) {
    const words = `550 5.1.1 <${address}>: Recipient address rejected`;
    await store.mails.settle(mail, {
      state: 'failed',
      finishedAt: STATES_AT.toJSDate(),
      lastError: words,
      recipients: mail.recipients.map((one) => ({ ...one, state: 'failed', words })),
    });
  }
  await add('waiting');
}
