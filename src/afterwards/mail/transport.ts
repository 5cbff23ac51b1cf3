/** What a way of delivering mails must do: smtp.ts to a mail server, outbox.ts into a folder. */
import type { NewMail } from '../../base/model/mail.js';

export interface OutgoingMail extends Pick<
  NewMail,
  'id' | 'to' | 'subject' | 'text' | 'html' | 'attachments' | 'follows' | 'createdAt'
> {
  /** The recipients of `to` who get it now. The headers name all of `to`, at every attempt. */
  readonly addresses: readonly string[];
}

/** What became of one recipient. `words` are for administrators: one short line, without a password. */
export type RecipientResult =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'later'; readonly words: string }
  | { readonly kind: 'refused'; readonly words: string };

export type SendResult =
  /** Each of `addresses` has its answer, in the same order. */
  | { readonly kind: 'answered'; readonly recipients: readonly RecipientResult[] }
  /**
   * Nobody got it, or nobody knows, for a reason that is not this mail's: the network, TLS, the login, the sender's
   * address, a full disk. The next mail would fare no better.
   */
  | { readonly kind: 'unavailable'; readonly code: string; readonly words: string };

export interface MailTransport {
  /** What a mail is that was accepted. */
  readonly delivered: 'sent' | 'stored';
  /**
   * Always ends, after a few minutes at most. @throws only for a mail that cannot be turned into a message;
   * whatever the other side does is a SendResult.
   */
  send(mail: OutgoingMail): Promise<SendResult>;
  /** Whether mails could be sent now; undefined when all is well, words for administrators otherwise. */
  verify(): Promise<string | undefined>;
  close(): void;
}
