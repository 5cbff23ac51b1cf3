/** Problems and who is told of them, on the status page. Pure. */
import type { TriedWay, Way } from '../../../afterwards/notices/ways.js';
import { problemText } from '../../../afterwards/problems/notice-text.js';
import { noticeWords } from '../../../afterwards/words/words.js';
import type { Problem } from '../../../base/model/problem.js';
import type { NoticeSettings } from '../../../base/model/settings.js';
import { timesOf } from '../../../base/model/times.js';
import { fill, type Language } from '../language.js';
import { troubleText } from '../trouble-text.js';
import { statusTexts } from '../../words/words.js';

export interface NoticesInput {
  readonly problems: readonly Problem[];
  /** Undefined: there is no configuration. */
  readonly settings: NoticeSettings | undefined;
  readonly hasWebhook: boolean;
  /** Whether the visitor may send a test. */
  readonly mayTry: boolean;
  /** The last test of this instance; undefined: none. */
  readonly tried: readonly TriedWay[] | undefined;
  readonly timezone: string;
  readonly lang: Language;
}

export function noticesView({ problems, settings, hasWebhook, mayTry, tried, timezone, lang }: NoticesInput) {
  const t = statusTexts[lang];
  const { moment } = timesOf(lang, timezone);
  const addresses = settings?.to.length ?? 0;
  return {
    problems: problems.map(({ sighting, firstSeenAt }) => ({
      what: problemText(sighting, lang, timezone),
      since: fill(t.problemSince, { at: moment(firstSeenAt) }),
      remedy: noticeWords(lang).remedy[sighting.kind],
    })),
    mails: addresses === 0 ? t.noticesToNobody : t.noticesTo(addresses),
    webhook: hasWebhook ? t.noticesWebhook : t.noticesNoWebhook,
    mayTry,
    noWay: tried?.length === 0,
    tried: (tried ?? []).map(({ to, trouble }) => ({
      to: wayText(to, lang),
      failed: trouble !== undefined,
      result: trouble === undefined ? t.noticesArrived : troubleText(trouble, lang),
    })),
  };
}

export function wayText(to: Way['to'], lang: Language): string {
  return to.kind === 'mail' ? to.address : statusTexts[lang].webhook;
}
