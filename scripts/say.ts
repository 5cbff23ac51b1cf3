/** Texts of the commands in the language of the machine (LC_ALL, LC_TIME, LANG), with their placeholders filled. */
import { asCalled as commandCalled } from '../src/base/as-called.js';
import { fill } from '../src/people/pages/language.js';
import { machineLanguage } from './machine-times.js';
import { SCRIPT_WORDS } from './words/words.js';

type Words = (typeof SCRIPT_WORDS)['en'];
type Values = Readonly<Record<string, string | number>>;

/** Creates a function that gives the texts of one command. */
export function sayer<Area extends keyof Words>(area: Area) {
  return (word: keyof Words[Area] & string, values: Values = {}, lang = machineLanguage()): string =>
    fill((SCRIPT_WORDS[lang][area] as Readonly<Record<string, string>>)[word] ?? word, values);
}

/** How a command is called here: `rufgruppe config import`, in a checkout through npm `npm run config -- import`. */
export function asCalled(path: string): string {
  return commandCalled(path, process.env['npm_lifecycle_event'] !== undefined);
}

/** Texts that several commands use. */
export const common = sayer('common');

/** Whether there is a text for this error code. */
export function isCommonWord(code: string): code is keyof Words['common'] {
  return Object.hasOwn(SCRIPT_WORDS.en.common, code);
}
