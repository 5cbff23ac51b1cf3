/** The words of mails and reports in each language. Pure. */
import type { ByLanguage, Language } from '../../base/model/language.js';
import type { AccountWords } from './account-words.js';
import { german } from './de.js';
import { english } from './en.js';
import type { NoticeWords } from './notice-words.js';
import type { MissedWords } from './missed-words.js';
import type { PrivacyWords } from './privacy-words.js';
import type { ReportWords } from './report-words.js';
import type { WebhookWords } from './webhook-words.js';

export interface AfterwardsWords {
  readonly missed: MissedWords;
  readonly report: ReportWords;
  readonly notice: NoticeWords;
  readonly privacy: PrivacyWords;
  readonly webhook: WebhookWords;
  readonly account: AccountWords;
}

export const AFTERWARDS_WORDS: ByLanguage<AfterwardsWords> = { en: english, de: german };

export const missedWords = (lang: Language): MissedWords => AFTERWARDS_WORDS[lang].missed;

export const reportWords = (lang: Language): ReportWords => AFTERWARDS_WORDS[lang].report;

export const noticeWords = (lang: Language): NoticeWords => AFTERWARDS_WORDS[lang].notice;

export const privacyWords = (lang: Language): PrivacyWords => AFTERWARDS_WORDS[lang].privacy;

export const webhookWords = (lang: Language): WebhookWords => AFTERWARDS_WORDS[lang].webhook;
export const accountWords = (lang: Language): AccountWords => AFTERWARDS_WORDS[lang].account;
