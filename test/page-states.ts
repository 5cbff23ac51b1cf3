/**
 * Every page in the states that it really has: a house with long names, 80 groups, warnings, failures and refused forms,
 * and one with nothing in it. Tests of markup, looks and access walk through them.
 */
import { broughtWithFacts } from '../src/app/sounds.js';
import { broughtContent } from '../src/base/sounds/brought.js';
import { findings } from '../src/people/doctor/checks/finding.js';
import type { SiteParts } from '../src/people/http/parts.js';
import { recipientKey, signLink } from '../src/afterwards/missed/links.js';
import type { Store } from '../src/base/store/connection.js';
import { aRecord, aRecordedLeg } from './factories.js';
import { testAudit } from './fakes/audit.js';
import { startConfiguredSite } from './integration/people/configured-site.js';
import {
  addAudit,
  addDeliveries,
  addBackup,
  addCalls,
  addMails,
  addRevision,
  addLogo,
  addSounds,
  BACKUP,
  house,
  LACKS,
  LONG,
  ofCall,
  STATES_AT,
} from './page-house.js';
import { PASSWORD, soundDeskFor, type Site, type SiteOptions } from './integration/people/site.js';

export interface PageState {
  /** Address with the leading slash. */
  readonly where: string;
  /** Fields of the page's own form that are changed before it is sent; the state is what is answered. */
  readonly sent?: Readonly<Record<string, string>>;
  /** Address of the form that is sent; default: the one that has these fields. */
  readonly form?: string;
  /** What is sent is done, not refused. */
  readonly isTaken?: boolean;
  /** Selector of a field whose picker is opened, and what is typed into it. */
  readonly picks?: readonly [field: string, typed: string];
  /** Seen by somebody who has not signed in. */
  readonly isPublic?: boolean;
}

export interface States {
  readonly site: Site;
  readonly states: readonly PageState[];
  /** Name of the account `admin`, and of one of the role user without a mobile: `own`. */
  readonly password: string;
}

/** What its FreeSWITCH lists: one who is new, one under another name, one who is none. */
const LISTED = [
  'userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number',
  '2001|default|pbx.example|default|error/user_not_registered|||2001',
  `1001|default|pbx.example|default|error/user_not_registered||${LONG}|1001`,
  'SEP|default|pbx.example|default|error/user_not_registered|||',
].join('\n');

/**
 * The house with everything. @param folder for recordings; the caller deletes it.
 * @param settings of the configuration besides the usual ones.
 */
