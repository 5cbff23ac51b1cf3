/** What people did around their accounts, for the audit log. */

export type AccountEvent =
  | 'signedIn'
  | 'signedOut'
  | 'signInRefused'
  | 'accountAdded'
  | 'accountChanged'
  | 'accountRemoved'
  | 'passwordChanged'
  | 'tokenAdded'
  | 'tokenRemoved';

export interface AuditLog {
  /**
   * @param who the account's name, or what was typed as one.
   * @param facts never a password or a token.
   */
  note(who: string, event: AccountEvent, facts?: Readonly<Record<string, string>>): Promise<void>;
}
