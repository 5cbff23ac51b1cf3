/** Small valid building stones for tests; every field that a test does not care about has a plain value. */
import type { Webhook } from '../src/base/model/webhook.js';
import { DateTime } from 'luxon';
import type { Attempt, Caller, InboundCall } from '../src/base/model/call.js';
import type { Limits, NoticeSettings, Settings } from '../src/base/model/settings.js';
import type {
  ExternalNumber,
  Group,
  Member,
  MemberTime,
  MissedPolicy,
  Mobile,
  Snapshot,
  Stage,
  Switch,
  SwitchState,
  User,
  ReportPolicy,
} from '../src/base/model/snapshot.js';
import type { Holiday, HolidayCalendar, TimeWindow, Weekday } from '../src/base/model/calendar.js';
import type { Contact } from '../src/base/model/contact.js';
import type { NewMissedCall } from '../src/base/store/callback-store.js';
import type { AwaySpan, UserAway } from '../src/base/model/away.js';
import { beginRecord } from '../src/calls/records/build-record.js';
import { type CallRecord, type RecordedLeg } from '../src/base/model/call-record.js';

export const BERLIN = 'Europe/Berlin';
export const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
export const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

/** A wall-clock time; a time that the clock shows twice is its first pass unless an offset is written. */
export function at(isoTime: string, timezone = BERLIN): DateTime {
  return DateTime.fromISO(isoTime, { zone: timezone });
}

/** `aWindow('18:00-08:00', [1, 2])` */
export function aWindow(clock: string, days: readonly Weekday[] = EVERY_DAY): TimeWindow {
  const [from, to] = clock.split('-').map(minuteOf);
  if (from === undefined || to === undefined) throw new Error(`not a window: ${clock}`);
  return { days, fromMinute: from, toMinute: to };
}

function minuteOf(clock: string): number {
  const [hour, minute] = clock.split(':').map(Number);
  if (hour === undefined || minute === undefined) throw new Error(`not a time of day: ${clock}`);
  return hour * 60 + minute;
}

export const ALWAYS: readonly TimeWindow[] = [aWindow('00:00-24:00')];

export function aCalendar(days: Readonly<Record<string, string | Holiday>>): HolidayCalendar {
  const entries = Object.entries(days).map(([date, holiday]): [string, Holiday] => [
    date,
    typeof holiday === 'string' ? { name: holiday, fromMinute: 0 } : holiday,
  ]);
  return { id: 'holidays', days: new Map(entries) };
}

export function allowed(e164: string): ExternalNumber {
  return { kind: 'allowed', e164 };
}

export function refused(given: string, reason: string): ExternalNumber {
  return { kind: 'refused', given, reason };
}

export function aMobile(e164: string, changes: Partial<Mobile> = {}): Mobile {
  return {
    number: allowed(e164),
    windows: ALWAYS,
    timezone: BERLIN,
    notOn: undefined,
    delaySec: 0,
    confirm: true,
    ...changes,
  };
}

export function aUser(changes: Partial<User> = {}): User {
  return {
    id: 'anna',
    name: 'Anna Schmidt',
    extension: '1001',
    email: undefined,
    mobile: undefined,
    ...changes,
  };
}

export function userMember(user: User, time: MemberTime = {}): Member {
  return { kind: 'user', user, ...time };
}

export function extensionMember(extension: string, time: MemberTime = {}): Member {
  return { kind: 'extension', extension, ...time };
}

export function externalMember(
  number: string | ExternalNumber,
  changes: Partial<Omit<Extract<Member, { kind: 'external' }>, 'kind' | 'number'>> = {},
): Member {
  return {
    kind: 'external',
    number: typeof number === 'string' ? allowed(number) : number,
    label: undefined,
    delaySec: 0,
    confirm: false,
    ...changes,
  };
}

export function aStage(members: readonly Member[], ringSec = 20): Stage {
  return { members, ringSec };
}

export function aSwitch(state: SwitchState, changes: Partial<Switch> = {}): Switch {
  return {
    id: 'night',
    name: 'Night',
    state,
    override: undefined,
    code: undefined,
    codeAllowed: { kind: 'members' },
    codeSound: undefined,
    ...changes,
  };
}

export function manualSwitch(on: boolean, changes: Partial<Switch> = {}): Switch {
  return aSwitch({ kind: 'manual', on }, changes);
}

export function scheduledSwitch(
  windows: readonly TimeWindow[],
  changes: Partial<Omit<Extract<SwitchState, { kind: 'schedule' }>, 'kind' | 'windows'>> = {},
): Switch {
  const plain = { timezone: BERLIN, holidays: undefined, onHolidays: 'asUsual' as const };
  return aSwitch({ kind: 'schedule', windows, ...plain, ...changes });
}

