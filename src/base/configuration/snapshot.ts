/** A checked configuration and the states of its switches, resolved into what the routing decision reads. Pure. */
import { DateTime } from 'luxon';
import { AppError } from '../errors.js';
import { atOnce } from '../in-slices.js';
import type {
  AnonymousRule,
  Destination,
  ExternalNumber,
  Group,
  HolidayCalendar,
  Member,
  MissedPolicy,
  Mobile,
  Recipient,
  ReportPolicy,
  Ringback,
  Settings,
  Snapshot,
  Switch,
  TimeWindow,
  User,
} from '../model/snapshot.js';
import { alertInfoValue } from './alert-info.js';
import { buildCalendar } from './holidays.js';
import { homeLanguage } from './home-language.js';
import { e164Of, normalise } from './phone-number.js';
import type {
  Configuration,
  DestinationContent,
  GroupContent,
  MemberContent,
  RecipientContent,
  SettingsContent,
  SwitchContent,
  UserContent,
  WindowContent,
} from './schema.js';
import { isoWeekday, minuteOfDay } from './vocabulary.js';

/** What somebody did to a switch; apart from the configuration, because it changes daily. */
export interface SwitchChange {
  /** The manual state; undefined: as configured. */
  readonly on?: boolean | undefined;
  readonly override?: { readonly on: boolean; readonly until?: Date | undefined } | undefined;
  /** When it was last changed. */
  readonly changedAt?: Date | undefined;
}

export interface SnapshotInput {
  readonly revision: number;
  /** Checked by check.ts; an id that nobody has throws `CONFIGURATION_BROKEN`. */
  readonly content: Configuration;
  /** By id; entries of switches that are gone do no harm. */
  readonly switchStates: ReadonlyMap<string, SwitchChange>;
  /** Holidays are known for the years around it. */
  readonly now: DateTime;
}

interface Context {
  readonly settings: SettingsContent;
  readonly calendars: ReadonlyMap<string, HolidayCalendar>;
  readonly users: ReadonlyMap<string, User>;
  readonly switches: ReadonlyMap<string, Switch>;
}

export function buildSnapshot(input: SnapshotInput): Snapshot {
  return atOnce(snapshotSteps(input));
}

