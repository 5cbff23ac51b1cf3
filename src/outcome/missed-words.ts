/** Why a call counts as missed or not, in English, for the record and its timeline. Pure. */
import { assertNever } from '../errors.js';
import type { Destination } from '../model/snapshot.js';
import type { MissedWhy, NotMissedWhy } from '../records/call-record.js';

const DESTINATION_WORDS: Readonly<Record<Destination['kind'], string>> = {
  extension: 'an extension',
  external: 'a number outside',
  group: 'another group',
  voicemail: 'a voicemail box',
  announcement: 'an announcement',
  hangup: 'a hangup',
};

/** "gave up after 14 s in stage 2", "nobody answered; a voicemail box took the call". */
export function missedText(why: MissedWhy): string {
  switch (why.kind) {
    case 'gaveUp': {
      const where = why.stage === null ? 'outside the stages' : `in stage ${why.stage}`;
      return `gave up after ${why.afterSec} s ${where}`;
    }
    case 'unanswered':
      return `nobody answered; final destination: ${DESTINATION_WORDS[why.to]}`;
    case 'diverted':
      return `diverted by ${why.by === 'switch' ? 'a switch' : 'the anonymous rule'} to ${DESTINATION_WORDS[why.to]}; nobody talked to the caller`;
    default:
      return assertNever(why);
  }
}

/** "gave up after 3 s, counts from 5 s on" */
export function notMissedText(why: NotMissedWhy): string {
  switch (why.kind) {
    case 'withheld':
      return 'calls without a number do not count';
    case 'refused':
      return 'the call was refused';
    case 'taken':
      return `${DESTINATION_WORDS[why.by]} took the call`;
    case 'divertedNever':
      return 'diverted calls do not count';
    case 'divertedTo':
      return `diverted to ${DESTINATION_WORDS[why.to]}`;
    case 'gaveUpNever':
      return `gave up after ${why.afterSec} s, which does not count`;
    case 'gaveUpEarly':
      return `gave up after ${why.afterSec} s, counts from ${why.countsFromSec} s on`;
    default:
      return assertNever(why);
  }
}
