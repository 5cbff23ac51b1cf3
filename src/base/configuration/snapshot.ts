/** Combines a checked configuration and the states of its switches into what the routing decision reads. Pure. */
import { DateTime } from 'luxon';
import { atOnce } from '../in-slices.js';
import type { CodeKey, KeepDays, Limits, NoticeSettings, Settings, TalkCodeKey } from '../model/settings.js';
import { phoneOfUser, sipUserOf, type Domains, type PhoneAddress } from '../model/phone-address.js';
import { destinationsOf } from '../model/destinations.js';
import type { CodeAccess, Group, Mobile, Snapshot, Switch, User } from '../model/snapshot.js';
import type { HolidayCalendar } from '../model/calendar.js';
import { CODE_KEYS, TALK_CODE_KEYS } from './code-schema.js';
import { blockListOf } from './blocked.js';
import { homeLanguage } from './home-language.js';
import { buildCalendar } from './holidays.js';
import type { Webhook } from '../model/webhook.js';
import type { Configuration, SettingsContent, SwitchContent, UserContent, WebhookContent } from './schema.js';
import { awayOf, type AwayChange } from './snapshot-away.js';
import { groupOf } from './snapshot-group.js';
import { codeAccessOf, found, numberOf, windowsOf, type Context } from './snapshot-parts.js';

/** What people did to a switch. Not part of the configuration, because it changes daily. */
export interface SwitchChange {
  /** The manual state; undefined: as configured. */
  readonly on?: boolean | undefined;
  readonly override?: { readonly on: boolean; readonly until?: Date | undefined } | undefined;
  /** When it was last changed. */
  readonly changedAt?: Date | undefined;
}

export interface SnapshotInput {
  readonly revision: number;
  /** Already checked by check.ts; an id that does not exist throws `CONFIGURATION_BROKEN`. */
  readonly content: Configuration;
  /** By id; entries for deleted switches are ignored. */
  readonly switchStates: ReadonlyMap<string, SwitchChange>;
  /** Of deleted users and of groups that they have left, they are ignored. Default: nobody is away. */
  readonly away?: readonly AwayChange[] | undefined;
  /** Holidays are known for the years around it. */
  readonly now: DateTime;
}

export function buildSnapshot(input: SnapshotInput): Snapshot {
  return atOnce(snapshotSteps(input));
}

/** The same with a step for each user, switch and group. */
export function* snapshotSteps(input: SnapshotInput): Generator<undefined, Snapshot> {
  const { revision, content, switchStates, now } = input;
  const { settings } = content;
  // The week that begins in the next year may extend into the year after it.
  const years = [-1, 0, 1, 2].map((offset) => now.year + offset);
  const calendars = new Map<string, HolidayCalendar>();
  const users = new Map<string, User>();
  const switches = new Map<string, Switch>();
  const groups = new Map<string, Group>();
  const context = { settings, calendars, users, switches };
  for (const entry of content.holidays) {
    calendars.set(entry.id, buildCalendar(entry, years));
    yield;
  }
  for (const user of content.users) {
    users.set(user.id, userOf(user, context));
    yield;
  }
  for (const entry of content.switches) {
    switches.set(entry.id, switchOf(entry, switchStates.get(entry.id), context));
    yield;
  }
  for (const group of content.groups) {
    groups.set(group.number, groupOf(group, context));
    yield;
  }
  const extensions = yield* extensionsOf(users.values(), groups.values());
  const domains = yield* domainsOf(settings.domain, { extensions, groups, switches });
  const away = awayOf(input.away ?? [], users, groups, settings.timezone);
  const parts = {
    users,
    extensions,
    domains,
    groups,
    switches,
    away,
    webhooks: content.webhooks.map(webhookOf),
  };
  return { revision, settings: settingsOf(settings), ...parts };
}

/** Every desk phone that this configuration can ring. */
function* extensionsOf(
  users: Iterable<User>,
  groups: Iterable<Group>,
): Generator<undefined, ReadonlySet<string>> {
  const extensions = new Set<string>();
  for (const { extension } of users) if (extension !== undefined) extensions.add(extension);
  for (const { stages } of groups) {
    for (const member of stages.flatMap(({ members }) => members)) {
      if (member.kind === 'extension') extensions.add(member.extension);
    }
    yield;
  }
  return extensions;
}

/** The home domain, and those of phones and boxes in others. */
function* domainsOf(
  home: string,
  { extensions, groups, switches }: Pick<Snapshot, 'extensions' | 'groups' | 'switches'>,
): Generator<undefined, Domains> {
  const others = new Set<string>();
  const note = (addresses: Iterable<PhoneAddress>): void => {
    for (const address of addresses) {
      const { domain } = sipUserOf(address, { home: '' });
      if (domain !== '') others.add(domain);
    }
  };
  const listed = (access: CodeAccess) => (access.kind === 'listed' ? access.extensions : []);
  note(extensions);
  for (const { codeAllowed } of switches.values()) note(listed(codeAllowed));
  for (const group of groups.values()) {
    note(listed(group.pickup));
    for (const to of destinationsOf(group)) {
      if (to.kind === 'extension') note([to.extension]);
      if (to.kind === 'voicemail') note([to.box]);
    }
    yield;
  }
  return { home, others };
}