/** The same with a step for each user, switch and group. */
export function* snapshotSteps(input: SnapshotInput): Generator<undefined, Snapshot> {
  const { revision, content, switchStates, now } = input;
  const { settings } = content;
  // The week after a day of the next year may reach into the one after it.
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
  return { revision, settings: settingsOf(settings), users, extensions, groups, switches };
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

function found<T>(map: ReadonlyMap<string, T>, id: string, what: string): T {
  const value = map.get(id);
  if (value === undefined) throw new AppError('CONFIGURATION_BROKEN', `No ${what} has the id ${id}`);
  return value;
}

function settingsOf(settings: SettingsContent): Settings {
  return {
    country: settings.country,
    timezone: settings.timezone,
    domain: settings.domain,
    gateway: settings.gateway,
    gatewayFormat: settings.gatewayFormat,
    callerNumbers: settings.callerNumbers,
    trunks: new Map(settings.trunks.map(({ name, callerNumbers }) => [name, callerNumbers])),
    voicemailProfile: settings.voicemailProfile,
    confirmFile: settings.confirmFile,
    confirmSec: settings.confirmSec,
    recordingsFolder: settings.recordingsFolder,
    keepCallsDays: settings.keepCallsDays,
    maxGroups: settings.maxGroups,
  };
}

export function windowsOf(windows: readonly WindowContent[]): TimeWindow[] {
  return windows.map(({ days, from, to }) => ({
    days: days.map(isoWeekday),
    fromMinute: minuteOfDay(from),
    toMinute: minuteOfDay(to),
  }));
}

/**
 * Numbers already normalised, by the settings that they were read with. Turning a switch makes a new snapshot
 * of the same content; reading a thousand numbers again would hold up the calls of that moment.
 */
const normalised = new WeakMap<SettingsContent, Map<string, ExternalNumber>>();

function numberOf(given: string, { settings }: Context): ExternalNumber {
  const known = normalised.get(settings) ?? new Map<string, ExternalNumber>();
  normalised.set(settings, known);
  const number = known.get(given) ?? normalise(given, settings.country, settings.externalNumbers);
  known.set(given, number);
  return number;
}

function userOf({ id, name, extension, email, mobile }: UserContent, context: Context): User {
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

function memberOf(member: MemberContent, context: Context): Member {
  if (typeof member === 'string') return { kind: 'user', user: found(context.users, member, 'user') };
  if ('extension' in member) return { kind: 'extension', extension: member.extension };
  const { external, label, delaySec, confirm } = member;
  return { kind: 'external', number: numberOf(external, context), label, delaySec, confirm };
}

function destinationOf(to: DestinationContent, context: Context): Destination {
  if ('extension' in to) return { kind: 'extension', extension: to.extension, ringSec: to.ringSec };
  if ('external' in to) {
    return { kind: 'external', number: numberOf(to.external, context), ringSec: to.ringSec };
  }
  if ('group' in to) return { kind: 'group', group: to.group };
  if ('voicemail' in to) return { kind: 'voicemail', box: to.voicemail };
  if ('announcement' in to) return { kind: 'announcement', file: to.announcement };
  return { kind: 'hangup', cause: to.hangup };
}

function anonymousOf(rule: GroupContent['anonymous'], context: Context): AnonymousRule {
  return typeof rule === 'string'
    ? { kind: rule }
    : { kind: 'divert', to: destinationOf(rule.divert, context) };
}

function missedOf(missed: GroupContent['missed'], context: Context): MissedPolicy {
  const { gaveUpAfterSec, final, diverted, anonymous, mergeHours, giveBackMin, mail } = missed;
  return {
    final,
    diverted,
    anonymous,
    mergeHours,
    giveBackMin,
    gaveUpAfterSec: gaveUpAfterSec === 'never' ? undefined : gaveUpAfterSec,
    mail: mail && {
      to: recipientsOf(mail.to, context),
      graceMin: mail.graceMin,
      quiet: windowsOf(mail.quiet),
    },
  };
}

function reportOf(report: NonNullable<GroupContent['report']>, context: Context): ReportPolicy {
  const { to, at, days, callList, csv, perPerson } = report;
  return {
    to: recipientsOf(to, context),
    atMinute: minuteOfDay(at),
    days: days.map(isoWeekday),
    callList,
    csv,
    perPerson,
  };
}

/** Each address once: somebody may be named as a user and by the address too. */
function recipientsOf(given: readonly RecipientContent[], context: Context): Recipient[] {
  const recipients = given.map((entry): Recipient => {
    if (typeof entry === 'object') return entry;
    if (entry.includes('@')) return { name: undefined, address: entry };
    const { name, email } = found(context.users, entry, 'user');
    return { name, address: email ?? '' };
  });
  return [...new Map(recipients.map((one) => [one.address.toLowerCase(), one])).values()];
}

function ringbackOf(ringback: GroupContent['ringback']): Ringback {
  if ('tone' in ringback) return { kind: 'tone', country: ringback.tone };
  if ('file' in ringback) return { kind: 'file', file: ringback.file };
  return { kind: 'music', stream: ringback.music };
}

function alertInfoOf(alertInfo: GroupContent['alertInfo']): string | undefined {
  return typeof alertInfo === 'object' ? alertInfoValue(alertInfo.preset, alertInfo.melody) : alertInfo;
}

function groupOf(group: GroupContent, context: Context): Group {
  const { number, name, enabled, mobiles, display, externalCallerId, publicNumber } = group;
  const { settings } = context;
  return {
    number,
    name,
    enabled,
    mobiles,
    display,
    externalCallerId,
    language: group.language ?? homeLanguage(settings),
    timezone: group.timezone ?? settings.timezone,
    anonymous: anonymousOf(group.anonymous, context),
    rules: group.rules.map((rule) => ({
      switch: found(context.switches, rule.switch, 'switch'),
      when: rule.when,
      to: destinationOf(rule.to, context),
    })),
    stages: group.stages.map(({ ringSec, members }) => ({
      ringSec,
      members: members.map((member) => memberOf(member, context)),
    })),
    final: destinationOf(group.final, context),
    alertInfo: alertInfoOf(group.alertInfo),
    publicNumber: publicNumber === undefined ? undefined : e164Of(publicNumber, settings.country),
    ringback: ringbackOf(group.ringback),
    missedOnPhones: group.missedOnPhones,
    recording: group.recording,
    recordingKeepDays: group.recordingKeepDays,
    missed: missedOf(group.missed, context),
    report: group.report && reportOf(group.report, context),
  };
}