export async function fullStates(
  store: Store,
  folder: string,
  settings: object = {},
  options: SiteOptions = {},
): Promise<States> {
  const parts: Partial<SiteParts> = {
    now: () => STATES_AT,
    freeswitches: () => [
      { name: '127.0.0.1:8021', connected: false, reason: 'connect ECONNREFUSED 127.0.0.1:8021' },
    ],
    limitsMet: () => [
      {
        kind: 'withheldFlood',
        group: '700',
        most: 300,
        count: 12_345,
        sinceMs: ofCall(0).getTime(),
        lastMs: ofCall(60).getTime(),
      },
    ],
    transport: { kind: 'folder', folder: `/var/lib/${LONG}/${LONG}` },
    jobs: () => [
      { name: 'send mails', lastRunAt: STATES_AT.toJSDate(), lastError: `ECONNREFUSED ${LONG}` },
      { name: 'follow up', lastRunAt: STATES_AT.toJSDate(), lastError: undefined },
    ],
    recordingsFolder: () => folder,
    doctor: {
      last: () => ({
        at: STATES_AT.toJSDate(),
        findings: [
          findings('eventSocket', '127.0.0.1:8021').fault('switchAway', { reason: `ECONNREFUSED ${LONG}` }),
          findings('mail').warning('mailFolder', { folder: `/var/lib/${LONG}/${LONG}` }),
          findings('zone', '127.0.0.1:8021').skipped('zoneUnknown'),
          findings('service').ok('serviceRuns', { address: '127.0.0.1:8084' }),
        ],
      }),
      check: () => Promise.resolve(),
    },
    directories: {
      names: ['127.0.0.1:8021'],
      ask: (name) => Promise.resolve({ name, bytes: Buffer.from(LISTED) }),
    },
    missingNeeds: () => LACKS,
    missingOf: () => LACKS,
    sounds: {
      ...soundDeskFor(store, testAudit()),
      trouble: () => BACKUP.fault,
      switches: () => [
        { freeswitch: '127.0.0.1:8021', sounds: ['closed.wav', `${LONG}.wav`] },
        { freeswitch: '192.0.2.7:8021', sounds: undefined },
      ],
      brought: () => broughtWithFacts(),
      broughtContent,
    },
    stock: () => ({
      music: ['moh'],
      gateways: ['telco', 'other'],
      sounds: ['closed.wav', `${LONG}.wav`],
      extensions: ['1000', '3000'],
    }),
    liveCalls: () => [
      aRecord({
        _id: 'live',
        startedAt: ofCall(3590),
        legs: [aRecordedLeg({ who: LONG, startedAt: ofCall(3591), rangAt: ofCall(3592), endedAt: null })],
      }),
    ],
  };
  const long = STATES_AT.minus({ days: 3 }).toJSDate();
  const away = { userId: 'user-0', kind: 'away', changedAt: long, changedBy: LONG } as const;
  const forgotten = STATES_AT.minus({ days: 8 }).toJSDate();
  await store.awayStates.put({ ...away, group: null, changedAt: forgotten });
  await store.awayStates.put({ ...away, userId: 'user-1', group: '700' });
  await store.contacts.add([
    {
      id: 'contact-0',
      name: LONG,
      company: LONG,
      note: LONG,
      numbers: [{ kind: 'work', number: '+493023125', withExtensions: true }],
      changedAt: long,
      changedBy: LONG,
    },
  ]);
  await store.switchStates.setOverride('forgotten', { on: true }, { by: LONG, at: long });
  const site = await startConfiguredSite(store, house([], settings), parts, options);
  await site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
  await site.access.add({ name: 'own', role: 'user', userId: 'user-1', password: PASSWORD });
  await site.access.add({ name: LONG, role: 'viewer', userId: null, password: PASSWORD });
  await addCalls(store, folder);
  await addMails(store);
  await addBackup(store);
  await addSounds(store);
  await addLogo(store);
  await addRevision(store, settings);
  await addAudit(store);
  await addDeliveries(store);
  return {
    site,
    password: PASSWORD,
    states: [...pages(), ...refused(), ...(await links(store)), ...opened()],
  };
}

/** The house with nothing: no group, no call, no mail. */
export async function emptyStates(store: Store): Promise<States> {
  const content = { version: 1, settings: { domain: '127.0.0.1' } };
  const site = await startConfiguredSite(store, content, { now: () => STATES_AT });
  await site.access.add({ name: 'admin', role: 'admin', userId: null, password: PASSWORD });
  return { site, password: PASSWORD, states: LISTS.map((where) => ({ where })) };
}

export const LISTS: readonly string[] = [
  '/',
  '/callbacks',
  '/callbacks/next',
  '/calls',
  '/groups',
  '/users',
  '/switches',
  '/holidays',
  '/what-would-happen',
  '/reports',
  '/recordings',
  '/contacts',
  '/contacts?q=nobody',
  '/contacts/_import',
  '/sounds',
  '/settings/logo',
  '/blocked',
  '/webhooks',
  '/away',
  '/outbox',
  '/revisions',
  '/audit',
  '/privacy',
  '/accounts',
  '/accounts/roles',
  '/account',
  '/status',
  '/search',
  '/wall',
  '/search?q=sales',
  '/search?q=%2B493023125001',
  '/search?q=nobody',
  '/api',
];

