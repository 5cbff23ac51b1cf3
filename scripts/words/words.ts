/** What commands say, in the language of the machine (LC_ALL, LC_TIME, LANG). */
import { fill, texts, type Texts } from '../../src/people/pages/language.js';
import { machineLanguage } from '../machine-times.js';

export { texts };

/** A sentence by its key, its places filled. */
export type Say<Key extends string> = (
  key: Key,
  values?: Readonly<Record<string, string | number>>,
) => string;

export function sayer<Key extends string>(given: Texts<Key>, lang = machineLanguage()): Say<Key> {
  return (key, values = {}) => fill(given[lang][key], values);
}

export const commonTexts = texts({
  en: {
    unknownOption: 'There is no option {option}.',
    wantsValue: 'The option {option} wants a value.',
    noValue: 'The option {option} has no value.',
    tooMany: 'Nothing is known to do with “{word}”.',
    warning: 'warning',
    note: 'note',
    fault: 'fault',
    noConfiguration: 'The database holds no configuration yet.',
    STORE_UNREACHABLE: 'The database cannot be reached.',
    CONFIGURATION_BROKEN:
      'The stored configuration, revision {revision}, cannot be read by this program: {where}',
    CONFIGURATION_CHANGED:
      'Somebody saved the configuration meanwhile: this was made from revision {base}, the newest is {newest}. Nothing was saved.',
  },
  de: {
    unknownOption: 'Eine Option {option} gibt es nicht.',
    wantsValue: 'Die Option {option} braucht einen Wert.',
    noValue: 'Die Option {option} hat keinen Wert.',
    tooMany: 'Mit „{word}“ ist nichts anzufangen.',
    warning: 'Warnung',
    note: 'Hinweis',
    fault: 'Fehler',
    noConfiguration: 'In der Datenbank ist noch keine Konfiguration.',
    STORE_UNREACHABLE: 'Die Datenbank ist nicht erreichbar.',
    CONFIGURATION_BROKEN:
      'Die gespeicherte Konfiguration, Version {revision}, kann dieses Programm nicht lesen: {where}',
    CONFIGURATION_CHANGED:
      'Jemand hat die Konfiguration inzwischen gespeichert: Das hier ist aus Version {base} entstanden, die neueste ist {newest}. Nichts wurde gespeichert.',
  },
});

export type CommonWord = keyof (typeof commonTexts)['en'];

export const common = (key: CommonWord, values?: Readonly<Record<string, string | number>>): string =>
  sayer(commonTexts)(key, values);

export function isCommonWord(code: string): code is CommonWord {
  return Object.hasOwn(commonTexts.en, code);
}
