/** Words of the outbox. */
import type { MailWay } from '../../../afterwards/mail/open-transport.js';
import { fill, texts, type Language } from '../language.js';

export const outboxTexts = texts({
  en: {
    title: 'Outbox',
    toServer: 'the mail server {host}',
    toFolder: 'files in {folder}, since SMTP_URL is not set',
    intro: 'Mails go to {transport}. Times are those of {timezone}; the newest {most} are shown.',
    written: 'Written',
    state: 'State',
    subject: 'Subject',
    recipients: 'Recipients',
    what: 'What',
    attempts: 'attempts: {count}',
    nextAt: 'next at {at}',
    empty: 'No mail yet.',
    noSubject: '(no subject)',
    waiting: 'waiting',
    sending: 'being sent',
    sent: 'sent',
    stored: 'written into the outbox folder',
    failed: 'failed',
    dismissed: 'failed, dismissed',
    gotIt: 'got it',
    missedCall: 'missed call, group {group}',
    report: 'daily report, group {group}',
    to: 'To',
    lastError: 'Last error',
    id: 'Id',
    follows: 'Follows',
    attachments: 'Attachments',
    again: 'Send again',
    againHint: 'to those who did not get it',
    dismiss: 'Dismiss',
    dismissHint: 'it stays in the list and is no failure any more',
    looks: 'As it looks',
    plain: 'As plain text',
  },
  de: {
    title: 'Postausgang',
    toServer: 'an den Mailserver {host}',
    toFolder: 'als Dateien in den Ordner {folder}, weil SMTP_URL nicht gesetzt ist',
    intro: 'Mails gehen {transport}. Zeiten von {timezone}; gezeigt werden die neuesten {most}.',
    written: 'Geschrieben',
    state: 'Zustand',
    subject: 'Betreff',
    recipients: 'Empfänger',
    what: 'Was',
    attempts: 'Versuche: {count}',
    nextAt: 'nächster um {at}',
    empty: 'Noch keine Mail.',
    noSubject: '(ohne Betreff)',
    waiting: 'wartet',
    sending: 'wird gesendet',
    sent: 'gesendet',
    stored: 'in den Ausgangsordner geschrieben',
    failed: 'gescheitert',
    dismissed: 'gescheitert, abgehakt',
    gotIt: 'hat sie bekommen',
    missedCall: 'verpasster Anruf, Gruppe {group}',
    report: 'Tagesbericht, Gruppe {group}',
    to: 'An',
    lastError: 'Letzter Fehler',
    id: 'Kennung',
    follows: 'Folgt auf',
    attachments: 'Anhänge',
    again: 'Erneut senden',
    againHint: 'an alle, die sie nicht bekommen haben',
    dismiss: 'Abhaken',
    dismissHint: 'bleibt in der Liste, zählt aber nicht mehr als Fehler',
    looks: 'Wie sie aussieht',
    plain: 'Als reiner Text',
  },
});

/** Where mails go, after "Mails go to"; in German after "Mails gehen". */
export function mailWayText(way: MailWay, lang: Language): string {
  const t = outboxTexts[lang];
  return way.kind === 'server'
    ? fill(t.toServer, { host: way.host })
    : fill(t.toFolder, { folder: way.folder });
}
