/** An outgoing mail: plain values, passed from the code that writes mails to the code that sends them. */
import type { LinkOfMail } from './account-link.js';
import type { Recipient } from './snapshot.js';

export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: string;
}

export interface NewMail {
  /**
   * What the mail is about, the same on every instance and at every attempt: `report 700 2026-11-22`. A mail
   * with a known id is not stored again, and its Message-ID is derived from the id.
   */
  readonly id: string;
  readonly kind: 'missedCall' | 'report' | 'notice' | 'account';
  /** Empty: it is about no group. */
  readonly group: string;
  readonly to: readonly Recipient[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
  /** Id of the mail whose thread this one continues. */
  readonly follows: string | undefined;
  /** Whose secret is put into text and HTML when the mail is sent (mail/link-secret.ts); undefined: it has none. */
  readonly link?: LinkOfMail | undefined;
  readonly createdAt: Date;
  /** The earliest time of sending; undefined: at once. */
  readonly notBefore: Date | undefined;
}

/** Where mails are queued. */
export interface MailQueue {
  /** Resolves when the mail is stored and will be sent. False: a mail with this id was queued before. */
  enqueue(mail: NewMail): Promise<boolean>;
}
