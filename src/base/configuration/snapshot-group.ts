/** A group as the routing decision reads it. Pure. */
import { readPhoneAddress } from '../model/phone-address.js';
import type {
  AnonymousRule,
  Group,
  Member,
  MissedPolicy,
  Recipient,
  ReportPolicy,
  Ringback,
} from '../model/snapshot.js';
import { alertInfoValue } from './alert-info.js';
import { blockListOf } from './blocked.js';
import { homeLanguage } from './home-language.js';
import { e164Of } from './phone-number.js';
import type { GroupContent, MemberContent, RecipientContent } from './schema.js';
import { codeAccessOf, destinationOf, found, numberOf, windowsOf, type Context } from './snapshot-parts.js';
import { isoWeekday, minuteOfDay } from './vocabulary.js';

export function groupOf(group: GroupContent, context: Context): Group {
  const { number, name, enabled, mobiles, busy, sayCaller, display, externalCallerId, publicNumber } = group;
  const { settings } = context;
  return {
    number,
    name,
    enabled,
    leaders: new Set(group.leaders),
    mobiles,
    busy,
    nameFile: group.nameFile,
    sayCaller,
    display,
    externalCallerId,
    language: group.language ?? homeLanguage(settings),
    timezone: group.timezone ?? settings.timezone,
    blocked: blockListOf(group.blocked, settings.country),
    blockedAnnouncement: group.blockedAnnouncement ?? settings.blockedAnnouncement,
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
    greeting: group.greeting,
    recordingNotice: group.recordingNotice && {
      file: group.recordingNotice.file,
      memberFile: group.recordingNotice.memberFile,
    },
    recording: group.recording,
    recordingOnTransfer: group.recordingOnTransfer,
    recordingPause: group.recordingPause,
    recordingKeepDays: group.recordingKeepDays,
    missed: missedOf(group.missed, context),
    report: group.report && reportOf(group.report, context),
    pickup: codeAccessOf(group.pickup, context),
  };
}

function memberOf(member: MemberContent, context: Context): Member {
  if (typeof member === 'string') return { kind: 'user', user: found(context.users, member, 'user') };
  const { delaySec, ringSec } = member;
  if ('user' in member) {
    return { kind: 'user', user: found(context.users, member.user, 'user'), delaySec, ringSec };
  }
  if ('extension' in member) {
    const extension = readPhoneAddress(member.extension, context.settings.domain);
    return { kind: 'extension', extension, delaySec, ringSec };
  }
  const { external, label, confirm } = member;
  return { kind: 'external', number: numberOf(external, context), label, delaySec, ringSec, confirm };
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

/** Each address once: somebody may be listed both as a user and by address. */
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
