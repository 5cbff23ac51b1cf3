/** Mails in the words of the outbox pages. Pure. */
import { DateTime } from 'luxon';
import type { MailRecipient, MailState, MailSummary, StoredMail } from '../../store/mails.js';

const STATE_WORDS: Readonly<Record<MailState, string>> = {
  waiting: 'waiting',
  sending: 'being sent',
  sent: 'sent',
  stored: 'written into the outbox folder',
  failed: 'failed',
};

const RECIPIENT_WORDS: Readonly<Record<MailRecipient['state'], string>> = {
  waiting: 'waiting',
  sent: 'got it',
  failed: 'failed',
};

const KIND_WORDS: Readonly<Record<MailSummary['kind'], string>> = {
  missedCall: 'missed call',
  report: 'daily report',
};

export interface OutboxInput {
  /** Newest first; undefined: the database cannot be read. */
  readonly mails: readonly MailSummary[] | undefined;
  /** Where mails go, in words. */
  readonly transport: string;
  readonly most: number;
  readonly timezone: string;
}

/** Path of a mail's page; ids hold spaces and whatever else they are made of. */
export function mailPath(id: string): string {
  return `/outbox/${encodeURIComponent(id)}`;
}

function recipientWords({ name, address }: MailRecipient): string {
  return name === undefined ? address : `${name} <${address}>`;
}

function rowView(mail: MailSummary, timezone: string) {
  const time = (date: Date | undefined) =>
    date === undefined ? '' : DateTime.fromJSDate(date).setZone(timezone).toFormat('yyyy-MM-dd HH:mm:ss');
  return {
    path: mailPath(mail.id),
    createdAt: time(mail.createdAt),
    kind: KIND_WORDS[mail.kind],
    group: mail.group,
    subject: mail.subject === '' ? '(no subject)' : mail.subject,
    recipients: mail.recipients.map((one) => ({
      who: recipientWords(one),
      state: RECIPIENT_WORDS[one.state],
      failed: one.state === 'failed',
      words: one.words ?? '',
    })),
    state: STATE_WORDS[mail.state],
    failed: mail.state === 'failed',
    // A sent mail may have needed several attempts; what stood in their way does not matter any more.
    lastError: mail.finishedAt === undefined || mail.state === 'failed' ? (mail.lastError ?? '') : '',
    attempts: mail.attempts,
    nextAt: mail.state === 'waiting' ? time(mail.nextAt) : '',
    finishedAt: time(mail.finishedAt),
  };
}

/** Everything that templates/admin/outbox.hbs shows. */
export function outboxView({ mails, transport, most, timezone }: OutboxInput) {
  return {
    title: 'Outbox',
    transport,
    most,
    timezone,
    databaseFails: mails === undefined,
    mails: (mails ?? []).map((mail) => rowView(mail, timezone)),
  };
}

/** Everything that templates/admin/outbox-mail.hbs shows. */
export function mailView(mail: StoredMail, timezone: string) {
  const path = mailPath(mail.id);
  return {
    ...rowView(mail, timezone),
    title: 'Mail',
    timezone,
    id: mail.id,
    follows: mail.follows === undefined ? null : { id: mail.follows, path: mailPath(mail.follows) },
    text: mail.text,
    htmlPath: `${path}/html`,
    retryPath: `${path}/retry`,
    attachments: mail.attachments.map(({ filename, content }, index) => ({
      filename: filename === '' ? 'attachment' : filename,
      size: `${Math.ceil(Buffer.byteLength(content) / 1024)} KB`,
      path: `${path}/attachments/${index}`,
    })),
  };
}
