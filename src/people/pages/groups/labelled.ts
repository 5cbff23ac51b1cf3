/** Labels and explanations of the fields of a group's form. */
import type { Option } from '../forms/fields.js';
import type { Language } from '../language.js';
import { groupTexts, type GroupKey } from '../../words/words.js';

/** The texts of a field are found by its name: label `display`, explanation `displayHint`. */
export function labelled(lang: Language) {
  const t = groupTexts[lang];
  return (path: string, key: GroupKey & keyof typeof HINTS) => ({ path, label: t[key], hint: t[HINTS[key]] });
}

const HINTS = {
  number: 'numberHint',
  name: 'nameHint',
  enabled: 'enabledHint',
  leaders: 'leadersHint',
  language: 'languageHint',
  timezone: 'timezoneHint',
  blocked: 'blockedHint',
  blockedAnnouncement: 'blockedAnnouncementHint',
  anonymous: 'anonymousHint',
  rules: 'rulesHint',
  stages: 'stagesHint',
  final: 'finalHint',
  mobiles: 'mobilesHint',
  busy: 'busyHint',
  nameFile: 'nameFileHint',
  sayCaller: 'sayCallerHint',
  display: 'displayHint',
  alertInfo: 'alertInfoHint',
  missedOnPhones: 'missedOnPhonesHint',
  externalCallerId: 'externalCallerIdHint',
  publicNumber: 'publicNumberHint',
  ringback: 'ringbackHint',
  recording: 'recordingHint',
  recordingOnTransfer: 'recordingOnTransferHint',
  recordingPause: 'recordingPauseHint',
  recordingKeepDays: 'recordingKeepDaysHint',
  greetingFile: 'greetingFileHint',
  greetingAnswer: 'greetingAnswerHint',
  greetingWhenDiverted: 'greetingWhenDivertedHint',
  noticeFile: 'noticeFileHint',
  noticeMemberFile: 'noticeMemberFileHint',
  gaveUpAfterSec: 'gaveUpAfterSecHint',
  missedFinal: 'missedFinalHint',
  diverted: 'divertedHint',
  missedAnonymous: 'missedAnonymousHint',
  mergeHours: 'mergeHoursHint',
  giveBackMin: 'giveBackMinHint',
  mailTo: 'mailToHint',
  graceMin: 'graceMinHint',
  quiet: 'quietHint',
  reportTo: 'reportToHint',
  reportAt: 'reportAtHint',
  reportDays: 'reportDaysHint',
  callList: 'callListHint',
  csv: 'csvHint',
  perPerson: 'perPersonHint',
  pickup: 'pickupHint',
} as const satisfies Partial<Record<GroupKey, GroupKey>>;

export function option(value: string, text: string): Option {
  return { value, text };
}
