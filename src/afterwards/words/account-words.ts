/** Words of the mails with which people set the password of an account. */
import type { LinkPurpose } from '../../base/model/account-link.js';

export interface AccountWords {
  readonly subject: Readonly<Record<LinkPurpose, string>>;
  /** @param account its name, with which the reader signs in. */
  readonly intro: Readonly<Record<LinkPurpose, (account: string) => string>>;
  readonly button: Readonly<Record<LinkPurpose, string>>;
  /** How long the link works, and that opening it changes nothing yet. */
  readonly until: (until: string) => string;
  /** For whoever did not expect the mail. */
  readonly unexpected: Readonly<Record<LinkPurpose, string>>;
}
