/** Events of the audit log: who did what. */

export const AUDIT_EVENTS = [
  'signedIn',
  'signedOut',
  'signInRefused',
  'accountAdded',
  'accountChanged',
  'accountRemoved',
  'accountLocked',
  'accountUnlocked',
  'passwordChanged',
  'accountLinkSent',
  'accountLinkWithdrawn',
  'tokenAdded',
  'tokenRemoved',
  'sessionEnded',
  'sessionsEnded',
  'partAdded',
  'partChanged',
  'partRemoved',
  'imported',
  'usersImported',
  'takenBack',
  'switchTurned',
  'switchOverridden',
  'overrideEnded',
  'awaySet',
  'awayEnded',
  'codeRefused',
  'callbackOpened',
  'callbackMissedAgain',
  'callbackTaken',
  'callbackGivenBack',
  'callbackDone',
  'callbackNoted',
  'callbackReopened',
  'callbackAssigned',
  'callbackClosed',
  'callbacksGivenBack',
  'callNoted',
  'callViewChanged',
  'callPlaced',
  'callNotPlaced',
  'mailRetried',
  'mailDismissed',
  'noticesTried',
  'webhookTried',
  'webhookSecretSet',
  'deliveryRepeated',
  'reportSent',
  'recordingHeard',
  'recordingRemoved',
  'recordingsDeleted',
  'soundAdded',
  'soundRemoved',
  'logoChanged',
  'logoRemoved',
  'contactAdded',
  'contactChanged',
  'contactRemoved',
  'contactsImported',
  'contactsExported',
  'callsDeleted',
  'entriesDeleted',
  'filesDeleted',
  'everythingChecked',
  'personForgotten',
  'personExported',
  'copied',
  'restored',
] as const;

export type AuditEvent = (typeof AUDIT_EVENTS)[number];

/** These change nothing but who is signed in, and there are many of them, so readers can leave them out. */
export const SIGN_IN_EVENTS = [
  'signedIn',
  'signedOut',
  'signInRefused',
] as const satisfies readonly AuditEvent[];

/** Plain data before and after; undefined: there was none, or there is none now. */
export interface AuditChange {
  readonly before: unknown;
  readonly after: unknown;
}

export interface AuditLog {
  /**
   * Never rejects: the action itself has already happened. A failure to record it is logged.
   * @param who the account's name, or what was typed as one; everybody else as model/who.ts writes it.
   * @param facts never a password or a token. `subject` names what the entry is about: `group 700`.
   */
  note(
    who: string,
    event: AuditEvent,
    facts?: Readonly<Record<string, string>>,
    change?: AuditChange,
  ): Promise<void>;
}
