/** The configuration and the calls of `npm run bench:report`. */
import { DateTime } from 'luxon';
import { buildSnapshot } from '../../src/base/configuration/snapshot.js';
import { checkText } from '../../src/base/configuration/check.js';
import type { Group, Snapshot } from '../../src/base/model/snapshot.js';
import type { CallRecord, RecordedLeg } from '../../src/base/model/call-record.js';

export const ZONE = 'Europe/Berlin';
export const DAY = '2026-11-24';

const PEOPLE = ['anna', 'bernd', 'clara', 'dieter', 'emil', 'frieda'];

const CONFIGURATION = `version: 1
settings: { country: DE, timezone: ${ZONE}, domain: pbx.example }
users: [${PEOPLE.map((id, index) => `{ id: ${id}, name: ${id} ${id}mann, extension: '${1001 + index}' }`).join(', ')}]
groups:
  - number: '700'
    name: Sales
    stages:
      - { ringSec: 15, members: [anna, bernd] }
      - { ringSec: 15, members: [anna, bernd, clara, dieter] }
      - { ringSec: 20, members: [${PEOPLE.join(', ')}] }
    final: { voicemail: '1001' }
    report: { to: [office@example.com], callList: true, csv: true, perPerson: true }
`;

export function benchSnapshot(): Snapshot {
  const checked = checkText(CONFIGURATION);
  if (checked.kind !== 'good') throw new Error(JSON.stringify(checked.faults));
  const now = DateTime.fromISO(DAY, { zone: ZONE });
  return buildSnapshot({ revision: 1, content: checked.configuration, switchStates: new Map(), now });
}

export function benchGroup(): Group {
  const group = benchSnapshot().groups.get('700');
  if (group === undefined) throw new Error('The configuration of the measurement has no group 700');
  return group;
}

export interface BenchCalls {
  readonly from: Date;
  readonly to: Date;
  /** Number of calls of the whole day; those from `first` (inclusive) to `last` (exclusive) are created. */
  readonly count: number;
  readonly first: number;
  readonly last: number;
  readonly group: string;
}

export function benchCalls({ from, to, count, first, last, group }: BenchCalls): readonly CallRecord[] {
  const lengthMs = to.getTime() - from.getTime();
  return Array.from({ length: last - first }, (_, index) => {
    const number = first + index;
    return aCall(number, new Date(from.getTime() + Math.floor((number * lengthMs) / count)), group);
  });
}

/** Of ten calls, six end in stage 1, two in stage 2, one in stage 3, and one is missed. */
function aCall(number: number, startedAt: Date, group: string): CallRecord {
  const tenth = number % 10;
  const stages = tenth < 6 ? 1 : tenth < 8 ? 2 : 3;
  const isMissed = tenth === 9;
  const after = (seconds: number) => new Date(startedAt.getTime() + seconds * 1000);
  const legs = Array.from({ length: stages }, (_, index) =>
    stageLegs(number, index + 1, group, startedAt),
  ).flat();
  const winner = legs.at(-1 - (number % 2));
  const by = isMissed || winner === undefined ? null : winner;
  const step = (text: string) => ({ at: startedAt, group, text });
  return {
    _id: `${group}-${startedAt.getTime()}-${number}`,
    channel: `5f0c1f6e-8a52-4b6b-9d8f-${String(number).padStart(12, '0')}`,
    group: { number: group, name: 'Sales' },
    caller: aCaller(number),
    fromOutside: true,
    configurationRevision: 1,
    startedAt,
    endedAt: after(stages * 15 + 120),
    answeredAt: by === null ? null : after(stages * 12),
    answeredBy:
      by === null
        ? null
        : { who: by.who, userId: by.userId, kind: by.kind, to: by.to, group, stage: by.stage },
    waitingSec: stages * 12,
    talkingSec: by === null ? 0 : 30 + (number % 300),
    outcome: by === null ? 'gaveUp' : 'answered',
    hangupCause: 'NORMAL_CLEARING',
    route: [{ group, by: null, to: null }],
    missed: isMissed
      ? { group, why: { kind: 'gaveUp', afterSec: 36, stage: 3 }, text: 'gave up after 36 s in stage 3' }
      : null,
    followUp: null,
    steps: Array.from({ length: stages }, (_, index) => step(`stage ${index + 1} rings for 15 s`)),
    legs: legs.map((leg) => (leg === by ? { ...leg, outcome: 'answered' as const } : leg)),
    recording: null,
    controller: '127.0.0.1:8084',
    takeovers: 0,
  };
}

function aCaller(number: number): CallRecord['caller'] {
  if (number % 20 === 0) return { withheld: true, number: null, e164: null, name: null };
  const digits = `3023125${String(number % 1000).padStart(3, '0')}`;
  return {
    withheld: false,
    number: `0${digits}`,
    e164: `+49${digits}`,
    name: number % 3 === 0 ? 'Erika Muster' : null,
  };
}

function stageLegs(number: number, stage: number, group: string, startedAt: Date): readonly RecordedLeg[] {
  return PEOPLE.slice(0, stage * 2).map((userId, index) => ({
    id: `9a0c1f6e-8a52-4b6b-${stage}${index}8f-${String(number).padStart(12, '0')}`,
    group,
    stage,
    who: `${userId} ${userId}mann`,
    userId,
    kind: 'desk',
    to: String(1001 + index),
    startedAt,
    rangAt: startedAt,
    endedAt: new Date(startedAt.getTime() + 15_000),
    outcome: 'noAnswer',
    cause: 'NO_ANSWER',
    sipStatus: 480,
  }));
}
