/** Mails as shown on the outbox pages. Pure. */
import type { MailWay } from '../../../afterwards/mail/open-transport.js';
import { timesOf } from '../../../base/model/times.js';
import type { MailRecipient, MailSummary, StoredMail } from '../../../base/store/mails.js';
import { fill, type Language } from '../language.js';
import { troubleText } from '../trouble-text.js';
import { mailWayText } from './texts.js';
import { outboxTexts } from '../../words/words.js';

export interface OutboxInput {
  /** Newest first; undefined: the database cannot be read. */
  readonly mails: readonly MailSummary[] | undefined;
  /** Where mails go, in words. */
  readonly transport: MailWay;
  readonly most: number;
  readonly timezone: string;
  readonly lang: Language;
}

const COLOURS = {
  waiting: 'blue',
  sending: 'blue',
  sent: 'green',
  stored: 'green',
  failed: 'red',
  dismissed: 'secondary',
} as const;

/** Path of a mail's page; ids may contain spaces and other special characters. */
export function mailPath(id: string): string {
  return `/outbox/${encodeURIComponent(id)}`;
}

function recipientWords({ name, address }: MailRecipient): string {
  return name === undefined ? address : `${name} <${address}>`;
}

function rowView(mail: MailSummary, timezone: string, lang: Language) {
  const t = outboxTexts[lang];
  const time = (date: Date | undefined) => (date === undefined ? '' : timesOf(lang, timezone).exact(date));
  const hasFailed = mail.state === 'failed' || mail.state === 'dismissed';
  // A sent mail may have needed several attempts; the earlier errors no longer matter.
  const error = mail.finishedAt === undefined || hasFailed ? mail.lastError : undefined;
  return {
    path: mailPath(mail.id),
    createdAt: time(mail.createdAt),
    kind: fill(t[mail.kind], { group: mail.group }),
    subject: mail.subject === '' ? t.noSubject : mail.subject,
    recipients: mail.recipients.map((one) => ({
      who: recipientWords(one),
      failed: one.state === 'failed',
      words: one.words === undefined ? '' : troubleText(one.words, lang),
      state: one.state !== 'sent' ? t[one.state] : mail.state === 'stored' ? t.stored : t.gotIt,
    })),
    state: t[mail.state],
    colour: COLOURS[mail.state],
    hasFailed,
    mayDismiss: mail.state === 'failed',
    lastError: error === undefined ? '' : troubleText(error, lang),
    attempts: mail.attempts === 0 ? null : fill(t.attempts, { count: mail.attempts }),
    nextAt:
      mail.state === 'waiting' && mail.nextAt !== undefined
        ? fill(t.nextAt, { at: time(mail.nextAt) })
        : null,
    finishedAt: time(mail.finishedAt),
  };
}

/** Everything that templates/admin/outbox.hbs shows. */
export function outboxView({ mails, transport, most, timezone, lang }: OutboxInput) {
  return {
    intro: fill(outboxTexts[lang].intro, { transport: mailWayText(transport, lang), most, timezone }),
    databaseFails: mails === undefined,
    mails: (mails ?? []).map((mail) => rowView(mail, timezone, lang)),
  };
}

/** Everything that templates/admin/outbox-mail.hbs shows. */
export function mailView(mail: StoredMail, timezone: string, lang: Language) {
  const path = mailPath(mail.id);
  const row = rowView(mail, timezone, lang);
  return {
    ...row,
    title: row.subject,
    timezone,
    id: mail.id,
    text: mail.text,
    follows: mail.follows === undefined ? null : { id: mail.follows, path: mailPath(mail.follows) },
    htmlPath: `${path}/html`,
    retryPath: `${path}/retry`,
    dismissPath: `${path}/dismiss`,
    attachments: mail.attachments.map(({ filename, content }, index) => ({
      filename: filename === '' ? 'attachment' : filename,
      size: `${Math.ceil(Buffer.byteLength(content) / 1024)} KB`,
      path: `${path}/attachments/${index}`,
    })),
  };
}
