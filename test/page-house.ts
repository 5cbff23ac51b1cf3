/** A house with long names, 80 groups, warnings and failures, and what has happened in it. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DateTime } from 'luxon';
import { checkValue } from '../src/base/configuration/check.js';
import { importConfiguration } from '../src/base/configuration/import.js';
import type { CallRecord } from '../src/base/model/call-record.js';
import type { MissingNeed } from '../src/base/model/need.js';
import type { Store } from '../src/base/store/connection.js';
import { aRecord, aRecordedLeg } from './factories.js';
import { pngLogo } from './logo-files.js';
import { toneWav } from './sound-files.js';

/** The houses' clock stands at a Wednesday to come: the database forgets sessions that are over by its own clock. */
export const STATES_AT = DateTime.utc(2030, 11, 27, 8);

/** Seconds after the begin of the houses' calls. */
export const ofCall = (seconds: number) => STATES_AT.minus({ hours: 1 }).plus({ seconds }).toJSDate();
const RANG = { startedAt: ofCall(1), rangAt: ofCall(2), endedAt: ofCall(14) };

/** As long as a name may be, in one word. */
export const LONG = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabteilung';

/** What FreeSWITCH does not have, of each kind. */
export const LACKS: readonly MissingNeed[] = (
  [
    { kind: 'announcement', file: `${'night/'.repeat(8)}closed.wav` },
    { kind: 'box', box: '1000', domain: 'pbx.example' },
    { kind: 'extension', extension: '1000', domain: 'pbx.example' },
    { kind: 'extension', extension: '1001', domain: 'pbx.example' },
    { kind: 'gateway', gateway: 'telco' },
    { kind: 'trunk', name: 'telco' },
  ] as const
).map((thing) => ({
  thing,
  freeswitch: '127.0.0.1:8021',
  lack: 'missing',
  groups: thing.kind === 'trunk' ? [] : [{ number: '700', name: LONG }],
}));

const WORKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'];

export function house(more: readonly object[] = [], settings: object = {}): object {
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
    ...(index === 1 && { ringback: { file: 'rufgruppe/used.wav' } }),
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
      houseName: LONG,
      country: 'DE',
      timezone: 'Europe/Berlin',
      domain: '127.0.0.1',
      gateway: 'telco',
      trunks: [{ name: 'telco', callerNumbers: 'national' }],
      ...settings,
    },
    switches: [
      {
        id: 'night',
        name: LONG,
        code: '12',
        codeAllowed: ['user-0', { extension: '1099' }],
        schedule: { windows: [{ days: WORKDAYS, from: '18:00', to: '08:00' }] },
      },
      { id: 'meeting', name: 'Meeting', code: '13', manual: { on: true } },
      {
        id: 'forgotten',
        name: LONG,
        schedule: { windows: [{ days: WORKDAYS, from: '18:00', to: '08:00' }] },
      },
    ],
    webhooks: [
      { id: 'chat', name: LONG, format: 'slack', events: ['call.missed', 'switch.turned'], groups: ['700'] },
      { id: 'tickets', name: 'Tickets', url: `https://${'tickets.'.repeat(12)}pbx.example/`, on: false },
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

/** With links among words, and a change that is too long to be read at once. */
export async function addAudit({ audit }: Store): Promise<void> {
  const about = { at: STATES_AT.toJSDate(), who: LONG, before: null, after: null };
  await audit.add({ ...about, event: 'recordingHeard', facts: { subject: 'call one' } });
  await audit.add({ ...about, event: 'reportSent', facts: { subject: 'report 700 2030-11-26' } });
  await audit.add({
    ...about,
    event: 'accountAdded',
    facts: { account: 'own', role: 'user', user: 'user-1' },
  });
  await audit.add({ ...about, event: 'switchTurned', facts: { subject: 'switch meeting' } });
  await audit.add({
    ...about,
    event: 'partChanged',
    facts: { subject: 'group 700', revision: '2' },
    before: JSON.stringify({ name: LONG }),
    after: JSON.stringify({ name: LONG.repeat(8) }),
  });
}

/** A second one, in which somebody came who would go again. */
export async function addRevision({ configurations }: Store, settings: object): Promise<void> {
  const checked = checkValue(house([{ id: 'eva', name: LONG, extension: '2000' }], settings));
  if (checked.kind === 'faulty') throw new Error(JSON.stringify(checked.faults));
  const by = { author: LONG, origin: 'file', reason: `${LONG}.yaml`, at: STATES_AT.toJSDate() } as const;
  await importConfiguration({ configurations, configuration: checked.configuration, ...by });
}

/** One that is used, one that is cut at the limit, with a name as long as it may be. */
export async function addSounds({ sounds }: Store): Promise<void> {
  const content = toneWav({ sec: 2 });
  const about = {
    sha256: 'sum',
    bytes: content.length,
    lengthMs: 2_000,
    rate: 8_000,
    peakDb: -12.7,
    loudnessDb: -15.3,
    clips: 0,
    addedAt: STATES_AT.toJSDate(),
    addedBy: LONG,
  };
  await sounds.put({ ...about, name: 'used.wav' }, content, 'new');
  const bad = { peakDb: 0, loudnessDb: -40, clips: 12, lengthMs: 400_000 };
  await sounds.put({ ...about, ...bad, name: `${'x'.repeat(56)}.wav` }, content, 'new');
}

export async function addLogo({ logo }: Store): Promise<void> {
  const size = { width: 480, height: 60 };
  const content = pngLogo(size);
  const about = {
    version: '1',
    kind: 'png',
    bytes: content.length,
    addedAt: STATES_AT.toJSDate(),
    addedBy: LONG,
  } as const;
  await logo.put({ ...about, ...size }, content);
}

export async function addCalls(store: Store, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'one.wav'), Buffer.alloc(100));
  const why = { kind: 'gaveUp', afterSec: 14, stage: 1 } as const;
  const about: Partial<CallRecord> = {
    group: { number: '700', name: LONG },
    route: [{ group: '700', by: null, to: null }],
    startedAt: ofCall(0),
    endedAt: new Date(ofCall(0).getTime() + 14_000),
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

/** A good one, and a failure after it. */
/** Where the last good backup is, and what the system said of the next. */
export const BACKUP = {
  host: 'pbx.example',
  file: `/var/lib/${LONG}/backups/rufgruppe-20301126T013000Z.gz`,
  fault: 'ENOSPC: no space left on device, write',
};

export async function addBackup({ backups }: Store): Promise<void> {
  const { host, file, fault } = BACKUP;
  const about = { host, file, bytes: 4_711_000, documents: 41_873, tookMs: 61_000 };
  await backups.good({ ...about, at: STATES_AT.minus({ days: 1 }).toJSDate() });
  await backups.failed(STATES_AT.toJSDate(), fault);
}

export async function addMails(store: Store): Promise<void> {
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

/** What a receiver answered, and what waits for it. */
export async function addDeliveries({ deliveries }: Store): Promise<void> {
  const at = STATES_AT.toJSDate();
  const test = { webhook: 'chat', type: 'webhook.test', at, data: { who: LONG } } as const;
  const error = `503 Service Unavailable: ${LONG}`;
  await deliveries.addEnded(
    { ...test, id: 'answered' },
    { state: 'sent', finishedAt: at, code: 200, tookMs: 87 },
  );
  await deliveries.addEnded(
    { ...test, id: 'refused' },
    { state: 'failed', finishedAt: at, code: 503, tookMs: 10_000, error },
  );
  await deliveries.add([{ ...test, id: 'waits' }], at);
}
