/** Why a call counts as missed or not, in English, for the record and its timeline. Pure. */
import type { Destination } from '../../base/model/snapshot.js';
import type { MissedWhy, NotMissedWhy } from '../../base/model/call-record.js';
import { worded, type Wording } from '../../base/model/wording.js';

const DESTINATION_WORDS: Readonly<Record<Destination['kind'], string>> = {
  extension: 'an extension',
  external: 'a number outside',
  group: 'another group',
  voicemail: 'a voicemail box',
  announcement: 'an announcement',
  hangup: 'a hangup',
};

const MISSED: Wording<MissedWhy> = {
  gaveUp: ({ afterSec, stage }) =>
    `gave up after ${afterSec} s ${stage === null ? 'outside the stages' : `in stage ${stage}`}`,
  unanswered: ({ to }) => `nobody answered; final destination: ${DESTINATION_WORDS[to]}`,
  diverted: ({ by, to }) =>
    `diverted by ${by === 'switch' ? 'a switch' : 'the anonymous rule'} to ${DESTINATION_WORDS[to]}; nobody talked to the caller`,
};

const NOT_MISSED: Wording<NotMissedWhy> = {
  withheld: () => 'calls without a number do not count',
  refused: () => 'the call was refused',
  taken: ({ by }) => `${DESTINATION_WORDS[by]} took the call`,
  divertedNever: () => 'diverted calls do not count',
  divertedTo: ({ to }) => `diverted to ${DESTINATION_WORDS[to]}`,
  gaveUpNever: ({ afterSec }) => `gave up after ${afterSec} s, which does not count`,
  gaveUpEarly: ({ afterSec, countsFromSec }) =>
    `gave up after ${afterSec} s, counts from ${countsFromSec} s on`,
};

/** "gave up after 14 s in stage 2", "nobody answered; a voicemail box took the call". */
export const missedText = (why: MissedWhy): string => worded(MISSED, why);

/** "gave up after 3 s, counts from 5 s on" */
export const notMissedText = (why: NotMissedWhy): string => worded(NOT_MISSED, why);
