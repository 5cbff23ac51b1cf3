/** Mails and reports in English. Pure. */
import { pluralOf, worded } from '../../base/model/wording.js';
import { english as language } from '../../base/words/en.js';
import { english as callWords } from '../../calls/words/en.js';
import { englishNotices } from './notice-en.js';
import { englishWebhooks } from './webhook-en.js';
import type { AccountWords } from './account-words.js';
import type { MissedWords } from './missed-words.js';
import type { PrivacyWords } from './privacy-words.js';
import type { ReportWords } from './report-words.js';

const plural = pluralOf(language);

const BY = { anonymous: 'rule for anonymous calls', switch: 'switch', final: 'final destination' };

const MISSED: MissedWords = {
  subject: (who, count, group) => `Missed call${count > 1 ? ` (${count}×)` : ''}: ${who} – ${group}`,
  digestSubject: (calls, group) => `${calls} missed calls – ${group}`,
  intro: (group) => `A call to ${group} was missed.`,
  digestIntro: (calls, group) => `${calls} calls to ${group} were missed.`,
  more: (items) => `And ${items} more:`,
  list: 'call-back list',
  withheld: 'number withheld',
  noCallback: 'Without a number nobody can call back.',
  calls: (count) => `${count} ${plural(count, { one: 'call', other: 'calls' })}`,
  take: 'I call back',
  done: 'Done',
  aboutLinks: (until) =>
    `Both links show a page first; only the button there changes anything. They work once and until ${until}.`,
  takenBy: (who, at) => `${who} calls back (since ${at})`,
  doneBy: (who, at) => `Done by ${who} on ${at}`,
  closed: {
    talked: 'The caller has talked to somebody meanwhile.',
    calledBack: 'The caller has been called back meanwhile.',
    superseded: 'The caller called again later; the newer entry holds.',
  },
  open: 'Open: nobody calls back yet.',
  moment: (at) => at.toFormat('d LLL yyyy, HH:mm', { locale: 'en' }),
  page: {
    title: 'Call back',
    yourName: 'Your name, as your colleagues see it',
    nameMissing: 'Please give your name, so that your colleagues know who calls back.',
    youHaveIt: (until) =>
      `Thank you. Everybody sees now that you call back. Report it as done by ${until}, or it is open again.`,
    othersHaveIt: (who) => `${who} calls back already. Please do not call again.`,
    youFinished: 'Thank you, this call-back is done.',
    used: 'This link was used before.',
    expired: 'This link has expired.',
    bad: 'This link is not valid. Is it complete?',
    nothingChangedYet: 'This page changes nothing; only the button does.',
  },
};

const REPORT: ReportWords = {
  title: 'Daily report',
  calls: (count, formatted) => `${formatted} ${plural(count, { one: 'call', other: 'calls' })}`,
  missed: (_, formatted) => `${formatted} missed`,
  subject: (group, day, calls, missed) => `${group}, ${day}: ${calls}, ${missed}`,
  group: 'Group',
  classes: { answered: 'answered', missed: 'missed', diverted: 'diverted', other: 'other' },
  allCalls: 'calls',
  against: (weekday) => `Change against ${weekday} of the week before`,
  noCallsThen: 'no calls then',
  others: (_, formatted) => `${formatted} neither answered nor missed nor diverted`,
  otherReasons: {
    gaveUp: 'gave up without counting as missed',
    refused: 'refused',
    handedBack: 'end not known',
    open: 'not over yet',
  },
  withheld: (count, formatted) =>
    `${formatted} ${plural(count, { one: 'call', other: 'calls' })} without a number`,
  away: (count, formatted) =>
    `${formatted} ${plural(count, { one: 'call', other: 'calls' })} while members were away`,
  byHour: 'By hour',
  noCalls: 'There were no calls on this day.',
  repeatedHour: 'A and B: the clock was turned back, this hour came twice.',
  times: 'Times',
  waitingAnswered: 'Waiting until answered',
  waitingMissed: 'Waiting of missed calls',
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
    `Phone ${phone}${who === null ? '' : ` (${who})`} was not registered all day (${times} ${plural(times, { one: 'call', other: 'calls' })}).`,
  notConfirmed: (who, phone, kind, times) =>
    `${kind === 'mobile' ? 'Mobile' : 'Outside phone'} ${who === null ? phone : `of ${who}`} picked up ${plural(times, { one: 'once', other: `${times} times` })} and nobody pressed 1. Its voicemail is probably answering.`,
  handedBack: (count, formatted) =>
    plural(count, {
      one: `${formatted} call went on without this service, and nobody saw how it ended.`,
      other: `${formatted} calls went on without this service, and nobody saw how they ended.`,
    }),
  list: 'Calls',
  moreCalls: (_, formatted) => `… and ${formatted} more`,
  inTheFile: 'All of them are in the attached file.',
  withheldCaller: 'number withheld',
  through: (group) => `through ${group}`,
  missedWhy: (why) => worded(callWords.missed, why),
  divertedTo: ({ by, to }) => `${BY[by]}: ${callWords.kinds[to]}`,
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
  onPage: 'This day among the reports, with other days beside it',
  counted: (timezone, hours) =>
    `Counted is every call that began on this day (time zone ${timezone}${hours === null ? '' : `; a day of ${hours} hours, as the clocks changed`}).`,
};

const PRIVACY: PrivacyWords = {
  about: 'Everything that this telephone system keeps about the number. All times are UTC.',
  fields: {
    number: 'the number, with country code',
    madeAt: 'when this was put together',
    calls:
      'calls from and to the number: when, to which group, who rang and who answered, how long the caller waited and talked, the decisions of the system, the file of a recording',
    callbacks:
      'entries of the list of callers who are to be called back, with the notes of whoever called back',
    callnotes: 'notes on calls, with the time of the call',
    contacts: 'entries of the address book',
    mails: 'mails in which the number stands: to whom they went, and the lines about the number',
    audit:
      'entries of the log of what people did in the system, and where the number stands in what they changed',
    configurations: 'settings in which the number stands, such as the mobile of a member of a group',
    away: 'from which groups a member with this number is away, until when, and who said so',
    alsoIn:
      'further files and collections that hold the number, such as mails that were written into a folder',
    recordings: 'recorded calls; the sound files are in the folder recordings',
  },
};

const ACCOUNT: AccountWords = {
  subject: { invitation: 'Your account for Rufgruppe', reset: 'A new password for Rufgruppe' },
  intro: {
    invitation: (account) =>
      `You have an account for the pages of the telephone groups: ${account}. Set your password, then you are signed in.`,
    reset: (account) =>
      `Somebody asked for a new password of the account ${account}. Set it here, then you are signed in.`,
  },
  button: { invitation: 'Set the password', reset: 'Set a new password' },
  until: (until) =>
    `The link works once, until ${until}. It opens a page; only the button there changes anything.`,
  unexpected: {
    invitation: 'You did not expect this? Then do nothing and tell whoever looks after your telephones.',
    reset:
      'It was not you? Then do nothing: the password stays as it is. Whoever has this link can set the password, so pass it on to nobody.',
  },
};

export const english = {
  missed: MISSED,
  report: REPORT,
  privacy: PRIVACY,
  notice: englishNotices,
  webhook: englishWebhooks,
  account: ACCOUNT,
};