/** Group 700 rings extension 1001 for 20 s and then hangs up with NO_ANSWER. */
export function aGroup(changes: Partial<Group> = {}): Group {
  return {
    number: '700',
    name: 'Sales',
    enabled: true,
    leaders: new Set(),
    timezone: BERLIN,
    language: 'de',
    blocked: { whole: new Map(), beginnings: [] },
    blockedAnnouncement: undefined,
    anonymous: { kind: 'normal' },
    rules: [],
    stages: [aStage([extensionMember('1001')])],
    final: { kind: 'hangup', cause: 'NO_ANSWER' },
    mobiles: true,
    busy: 'ring',
    nameFile: undefined,
    sayCaller: false,
    display: '{group}: {caller}',
    alertInfo: undefined,
    externalCallerId: 'caller',
    publicNumber: undefined,
    greeting: undefined,
    recordingNotice: undefined,
    ringback: { kind: 'tone', country: 'de' },
    missedOnPhones: 'unanswered',
    recording: 'never',
    recordingOnTransfer: 'end',
    recordingPause: true,
    recordingKeepDays: 90,
    missed: someMissedRules(),
    report: undefined,
    pickup: { kind: 'members' },
    ...changes,
  };
}

/** The defaults of the configuration file, without a mail. */
export function someMissedRules(changes: Partial<MissedPolicy> = {}): MissedPolicy {
  return {
    gaveUpAfterSec: 5,
    final: ['voicemail', 'announcement', 'hangup'],
    diverted: 'unanswered',
    anonymous: true,
    mergeHours: 24,
    giveBackMin: 60,
    mail: undefined,
    ...changes,
  };
}

export const NO_LIMITS: Limits = {
  callsPerMinute: undefined,
  perCaller: undefined,
  perGroup: undefined,
  atOnce: undefined,
};

export const NOTICES: NoticeSettings = {
  to: [],
  language: 'en',
  failedCallsPercent: 50,
  freeDiskPercent: 10,
  certificateDays: 21,
  awayDays: 7,
};

export function someSettings(changes: Partial<Settings> = {}): Settings {
  return {
    houseName: undefined,
    country: 'DE',
    timezone: BERLIN,
    domain: 'pbx.example',
    gateway: 'carrier',
    gatewayFormat: 'e164',
    callerNumbers: 'automatic',
    trunks: new Map(),
    callerNames: 'contacts',
    blocked: { whole: new Map(), beginnings: [] },
    voicemailProfile: 'default',
    confirmFile: 'ivr/confirm.wav',
    confirmSec: 20,
    recordingsFolder: '/var/lib/freeswitch/recordings',
    keepCallsDays: 400,
    keepDays: { callbacks: 400, notes: 400, mails: 90, audit: 730, outbox: 90, putAside: 30 },
    maxGroups: 5,
    limits: NO_LIMITS,
    notices: NOTICES,
    codes: {
      switchToggle: '*50',
      switchOn: '*51',
      switchOff: '*52',
      switchAsk: '*53',
      pickup: '*54',
      pickupAny: '*55',
      callbacks: '*56',
      away: '*57',
      back: '*58',
    },
    talkCodes: { pauseRecording: '*7', resumeRecording: '*8' },
    language: 'de',
    ...changes,
  };
}

export interface SnapshotParts {
  readonly groups?: readonly Group[];
  readonly users?: readonly User[];
  readonly settings?: Partial<Settings>;
  readonly away?: Readonly<Record<string, UserAway>>;
  readonly webhooks?: readonly Webhook[];
}

/** Out of all groups, or of those that are named, until a time in Berlin or until coming back. */
export function anAway(groups: 'all' | readonly string[], until?: string): UserAway {
  const span: AwaySpan = {
    until: until === undefined ? undefined : at(until),
    since: at('2026-11-25T07:00'),
    by: 'anna',
  };
  return groups === 'all'
    ? { all: span, groups: new Map() }
    : { all: undefined, groups: new Map(groups.map((group) => [group, span])) };
}

const domainIn = (address: string): readonly string[] => address.split('@').slice(1);

