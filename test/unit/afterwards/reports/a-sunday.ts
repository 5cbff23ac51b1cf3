/** A Sunday of group 700 with everything that a report tells of, and what is handed to the report with it. */
import type { ReportInput } from '../../../../src/afterwards/reports/make.js';
import type { CallbackItem } from '../../../../src/base/model/callback-item.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import type { ReportPolicy } from '../../../../src/base/model/snapshot.js';
import { at, EVERY_DAY } from '../../../factories.js';
import { aCallAt, ANNA, answered, BERND, DAY, legOf, missed } from './calls.js';

export const POLICY: ReportPolicy = {
  to: [{ name: 'Erika', address: 'erika@example.com' }],
  atMinute: 360,
  days: EVERY_DAY,
  callList: true,
  csv: true,
  perPerson: true,
};

/** As the store does it: calls of that time, in order. */
export function storeOf(calls: readonly CallRecord[]): ReportInput['calls'] {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- the store waits for its database here
    async *ofDay(_group: string, from: Date, to: Date) {
      const found = calls.filter(({ startedAt }) => startedAt >= from && startedAt < to);
      yield* found.sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
    },
    withSomebodyAway: () => Promise.resolve(3),
  };
}

export function anItem(changes: Partial<CallbackItem> = {}): CallbackItem {
  const lastAt = at(`${DAY}T09:01`).toJSDate();
  return {
    id: 'i',
    group: '700',
    state: 'open',
    count: 2,
    firstAt: lastAt,
    lastAt,
    calls: [],
    caller: { key: '+493023125001', number: '+493023125001', name: 'Bäckerei Lindner' },
    taken: null,
    calling: null,
    ended: null,
    note: null,
    notes: [],
    version: 1,
    ...changes,
  };
}

const MOBILE = { ...ANNA, kind: 'mobile', to: '+491713920011' } as const;
const CARL = { who: '1009', userId: null, kind: 'desk', to: '1009', group: '700', stage: 2 } as const;

/** Ten calls of the Sunday and three of the Sunday before; every figure below is counted by hand from these. */
export const CALLS: readonly CallRecord[] = [
  answered('08:05', ANNA, { waitingSec: 4, talkingSec: 65 }),
  answered('08:20', BERND, { waitingSec: 8, talkingSec: 200 }),
  missed('08:59:59', 14),
  answered(
    '09:00',
    { ...BERND, stage: 2 },
    {
      waitingSec: 24,
      talkingSec: 3601,
      legs: [
        legOf(MOBILE, 'notConfirmed'),
        legOf(CARL, 'notRegistered', { rangAt: null }),
        legOf({ ...BERND, stage: 2 }, 'answered'),
      ],
    },
  ),
  answered(
    '09:30',
    { ...ANNA, kind: 'external', who: '+493023125999', userId: null, to: '+493023125999', stage: null },
    {
      waitingSec: 40,
      talkingSec: 34,
      route: [{ group: '700', by: 'final', to: 'external' }],
      legs: [legOf(MOBILE, 'notConfirmed'), legOf(CARL, 'notRegistered', { rangAt: null })],
    },
  ),
  aCallAt('11:00', {
    outcome: 'voicemail',
    waitingSec: 36,
    talkingSec: 20,
    route: [{ group: '700', by: 'final', to: 'voicemail' }],
    missed: { group: '700', why: { kind: 'unanswered', to: 'voicemail' }, text: '' },
    caller: { withheld: true, number: null, e164: null, name: null },
  }),
  aCallAt('12:00', {
    outcome: 'announcement',
    route: [{ group: '700', by: 'switch', to: 'announcement' }],
    waitingSec: 0,
  }),
  aCallAt('12:30', { outcome: 'gaveUp', waitingSec: 2, legs: [legOf(ANNA, 'callerGaveUp')] }),
  aCallAt('12:40', { outcome: 'handedBack', waitingSec: 50 }),
  aCallAt('13:00', {
    outcome: 'released',
    waitingSec: 0,
    group: { number: '701', name: 'Support' },
    caller: { withheld: false, number: '1005', e164: null, name: 'Dora' },
  }),
  answered('2026-11-15T10:00', ANNA),
  answered('2026-11-15T10:10', ANNA),
  missed('2026-11-15T10:20', 30),
];
