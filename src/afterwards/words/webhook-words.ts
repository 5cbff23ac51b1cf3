/** Words of what webhooks send: sentences for chats. */

export interface WebhookWords {
  readonly withheld: string;
  /** A caller of whom the receiver is told neither number nor name. */
  readonly somebody: string;
  /** The link to the page. */
  readonly open: string;
  readonly missed: (caller: string, group: string, at: string) => string;
  /** `who` null: nobody here. */
  readonly taken: (who: string | null, caller: string, group: string) => string;
  readonly done: (who: string | null, caller: string, group: string) => string;
  /** @param because `talked` or `calledBack` */
  readonly closed: (because: string, caller: string, group: string) => string;
  readonly reopened: (caller: string, group: string) => string;
  /** @param who null: it turned by itself */
  readonly turned: (name: string, on: boolean, until: string | null, who: string | null) => string;
  readonly begun: (what: string, remedy: string) => string;
  readonly over: (what: string) => string;
  readonly test: (who: string) => string;
}
