/** What pages say, in each language: a table for each page, and for what several pages say. */
import type { ByLanguage } from '../../base/model/language.js';
import { table } from '../../base/model/wording.js';
import { german } from './de.js';
import { english } from './en.js';
import type { PeopleWords } from './people-words.js';

export const PEOPLE_WORDS: ByLanguage<PeopleWords> = { en: english, de: german };

export const commonTexts = table(PEOPLE_WORDS, 'common');
export const loginTexts = table(PEOPLE_WORDS, 'login');
export const nowTexts = table(PEOPLE_WORDS, 'now');
export const ownTexts = table(PEOPLE_WORDS, 'own');
export const callTexts = table(PEOPLE_WORDS, 'call');
export const outcomeTexts = table(PEOPLE_WORDS, 'outcome');
export const legTexts = table(PEOPLE_WORDS, 'leg');
export const phoneKindTexts = table(PEOPLE_WORDS, 'phoneKind');
export const othersAnsweredTexts = table(PEOPLE_WORDS, 'othersAnswered');
export const columnTexts = table(PEOPLE_WORDS, 'column');
export const partKindTexts = table(PEOPLE_WORDS, 'partKind');
export const formTexts = table(PEOPLE_WORDS, 'form');
export const faultTexts = table(PEOPLE_WORDS, 'fault');
export const faultSentenceTexts = table(PEOPLE_WORDS, 'faultSentence');
export const dayTexts = table(PEOPLE_WORDS, 'day');
export const destinationTexts = table(PEOPLE_WORDS, 'destination');
export const choiceTexts = table(PEOPLE_WORDS, 'choice');
export const groupTexts = table(PEOPLE_WORDS, 'group');
export const userTexts = table(PEOPLE_WORDS, 'user');
export const switchTexts = table(PEOPLE_WORDS, 'switch');
export const switchEndTexts = table(PEOPLE_WORDS, 'switchEnd');
export const outlookTexts = table(PEOPLE_WORDS, 'outlook');
export const troubleTexts = table(PEOPLE_WORDS, 'trouble');
export const typedTexts = table(PEOPLE_WORDS, 'typed');
export const momentTexts = table(PEOPLE_WORDS, 'moment');
export const holidayTexts = table(PEOPLE_WORDS, 'holiday');
export const settingsTexts = table(PEOPLE_WORDS, 'settings');
export const whatIfTexts = table(PEOPLE_WORDS, 'whatIf');
export const reportTexts = table(PEOPLE_WORDS, 'report');
export const recordingTexts = table(PEOPLE_WORDS, 'recording');
export const outboxTexts = table(PEOPLE_WORDS, 'outbox');
export const revisionTexts = table(PEOPLE_WORDS, 'revision');
export const originTexts = table(PEOPLE_WORDS, 'origin');
export const differenceTexts = table(PEOPLE_WORDS, 'difference');
export const auditTexts = table(PEOPLE_WORDS, 'audit');
export const eventTexts = table(PEOPLE_WORDS, 'event');
export const factTexts = table(PEOPLE_WORDS, 'fact');
export const valueTexts = table(PEOPLE_WORDS, 'value');
export const accountTexts = table(PEOPLE_WORDS, 'account');
export const accountsTexts = table(PEOPLE_WORDS, 'accounts');
export const interfaceTexts = table(PEOPLE_WORDS, 'interface');
export const statusTexts = table(PEOPLE_WORDS, 'status');
export const doctorTexts = table(PEOPLE_WORDS, 'doctor');
export const jobTexts = table(PEOPLE_WORDS, 'job');
export const callbackTexts = table(PEOPLE_WORDS, 'callback');

export type CommonKey = keyof PeopleWords['common'];
export type GroupKey = keyof PeopleWords['group'];

export const permissionTexts = table(PEOPLE_WORDS, 'permission');