function settingsOf(settings: SettingsContent): Settings {
  return {
    houseName: settings.houseName,
    country: settings.country,
    timezone: settings.timezone,
    domain: settings.domain,
    gateway: settings.gateway,
    gatewayFormat: settings.gatewayFormat,
    callerNumbers: settings.callerNumbers,
    trunks: new Map(settings.trunks.map(({ name, callerNumbers }) => [name, callerNumbers])),
    callerNames: settings.callerNames,
    blocked: blockListOf(settings.blocked, settings.country),
    voicemailProfile: settings.voicemailProfile,
    confirmFile: settings.confirmFile,
    confirmSec: settings.confirmSec,
    recordingsFolder: settings.recordingsFolder,
    keepCallsDays: settings.keepCallsDays,
    keepDays: keepDaysOf(settings),
    maxGroups: settings.maxGroups,
    limits: limitsOf(settings.limits),
    notices: noticesOf(settings),
    codes: codesOf(settings),
    talkCodes: talkCodesOf(settings),
    language: homeLanguage(settings),
  };
}

function codesOf({ codes }: SettingsContent): Settings['codes'] {
  const dialled = (key: CodeKey) => (codes[key] === 'off' ? undefined : codes[key]);
  return Object.fromEntries(CODE_KEYS.map((key) => [key, dialled(key)])) as Settings['codes'];
}

function talkCodesOf({ talkCodes }: SettingsContent): Settings['talkCodes'] {
  const pressed = (key: TalkCodeKey) => (talkCodes[key] === 'off' ? undefined : talkCodes[key]);
  return Object.fromEntries(TALK_CODE_KEYS.map((key) => [key, pressed(key)])) as Settings['talkCodes'];
}

function noticesOf(settings: SettingsContent): NoticeSettings {
  const { to, failedCallsPercent, awayDays, ...rest } = settings.notices;
  return {
    ...rest,
    to: [...new Set(to)],
    failedCallsPercent: failedCallsPercent === 'off' ? undefined : failedCallsPercent,
    awayDays: awayDays === 'off' ? undefined : awayDays,
    language: homeLanguage(settings),
  };
}

function limitsOf({ callsPerMinute, perCaller, perGroup, atOnce }: SettingsContent['limits']): Limits {
  const most = (limit: number | 'off') => (limit === 'off' ? undefined : limit);
  return {
    callsPerMinute: most(callsPerMinute),
    perCaller: most(perCaller),
    perGroup: most(perGroup),
    atOnce: most(atOnce),
  };
}

function userOf({ id, name, email, mobile, ...user }: UserContent, context: Context): User {
  const extension = phoneOfUser(user, context.settings.domain);
  return { id, name, extension, email, mobile: mobile && mobileOf(mobile, context) };
}

function mobileOf(mobile: NonNullable<UserContent['mobile']>, context: Context): Mobile {
  const calendar = mobile.onHolidays ? undefined : mobile.holidays;
  return {
    number: numberOf(mobile.number, context),
    windows: windowsOf(mobile.windows),
    timezone: mobile.timezone ?? context.settings.timezone,
    notOn: calendar === undefined ? undefined : found(context.calendars, calendar, 'holiday calendar'),
    delaySec: mobile.delaySec,
    confirm: mobile.confirm,
  };
}

function switchOf(entry: SwitchContent, change: SwitchChange | undefined, context: Context): Switch {
  const override = change?.override;
  const common = {
    id: entry.id,
    name: entry.name,
    code: entry.code,
    codeAllowed: codeAccessOf(entry.codeAllowed, context),
    codeSound: entry.codeSound,
    override: override && {
      on: override.on,
      until: override.until && DateTime.fromJSDate(override.until, { zone: context.settings.timezone }),
      since: change.changedAt && DateTime.fromJSDate(change.changedAt, { zone: context.settings.timezone }),
    },
  };
  if ('manual' in entry) {
    return { ...common, state: { kind: 'manual', on: change?.on ?? entry.manual.on } };
  }
  const { windows, timezone, holidays, onHolidays } = entry.schedule;
  return {
    ...common,
    state: {
      kind: 'schedule',
      windows: windowsOf(windows),
      timezone: timezone ?? context.settings.timezone,
      holidays: holidays === undefined ? undefined : found(context.calendars, holidays, 'holiday calendar'),
      onHolidays,
    },
  };
}

/** Every key is there, also of one that is optional. */
function webhookOf({ url, room, ...webhook }: WebhookContent): Webhook {
  return { ...webhook, url, room };
}

function keepDaysOf({ keepCallsDays, keepDays = {} }: SettingsContent): KeepDays {
  const {
    callbacks = keepCallsDays,
    notes = callbacks,
    mails = 90,
    audit = 730,
    outbox = 90,
    putAside = 30,
  } = keepDays;
  return { callbacks, notes, mails, audit, outbox, putAside };
}
