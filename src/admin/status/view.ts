/** Records and configuration in the words of the status page. Pure. */
import { DateTime } from 'luxon';
import { assertNever } from '../../errors.js';
import { numberForLog, whoForLog } from '../../log.js';
import type { Group, Member, Snapshot } from '../../model/snapshot.js';
import type { CallOutcome, CallRecord, RecordedLeg } from '../../records/call-record.js';
import { describeDestination, numberText } from '../../routing/describe.js';

export interface ServiceFacts {
  /** Where FreeSWITCH connects, as the dialplan writes it. */
  readonly socket: string;
  readonly database: string;
  readonly startedAt: DateTime;
  readonly recordsWaiting: number;
}

export interface StatusInput {
  readonly facts: ServiceFacts;
  readonly snapshot: Snapshot | undefined;
  readonly live: readonly CallRecord[];
  /** Undefined: the database cannot be read. */
  readonly recent: readonly CallRecord[] | undefined;
  /** Undefined: the database cannot be read. */
  readonly mails: { readonly waiting: number; readonly failed: number } | undefined;
  readonly now: DateTime;
}

const OUTCOME_WORDS: Readonly<Record<CallOutcome, string>> = {
  open: 'in progress',
  answered: 'answered',
  gaveUp: 'caller gave up',
  voicemail: 'voicemail',
  announcement: 'announcement',
  released: 'ended by the group',
  handedBack: 'handed back to FreeSWITCH',
};

const LEG_WORDS: Readonly<Record<RecordedLeg['outcome'], string>> = {
  ringing: 'rings',
  unknown: 'rang; how it ended is not known',
  answered: 'answered',
  busy: 'busy',
  rejected: 'rejected',
  redirected: 'tried to forward the call',
  notRegistered: 'not registered',
  noAnswer: 'no answer',
  colleagueAnswered: 'a colleague answered',
  callerGaveUp: 'caller gave up',
  notConfirmed: 'not confirmed with key 1',
  unreachable: 'not reachable',
};

function callerWords({ caller }: CallRecord): string {
  if (caller.withheld) return 'withheld';
  const number = numberForLog(caller.number ?? '', 'masked');
  // Some networks send the number as the name.
  return caller.name === null || /\d{5,}/.test(caller.name.replace(/[\s()/-]/g, ''))
    ? number
    : `${caller.name} (${number})`;
}

function legView(leg: RecordedLeg) {
  const who = whoForLog(leg.who, 'masked');
  const what = leg.kind === 'desk' ? `${who} (${leg.to})` : `${who}, ${leg.kind}`;
  const where = leg.stage === null ? 'destination' : `stage ${leg.stage}`;
  return { what, where, outcome: LEG_WORDS[leg.outcome], answered: leg.outcome === 'answered' };
}

function callView(record: CallRecord, timezone: string, now: DateTime) {
  const startedAt = DateTime.fromJSDate(record.startedAt).setZone(timezone);
  const seconds = record.waitingSec ?? Math.max(0, Math.round(now.diff(startedAt).as('seconds')));
  return {
    at: startedAt.toFormat('yyyy-MM-dd HH:mm:ss'),
    group: `${record.group.number} ${record.group.name ?? '(unknown)'}`,
    caller: callerWords(record),
    outcome: OUTCOME_WORDS[record.outcome],
    by: record.answeredBy === null ? '' : whoForLog(record.answeredBy.who, 'masked'),
    waiting: `${seconds} s`,
    talking: record.talkingSec === null ? '' : `${record.talkingSec} s`,
    steps: record.steps.map(({ text, group }) => ({ text, group })),
    legs: record.legs.map(legView),
  };
}

function memberWords(member: Member): string {
  switch (member.kind) {
    case 'user':
      return member.user.name;
    case 'extension':
      return member.extension;
    case 'external':
      return member.label ?? numberForLog(numberText(member.number), 'masked');
    default:
      return assertNever(member);
  }
}

function groupView(group: Group) {
  return {
    number: group.number,
    name: group.name,
    enabled: group.enabled,
    stages: group.stages.map(({ ringSec, members }, index) => ({
      number: index + 1,
      ringSec,
      members: members.map(memberWords).join(', ') || 'nobody',
    })),
    final: describeDestination(group.final),
  };
}

/** Everything that templates/admin/status.hbs shows. */
export function statusView({ facts, snapshot, live, recent, mails, now }: StatusInput) {
  const timezone = snapshot?.settings.timezone ?? 'utc';
  return {
    title: 'Status',
    facts: { ...facts, startedAt: facts.startedAt.setZone(timezone).toFormat('yyyy-MM-dd HH:mm:ss') },
    mails: mails ?? null,
    revision: snapshot?.revision ?? null,
    timezone,
    groups: [...(snapshot?.groups.values() ?? [])].map(groupView),
    live: live.map((record) => callView(record, timezone, now)),
    databaseFails: recent === undefined,
    recent: (recent ?? [])
      .filter(({ outcome }) => outcome !== 'open')
      .map((record) => callView(record, timezone, now)),
  };
}
