/** The transport that the settings select. */
import path from 'node:path';
import type { Recipient } from '../../base/model/snapshot.js';
import { outboxTransport } from './outbox.js';
import { smtpTransport } from './smtp.js';
import type { SmtpServer } from './smtp-url.js';
import type { MailTransport } from './transport.js';

export interface MailSettings {
  /** Undefined: mails go into files below the data folder. */
  readonly smtpUrl: SmtpServer | undefined;
  readonly from: Recipient;
}

/** Contacts nobody and writes nothing before the first mail. */
export function openTransport({ smtpUrl, from }: MailSettings, dataFolder: string): MailTransport {
  return smtpUrl === undefined
    ? outboxTransport({ folder: outboxFolder(dataFolder), from })
    : smtpTransport({ server: smtpUrl, from });
}

/** Where mails go. `folder`: into files, because SMTP_URL is not set. */
export type MailWay =
  { readonly kind: 'folder'; readonly folder: string } | { readonly kind: 'server'; readonly host: string };

/** For administrators; without user and password. */
export function mailWayOf({ smtpUrl }: Pick<MailSettings, 'smtpUrl'>, dataFolder: string): MailWay {
  return smtpUrl === undefined
    ? { kind: 'folder', folder: outboxFolder(dataFolder) }
    : { kind: 'server', host: smtpUrl.host };
}

function outboxFolder(dataFolder: string): string {
  return path.join(dataFolder, 'outbox');
}
