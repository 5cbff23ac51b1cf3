/** Calls of group 700 on Sunday, 22 November 2026, as the report reads them. */
import type { CallRecord, RecordedAnswer, RecordedLeg } from '../../../../src/base/model/call-record.js';
import { at, aRecord, aRecordedLeg, BERLIN } from '../../../factories.js';

export const DAY = '2026-11-22';

/** `aCallAt('08:05', {outcome: 'gaveUp'})`; a full ISO time is taken as it is. */
export function aCallAt(time: string, changes: Partial<CallRecord> = {}, timezone = BERLIN): CallRecord {
  const startedAt = at(time.includes('T') ? time : `${DAY}T${time}`, timezone).toJSDate();
  return aRecord({
    _id: `call-${time}`,
    route: [{ group: '700', by: null, to: null }],
    waitingSec: 10,
    talkingSec: 0,
    startedAt,
    ...changes,
  });
}

export const ANNA: RecordedAnswer = {
  who: 'Anna Schmidt',
  userId: 'anna',
  kind: 'desk',
  to: '1001',
  group: '700',
  stage: 1,
};
export const BERND: RecordedAnswer = {
  who: 'Bernd Brandt',
  userId: 'bernd',
  kind: 'desk',
  to: '1002',
  group: '700',
  stage: 1,
};

/** A leg of somebody's phone that rang, with its outcome. */
export function legOf(
  by: RecordedAnswer,
  outcome: RecordedLeg['outcome'],
  changes: Partial<RecordedLeg> = {},
) {
  return aRecordedLeg({ ...by, id: `leg-${by.to}`, outcome, ...changes });
}

/** Somebody talked to the caller; both phones of the stage rang. */
export function answered(time: string, by: RecordedAnswer, changes: Partial<CallRecord> = {}): CallRecord {
  const other = by.userId === 'anna' ? BERND : ANNA;
  return aCallAt(time, {
    outcome: 'answered',
    answeredBy: by,
    talkingSec: 60,
    legs: [legOf(by, 'answered'), legOf({ ...other, stage: by.stage }, 'colleagueAnswered')],
    ...changes,
  });
}

/** The caller gave up after `waitingSec` in stage 1, which counts. */
export function missed(time: string, waitingSec: number, changes: Partial<CallRecord> = {}): CallRecord {
  return aCallAt(time, {
    outcome: 'gaveUp',
    waitingSec,
    missed: {
      group: '700',
      why: { kind: 'gaveUp', afterSec: waitingSec, stage: 1 },
      text: `gave up after ${waitingSec} s in stage 1`,
    },
    legs: [legOf(ANNA, 'callerGaveUp'), legOf(BERND, 'callerGaveUp')],
    ...changes,
  });
}
