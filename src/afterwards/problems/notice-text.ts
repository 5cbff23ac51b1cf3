/** A notice or a problem in words: for the mail, the webhook and the page Status. Pure. */
import { bytesText } from '../../base/model/bytes-text.js';
import type { Language } from '../../base/model/language.js';
import type { Notice, Told } from '../../base/model/problem.js';
import { timesOf } from '../../base/model/times.js';
import type { Shown } from '../words/notice-words.js';
import { noticeWords } from '../words/words.js';

export interface NoticeText {
  /** `Over: FreeSWITCH 192.0.2.7:8021 is away` */
  readonly subject: string;
  /** `FreeSWITCH 192.0.2.7:8021 is away` */
  readonly what: string;
  /** Since when, and how it stands. */
  readonly course: string;
  /** What it means and what to do. */
  readonly remedy: string;
  readonly from: string;
}

/** One sentence without a full stop. */
export function problemText(told: Told, lang: Language, timezone: string): string {
  const shown: Shown = {
    moment: timesOf(lang, timezone).moment,
    bytes: (bytes) => bytesText(bytes, lang),
  };
  const say = noticeWords(lang).what[told.kind] as (one: Told, use: Shown) => string;
  return say(told, shown);
}

export function noticeText(
  { phase, told, since, at, controller }: Notice,
  lang: Language,
  timezone: string,
): NoticeText {
  const words = noticeWords(lang);
  const { moment } = timesOf(lang, timezone);
  const what = problemText(told, lang, timezone);
  return {
    subject: words.subject[phase](what),
    what,
    course: words.course[phase](moment(since), moment(at)),
    remedy: words.remedy[told.kind],
    from: words.from(controller),
  };
}
