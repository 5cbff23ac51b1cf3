/** Recognises the messages of the configuration checks by pattern, so that they can be shown in each language. Pure. */
import type { Language } from '../language.js';
import { faultSentenceTexts } from '../../words/words.js';

/** The checks produce English messages for the command line and the log. The first pattern that matches counts. */
const PATTERNS: Readonly<Record<keyof (typeof faultSentenceTexts)['en'], RegExp>> = {
  numbersOutside: /^missing; (\d+) numbers outside cannot ring$/,
  handOrSchedule: /^unknown key.*; allowed: id, name, .*(?:manual|schedule)$/s,
  unknownKey: /^unknown key.*$/s,
  block: /^must be a block with the keys .*$/,
  mostEntries: /^must be a list of at most (\d+) entries$/,
  wholeNumber: /^must be a whole number of (\w+) from (\d+) to (\d+)(?:, or (never|off))?$/,
  yesOrNo: /^must be true or false$/,
  name: /^must be 1 to 60 characters without control characters$/,
  id: /^must be an id: (.*)$/,
  extension: /^must be an extension: 1 to 15 digits$/,
  groupNumber: /^must be the number of a group: 1 to 15 digits$/,
  phone: /^must be an extension: 1 to 15 digits, or with a domain .*$/,
  voicemailBox: /^must be a voicemail box: 1 to 15 digits, or with a domain .*$/,
  phoneDomain: /^must be a SIP domain such as .*$/,
  phoneNumber: /^must be a phone number such as .*$/,
  emailAddress: /^must be an e-mail address such as .*$/,
  recipient: /^must be the id of a user with an email, .*$/,
  country: /^must be a country of two capital letters such as DE$/,
  timezone: /^must be a time zone .*such as Europe\/Berlin$/,
  file: /^must be a file as FreeSWITCH sees it: .*$/,
  host: /^must be a host name or an IPv4 address: .*$/,
  technicalName: /^must be 1 to 64 of A-Z, a-z, 0-9, _ \. and -$/,
  alertInfoText: /^must be an Alert-Info value of at most 128 of (.*)$/,
  display: /^must be text of at most 60 characters; placeholders are (.*)$/,
  days: /^must be days such as .*$/,
  time: /^must be a time from "00:00" to "(23:59|24:00)"$/,
  sameTime: /^must differ from "from"; .*$/,
  destination: /^must be one destination: .*$/,
  member: /^must be the id of a user, \{extension: …\} or \{external: …\}$/,
  alertInfo: /^must be \{preset: .*$/,
  melody: /^must be a melody's number, or for snom also (.*)$/,
  ringback: /^must be \{tone: de\}, .*$/,
  blockedNumber: /^must be a number such as .*$/,
  blockedShort: /^is an emergency or short number, which is never blocked$/,
  blockedTooShort: /^is too short: it would block half the country$/,
  blockedOwn: /^is the number of (.*), who belongs to the house$/,
  blockedOwnToo: /^blocks (.*) of the house too$/,
  anonymous: /^must be normal, reject or \{divert: …\}$/,
  noRecipient: /^must name at least one recipient$/,
  date: /^must be a date such as .*$/,
  region: /^must be a code such as BY: .*$/,
  callableCountry: /^must be home, EU or a country such as AT$/,
  prefix: /^must be the beginning of a number with its country code, .*$/,
  oneState: /^must be a block with id, name and either manual or schedule$/,
  dialledCode: /^must be \* or # and 1 to 5 digits, such as .*$/,
  switchCode: /^must be the digits that are dialled behind a code: 1 to 6$/,
  codeAccess: /^must be nobody, members, or a list of users .*$/,
  codeAccessEntry: /^must be the id of a user or \{extension: …\}$/,
  sameCode: /^(\S+) is another code already \(.*\)$/,
  beginsLikeCode: /^begins like (\S+) \(\w+\) or the other way round: FreeSWITCH could not tell (\S+) apart$/,
  wellKnownCode: /^meets (\S+), the own voicemail box in most dialplans$/,
  version: /^must be 1, the version of this format$/,
  taken: /^is taken by .* already; it must be unique$/,
  nobody: /^no (user|group|switch|holiday calendar) has this (?:id|number)(?:.*?; allowed: (.*)|.*)$/s,
  webAddress: /^must be an http:\/\/ or https:\/\/ address .*$/,
  room: /^must be the id of a room such as .*$/,
  secretAddress: /^must be left out: Teams and Slack .*$/,
  formatNeeds: /^the format \w+ needs \w+$/,
  needsCalendar: /^needs `holidays`, the id of a holiday calendar$/,
  noEmail: /^this user has no email$/,
  noExtension: /^the user (\S+) has no extension$/,
  isGroup: /^is the number of a group; .*$/,
  melodies: /^(\w+) has the melodies (.*)$/,
  emergency: /^emergency and short numbers cannot be called$/,
  noPhoneNumber: /^is no phone number(?: \(read in (\w+)\))?$/,
  invalidNumber: /^is no valid phone number \(read in (\w+)(?: as (\S+))?\)$/,
  noPhoneCountry: /^is no country with phone numbers .*$/,
  needsCountryAndState: /^needs a country and a state$/,
  needsCountry: /^needs a country$/,
  needsState: /^needs a state$/,
  noHolidaysKnown: /^no holidays are known for this country$/,
  noStates: /^(\w+) has no (states|regions)$/,
  oneOfCauses: /^must be one of (.*USER_BUSY.*)$/,
  oneOf: /^must be one of (.*)$/,
  willNotRing: /^will not ring: (.*) \(settings\.externalNumbers\)$/,
  neverCalled: /^numbers with (\S+) are never called \(neverPrefixes\)$/,
  noAreaCodeAtAll:
    /^has no area code; write it with its area code, or with \+ and the country code \(read in (\w+)\)$/,
  noAreaCode:
    /^has no area code; write it with (\S+) in front, or with \+ and the country code \(read in (\w+)\)$/,
  satellite: /^satellite and international networks are not allowed \((.*)\)$/,
  countryNotAllowed: /^country (\w+) is not allowed$/,
  unknownKind: /^numbers of an unknown kind are not allowed$/,
  kindNotAllowed: /^(.*) numbers are not allowed$/,
  hangsUpAtOnce: /^rings nobody: every call is hung up at once$/,
  noEffectWithoutHolidays: /^has no effect without onHolidays: .*$/,
  noEffectWithoutRecording: /^has no effect without recording: .*$/,
  noEffectWithoutPublicNumber: /^has no effect without publicNumber$/,
  noEffectWithoutExtension: /^has no effect without extension$/,
  neverEnds: /^never ends; mails will be sent once a day$/,
  nobodyLeft: /^nobody would be left in this stage; .*$/,
  inNoGroup: /^is in no group$/,
  noPhoneAtAll: /^has neither an extension nor a mobile$/,
  ringsNobody: /^can ring nobody and will be skipped$/,
  neverRings: /^delaySec: would never ring: the stage lasts (\d+) seconds$/,
  ringsShorter: /^ringSec: rings for (\d+) seconds only: the stage lasts (\d+) seconds$/,
  mobileNeverRings: /^mobile\.delaySec of (\S+): would never ring: the stage lasts (\d+) seconds$/,
  mobileNeverRingsSo: /^mobile\.delaySec of (\S+): would never ring: both phones ring for (\d+) seconds$/,
  idleBegin: /^nobody rings in its first (\d+) seconds; they are left out$/,
  twice: /^is in this stage already; rings once$/,
  circle: /^a call can go in a circle \((.*)\) and is refused when it comes back$/,
};

/**
 * The message of a check, in the words of the forms. Each language has a text for each pattern, in which `$1` is the
 * first group and `$0` the whole message, or a function of the groups. A message without a pattern stays unchanged; a
 * test covers all messages of the checks.
 */
export function reworded(message: string, lang: Language): string {
  for (const [sentence, pattern] of Object.entries(PATTERNS) as [keyof typeof PATTERNS, RegExp][]) {
    const found = pattern.exec(message);
    if (found === null) continue;
    const parts = found.map((part) => (part as string | undefined) ?? '');
    // This message contains another one: why a number will not ring.
    if (sentence === 'willNotRing') parts[1] = reworded(parts[1] ?? '', lang);
    const words = faultSentenceTexts[lang][sentence];
    return typeof words === 'function'
      ? words(...(parts.slice(1) as [string, string, string, string]))
      : words.replace(/\$(\d)/g, (_all, index: string) => parts[Number(index)] ?? '');
  }
  return message;
}
