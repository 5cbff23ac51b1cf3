/** What every way of delivering mails must do: smtp.ts to a mail server, outbox.ts into a folder. */
import type { NewMail } from '../../base/model/mail.js';

export interface OutgoingMail extends Pick<
  NewMail,
  'id' | 'to' | 'subject' | 'text' | 'html' | 'attachments' | 'follows' | 'createdAt'
> {
  /** Those of `to` who get the mail in this attempt. The headers name all of `to`, at every attempt. */
  readonly addresses: readonly string[];
}

/** What became of one recipient. `words` are for administrators: one short line, without a password. */
export type RecipientResult =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'later'; readonly words: string }
  | { readonly kind: 'refused'; readonly words: string };

export type SendResult =
  /** One result for each of `addresses`, in the same order. */
  | { readonly kind: 'answered'; readonly recipients: readonly RecipientResult[] }
  /**
   * Not delivered, or not known to be, for a reason that is not the mail's own: the network, TLS, the login, the
   * sender's address, a full disk. The next mail would fail too.
   */
  | { readonly kind: 'unavailable'; readonly code: string; readonly words: string };

export interface MailTransport {
  /** The state of a mail once it was accepted. */
  readonly delivered: 'sent' | 'stored';
  /**
   * Always ends, after a few minutes at most. @throws only if the mail cannot be turned into a message; whatever
   * the other side does becomes a SendResult.
   */
  send(mail: OutgoingMail): Promise<SendResult>;
  /** Whether mails could be sent now; undefined when all is well, otherwise a text for administrators. */
  verify(): Promise<string | undefined>;
  close(): void;
}