/** Users and switches that the groups name are found there; `users` adds those that are in no group. */
export function aSnapshot({
  groups = [aGroup()],
  users = [],
  settings = {},
  away = {},
  webhooks = [],
}: SnapshotParts = {}): Snapshot {
  const members = groups.flatMap((group) => group.stages.flatMap((stage) => stage.members));
  const memberUsers = members.flatMap((member) => (member.kind === 'user' ? [member.user] : []));
  const switches = groups.flatMap((group) => group.rules.map((rule) => rule.switch));
  const extensions = new Set([
    ...[...memberUsers, ...users].flatMap(({ extension }) => extension ?? []),
    ...members.flatMap((member) => (member.kind === 'extension' ? [member.extension] : [])),
  ]);
  return {
    revision: 1,
    settings: someSettings(settings),
    users: new Map([...memberUsers, ...users].map((user) => [user.id, user])),
    extensions,
    domains: { home: someSettings(settings).domain, others: new Set([...extensions].flatMap(domainIn)) },
    groups: new Map(groups.map((group) => [group.number, group])),
    switches: new Map(switches.map((one) => [one.id, one])),
    away: new Map(Object.entries(away)),
    webhooks,
  };
}

export const WITHHELD: Caller = { kind: 'withheld' };

/** A caller as the phone company delivers it. */
export function outsideCaller(e164 = '+493023125001', name?: string): Caller {
  return { kind: 'known', number: e164, e164, name };
}

/** A colleague's desk phone. */
export function insideCaller(extension: string, name?: string): Caller {
  return { kind: 'known', number: extension, e164: undefined, name };
}

/** A call from outside to group 700. */
export function aCall(changes: Partial<InboundCall> = {}): InboundCall {
  return {
    id: '5f0c1f6e-8a52-4b6b-9d8f-2f3a0f4c7b10',
    groupNumber: '700',
    caller: outsideCaller(),
    callerExtension: undefined,
    fromOutside: true,
    ...changes,
  };
}

/** `stageTried(2, '700', '701')`: stage 2 of group 701, which the call reached through 700. */
export function stageTried(stage: number, ...path: readonly string[]): Attempt {
  return { place: { path: path.length === 0 ? ['700'] : path, part: 'stage', stage } };
}

/** The record of a call from 030 23125001 to group 700 that began on 2026-11-25 at 10:00 in Berlin. */
export function aRecord(changes: Partial<CallRecord> = {}): CallRecord {
  const begun = beginRecord({
    id: '5f0c1f6e-8a52-4b6b-9d8f-2f3a0f4c7b10',
    call: aCall(),
    group: aGroup(),
    configurationRevision: 1,
    controller: 'test:8084',
    startedAtMs: at('2026-11-25T10:00:00').toMillis(),
    takeovers: 0,
  });
  return { ...begun, ...changes };
}

/** Anna's desk phone in stage 1 of group 700 did not answer. */
export function aRecordedLeg(changes: Partial<RecordedLeg> = {}): RecordedLeg {
  const startedAt = at('2026-11-25T10:00:00').toJSDate();
  return {
    id: 'leg-a',
    group: '700',
    stage: 1,
    who: 'Anna Schmidt',
    userId: 'anna',
    kind: 'desk',
    to: '1001',
    startedAt,
    rangAt: startedAt,
    endedAt: at('2026-11-25T10:00:20').toJSDate(),
    outcome: 'noAnswer',
    cause: 'NO_ANSWER',
    sipStatus: null,
    ...changes,
  };
}

let contacts = 0;

/** An entry of the address book; a number with a star stands for all its extensions. */
export function aContact(changes: Partial<Contact>, ...numbers: readonly string[]): Contact {
  contacts += 1;
  return {
    id: `00000000-0000-4000-8000-${String(contacts).padStart(12, '0')}`,
    name: '',
    company: '',
    note: '',
    numbers: numbers.map((written) => {
      const number = written.replace('*', '');
      return number === written ? { kind: 'work', number } : { kind: 'work', number, withExtensions: true };
    }),
    changedAt: new Date('2026-11-30T12:00:00Z'),
    changedBy: 'admin',
    ...changes,
  };
}

/** A caller whom a group missed once, for the call-back list; the call is named after the caller. */
export function aMissed(
  group: string,
  number: string,
  at: Date,
  channel = `${group} ${number}`,
): NewMissedCall {
  return {
    group,
    caller: { key: number, number, name: null },
    mergeHours: 24,
    noticeAt: undefined,
    call: { record: channel, channel, at, why: { kind: 'gaveUp', afterSec: 9, stage: 1 } },
  };
}

/** Every day at six, with the list of calls. */
export function aReportPolicy(changes: Partial<ReportPolicy> = {}): ReportPolicy {
  return {
    to: [{ name: undefined, address: 'office@example.com' }],
    atMinute: 360,
    days: EVERY_DAY,
    callList: true,
    csv: false,
    perPerson: false,
    ...changes,
  };
}
