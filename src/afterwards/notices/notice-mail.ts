/** The mail that tells one administrator of what has begun, lasts or is over. Pure except for the rendering. */
import type { Language } from '../../base/model/language.js';
import type { NewMail } from '../../base/model/mail.js';
import type { Notice } from '../../base/model/problem.js';
import { oneLine } from '../mail/one-line.js';
import type { RenderMail } from '../mail/templates.js';
import { noticeText } from '../problems/notice-text.js';
import { noticeWords } from '../words/words.js';

export interface NoticeMailUse {
  readonly render: RenderMail;
  readonly language: Language;
  readonly timezone: string;
  /** Of the page Status. */
  readonly statusUrl: string;
}

/** What one mail tells. */
export interface ToldTogether {
  /** The same on every controller and at every attempt, so that the queue takes the mail once. */
  readonly id: string;
  /** At least one. */
  readonly notices: readonly Notice[];
}

/** So many are told in words; the page Status shows all. */
const LISTED = 30;

export function noticeMail({ id, notices }: ToldTogether, address: string, use: NoticeMailUse): NewMail {
  const { render, language, timezone, statusUrl } = use;
  const items = notices.slice(0, LISTED).map((notice) => {
    const { subject, course, remedy, from } = noticeText(notice, language, timezone);
    return { title: oneLine(subject), course: oneLine(course), remedy, from: oneLine(from) };
  });
  const first = items[0]?.title ?? '';
  const subject = notices.length > 1 ? noticeWords(language).andMore(first, notices.length - 1) : first;
  return {
    id: `notice ${id} ${address}`,
    kind: 'notice',
    group: '',
    to: [{ name: undefined, address }],
    subject,
    ...render('notice', { items, statusUrl, subject, language }),
    attachments: [],
    follows: undefined,
    createdAt: notices[0]?.at ?? new Date(0),
    notBefore: undefined,
  };
}