function pages(): PageState[] {
  const forms = [
    '/groups/700',
    '/groups/700/form',
    '/groups/700/part/stage-3',
    '/groups/700/part/rules',
    '/groups/700/part/report',
    '/groups/701?try-caller=nobody&try-time=3:00',
    '/groups/_new',
    '/groups/_new/office',
    '/groups/_new/copy-700',
    '/groups/_start',
    '/contacts/contact-0',
    '/contacts/_new',
    '/users/user-0',
    '/users/user-1',
    '/users/_new',
    '/users/_import',
    '/users/_import/done?revision=2',
    '/switches/night',
    '/switches/meeting',
    '/switches/_new',
    '/holidays/bavaria',
    '/holidays/_new',
    '/webhooks/chat/form',
    '/webhooks/_new',
    '/settings',
  ];
  const details = [
    '/calls/one',
    '/webhooks/chat',
    '/recordings/one',
    '/outbox/failed',
    '/reports/700/2030-11-26',
    '/users?q=user&page=2',
    '/what-would-happen?group=700&date=2030-11-27&time=10:00',
    '/callbacks?which=recent',
    '/callbacks?caller=nobody',
    '/calls?caller=%3C',
    '/calls/none',
    '/calls?sums=1',
    '/calls?period=7days&missed=true',
    '/nowhere',
    '/audit?who=nobody',
    '/revisions/1',
    '/revisions/2',
    '/revisions/1/take-back',
    '/revisions/2/take-back?kind=user&id=eva',
    '/help',
    '/help/configuration',
    '/help/pages?in=de',
    '/help/none',
  ];
  return [
    ...[...LISTS, ...forms, ...details].map((where) => ({ where })),
    ...['/login', '/password', '/password/opens-nothing'].map((where) => ({ where, isPublic: true })),
  ];
}

/** Forms that are not saved, each for another reason. */
function refused(): PageState[] {
  return [
    {
      where: '/groups/700/form',
      sent: { number: 'x', name: '', 'stages[0].ringSec': 'soon', 'final.value': '', display: '{grup}' },
    },
    {
      where: '/groups/700/part/stage-1',
      sent: { 'stages[0].ringSec': 'soon', 'stages[0].members[0].value': LONG },
    },
    { where: '/groups/_start', sent: { typed: LONG, name: '' }, form: '/groups/_start' },
    { where: '/groups/700/form', sent: { _etag: 'of before', name: 'Another' } },
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
    // A switch that is not turned: the end is none, something has changed since, on or off was not said.
    { where: '/switches', sent: { do: 'on', end: 'own', until: 'soon' }, form: '/switches/night/state' },
    { where: '/switches', sent: { do: 'on', seen: 'past' }, form: '/switches/night/state' },
    { where: '/switches', sent: { do: 'ask', end: 'own', until: '2 h' }, form: '/switches/meeting/state' },
    // An end that cannot be read.
    { where: '/groups/700', sent: { do: 'away', end: 'own', until: 'soon' }, form: '/groups/700/away' },
    { where: '/users/user-0', sent: { do: 'away', end: 'own', until: 'soon' }, form: '/users/user-0/away' },
    { where: '/holidays/bavaria', sent: {}, form: '/holidays/bavaria/remove' },
    { where: '/sounds', sent: {}, form: '/sounds/used.wav/remove' },
    { where: '/login', sent: { name: 'admin', password: 'wrong' }, isPublic: true },
  ];
}

/** What is done on a page and stays on it: a token that was made, pickers that are open. */
function opened(): PageState[] {
  const member = '[name="stages[0].members[0].value"]';
  return [
    {
      where: '/account',
      form: '/account/tokens',
      sent: { label: LONG, scopes: 'calls.read' },
      isTaken: true,
    },
    {
      where: '/users/_import',
      form: '/users/_import/freeswitch',
      sent: { name: '127.0.0.1:8021' },
      isTaken: true,
    },
    { where: '/groups/_new?members=user-1,user-2' },
    {
      where: '/groups/700/part/anonymous',
      sent: { _do: 'try', 'anonymous.mode': 'normal' },
      isTaken: true,
    },
    { where: '/groups/700/form', picks: [member, ''] },
    { where: '/groups/700/form', picks: ['[name="rules[0].to.value"]', 'closed'] },
    { where: '/groups/700/form', picks: ['[name="report.to"]', 'nobody'] },
    { where: '/calls', picks: ['#group', 'group 1'] },
    { where: '/calls', picks: ['#member', LONG.slice(0, 12)] },
    { where: '/accounts', picks: ['#userId', '100'] },
    { where: '/accounts', picks: ['#user-0', ''] },
    { where: '/what-would-happen', picks: ['#caller', 'user'] },
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
  const mailed = [take, done, '/callback/none'].map((where) => ({ where, isPublic: true }));
  return [...mailed, { where: `/callbacks/${item?.id ?? ''}` }];
}
