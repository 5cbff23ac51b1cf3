/** The report in English. */
import type { DestinationWords, Texts } from './texts.js';

const DESTINATIONS: DestinationWords = {
  extension: 'an extension',
  external: 'a number outside',
  group: 'another group',
  voicemail: 'voicemail',
  announcement: 'an announcement',
  hangup: 'hangup',
};

const BY = { anonymous: 'rule for anonymous calls', switch: 'switch', final: 'final destination' };

function inStage(stage: number | null): string {
  return stage === null ? 'outside the stages' : `in stage ${stage}`;
}

export const english: Texts = {
  title: 'Daily report',
  calls: (count, formatted) => `${formatted} ${count === 1 ? 'call' : 'calls'}`,
  subject: (group, day, calls, missed) => `${group}, ${day}: ${calls}, ${missed} missed`,
  group: 'Group',
  classes: { answered: 'answered', missed: 'missed', diverted: 'diverted', other: 'other' },
  allCalls: 'calls',
  against: (weekday) => `Change against ${weekday} of the week before`,
  noCallsThen: 'no calls then',
  others: (count) => `${count} neither answered nor missed nor diverted`,
  otherReasons: {
    gaveUp: 'gave up without counting as missed',
    refused: 'refused',
    handedBack: 'handed back to FreeSWITCH',
    open: 'not over yet',
  },
  withheld: (count, formatted) => `${formatted} ${count === 1 ? 'call' : 'calls'} without a number`,
  byHour: 'By hour',
  noCalls: 'There were no calls on this day.',
  repeatedHour: 'A and B: the clock was turned back, this hour came twice.',
  times: 'Times',
  waitingAnswered: 'Waiting until answered',
  waitingMissed: 'Waiting of the missed',
  talking: 'Talking',
  mean: 'mean',
  longest: 'longest',
  total: 'total',
  byStage: 'Answered by stage',
  stage: (stage) => (stage === null ? 'Final destination' : `Stage ${stage}`),
  allStages: 'Stages',
  byPerson: 'By person',
  person: 'Person',
  rung: 'rung',
  switches: 'Switches',
  switchNow: (name, on, next) => {
    const state = `${name}: ${on ? 'on' : 'off'}`;
    if (next === 'byHand') return `${state} until somebody changes it`;
    if (next === 'never') return `${state}, its schedule never changes`;
    return `${state} until ${next.at}, then ${next.on ? 'on' : 'off'}`;
  },
  forgotten: (name) =>
    `The switch “${name}” has been overridden for more than a day and has no end: its schedule does not count.`,
  callbacks: 'Open call-backs',
  asOf: (moment) => `As of ${moment}`,
  noCallbacks: 'Nobody waits for a call-back.',
  callbackCalls: (count, formatted, since) =>
    count === 1 ? `1 call, ${since}` : `${formatted} calls since ${since}`,
  takenBy: (who) => `taken by ${who}`,
  untaken: 'not taken yet',
  warnings: 'Warnings',
  notRegistered: (who, phone, times) =>
    `Phone ${phone}${who === null ? '' : ` (${who})`} was not registered all day (${times === 1 ? '1 call' : `${times} calls`}).`,
  notConfirmed: (who, phone, kind, times) =>
    `${kind === 'mobile' ? 'Mobile' : 'Outside phone'} ${who === null ? phone : `of ${who}`} picked up ${times} times and nobody pressed 1. Its voicemail is probably answering.`,
  handedBack: (count, formatted) =>
    count === 1
      ? '1 call was handed back to FreeSWITCH because this service had lost its control. How it ended is not known.'
      : `${formatted} calls were handed back to FreeSWITCH because this service had lost their control. How they ended is not known.`,
  list: 'Calls',
  moreCalls: (_, formatted) => `… and ${formatted} more`,
  inTheFile: 'All of them are in the attached file.',
  withheldCaller: 'number withheld',
  through: (group) => `through ${group}`,
  missedWhy: (why) => {
    switch (why.kind) {
      case 'gaveUp':
        return `gave up after ${why.afterSec} sec ${inStage(why.stage)}`;
      case 'unanswered':
        return `nobody answered; final destination: ${DESTINATIONS[why.to]}`;
      case 'diverted':
        return `diverted (${BY[why.by]}: ${DESTINATIONS[why.to]}), nobody talked to the caller`;
      case 'unknown':
        return 'nobody saw how the call ended';
    }
  },
  divertedTo: ({ by, to }) => `${BY[by]}: ${DESTINATIONS[to]}`,
  columns: {
    at: 'Time',
    number: 'Number',
    name: 'Name',
    dialled: 'Dialled group',
    result: 'Result',
    detail: 'Details',
    stage: 'Stage',
    who: 'Answered by',
    waitingSec: 'Waiting (s)',
    talkingSec: 'Talking (s)',
    waiting: 'Waiting',
    talking: 'Talking',
    caller: 'Caller',
  },
  fileName: (group, day) => `calls-${group}-${day}.csv`,
  counted: (timezone, hours) =>
    `Counted is every call that began on this day (time zone ${timezone}${hours === null ? '' : `; a day of ${hours} hours, as the clocks changed`}).`,
};
