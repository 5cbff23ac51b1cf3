/** What a FreeSWITCH does not have and what that costs, in words, for log, pages, mails and command line. Pure. */
import type { MissingNeed, NeededThing } from './need.js';
import { worded, type Wording } from './wording.js';

type Language = 'de' | 'en';

interface Words {
  /** What is missing: completes "FreeSWITCH … does not have …". */
  readonly what: Wording<NeededThing>;
  readonly costs: Wording<NeededThing>;
  missing(freeswitch: string, what: string): string;
  down(freeswitch: string, what: string): string;
  /** Whom it concerns; `more`: how many groups are not named. */
  concerns(names: readonly string[], more: number): string;
}

const ENGLISH: Words = {
  what: {
    prompt: ({ file }) => `the sound ${file}`,
    announcement: ({ file }) => `the sound ${file}`,
    ringbackFile: ({ file }) => `the sound ${file}`,
    tones: () => 'mod_tone_stream',
    music: ({ stream }) => `the music local_stream://${stream}`,
    voicemail: ({ profile }) => `the voicemail profile ${profile}`,
    box: ({ box, domain }) => `the voicemail box ${box}@${domain}`,
    recordings: ({ folder }) => `a folder ${folder} that it can write`,
    gateway: ({ gateway }) => `the gateway ${gateway}`,
    trunk: ({ name }) => `a gateway or profile ${name}`,
  },
  costs: {
    prompt: () => 'mobiles hear two tones instead; key 1 takes the call all the same',
    announcement: () => 'callers who are sent to it are not answered',
    ringbackFile: () => 'callers hear a tone instead while phones ring',
    tones: () => 'callers hear no ringback tone, and a mobile without the prompt is cut off when it answers',
    music: () => 'callers hear a tone instead while phones ring',
    voicemail: () => 'callers who are sent to voicemail are not answered',
    box: () => 'callers who are sent to it are not answered',
    recordings: () => 'nothing is recorded',
    gateway: () => 'mobiles and numbers outside do not ring',
    trunk: () => 'the setting for the numbers of its callers has no effect',
  },
  missing: (freeswitch, what) => `FreeSWITCH ${freeswitch} does not have ${what}`,
  down: (freeswitch, what) => `${capital(what)} of FreeSWITCH ${freeswitch} is down`,
  concerns: (names, more) =>
    `${names.length + more === 1 ? 'group' : 'groups'} ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
};

const GERMAN: Words = {
  what: {
    prompt: ({ file }) => `die Tondatei ${file}`,
    announcement: ({ file }) => `die Tondatei ${file}`,
    ringbackFile: ({ file }) => `die Tondatei ${file}`,
    tones: () => 'mod_tone_stream',
    music: ({ stream }) => `die Musik local_stream://${stream}`,
    voicemail: ({ profile }) => `das Voicemail-Profil ${profile}`,
    box: ({ box, domain }) => `die Sprachbox ${box}@${domain}`,
    recordings: ({ folder }) => `keinen Ordner ${folder}, in den es schreiben kann`,
    gateway: ({ gateway }) => `das Gateway ${gateway}`,
    trunk: ({ name }) => `kein Gateway oder Profil ${name}`,
  },
  costs: {
    prompt: () => 'Handys hören stattdessen zwei Töne; Taste 1 nimmt den Anruf trotzdem an',
    announcement: () => 'wer dorthin geleitet wird, wird nicht angenommen',
    ringbackFile: () => 'Anrufer hören stattdessen einen Ton, während Telefone klingeln',
    tones: () => 'Anrufer hören keinen Rufton, und ein Handy ohne Ansage wird beim Abheben getrennt',
    music: () => 'Anrufer hören stattdessen einen Ton, während Telefone klingeln',
    voicemail: () => 'wer zur Voicemail geleitet wird, wird nicht angenommen',
    box: () => 'wer dorthin geleitet wird, wird nicht angenommen',
    recordings: () => 'nichts wird aufgezeichnet',
    gateway: () => 'Handys und externe Nummern klingeln nicht',
    trunk: () => 'die Einstellung für die Nummern seiner Anrufer wirkt nicht',
  },
  missing: (freeswitch, what) =>
    `FreeSWITCH ${freeswitch} hat ${what}${what.startsWith('kein') ? '' : ' nicht'}`,
  down: (freeswitch, what) => `${capital(what)} von FreeSWITCH ${freeswitch} ist außer Betrieb`,
  concerns: (names, more) =>
    `${names.length + more === 1 ? 'Gruppe' : 'Gruppen'} ${names.join(', ')}${more > 0 ? ` und ${more} weitere` : ''}`,
};

const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, de: GERMAN };

/** Groups that a sentence names. */
const MOST_NAMES = 5;

/** `FreeSWITCH 127.0.0.1:8021 does not have the sound closed.wav (group Sales): callers who are sent to it are …` */
export function missingNeedText(missing: MissingNeed, language: Language): string {
  const words = WORDS[language];
  const { thing, groups, freeswitch, lack } = missing;
  const what = worded(words.what, thing);
  const names = groups.slice(0, MOST_NAMES).map(({ name }) => name);
  const concerns = names.length === 0 ? '' : ` (${words.concerns(names, groups.length - names.length)})`;
  return `${words[lack](freeswitch, what)}${concerns}: ${worded(words.costs, thing)}.`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
