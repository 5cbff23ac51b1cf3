/** Words of the missed-call mails and of the pages behind their links. */
import type { DateTime } from 'luxon';
import type { ClosedBecause } from '../../base/model/callback-item.js';

export interface MissedWords {
  readonly subject: (who: string, count: number, group: string) => string;
  readonly digestSubject: (calls: number, group: string) => string;
  readonly intro: (group: string) => string;
  readonly digestIntro: (calls: number, group: string) => string;
  /** Items that the mail does not list. */
  readonly more: (items: number) => string;
  readonly list: string;
  readonly withheld: string;
  readonly noCallback: string;
  readonly calls: (count: number) => string;
  readonly take: string;
  readonly done: string;
  /** What the two links do, and until when. */
  readonly aboutLinks: (until: string) => string;
  readonly takenBy: (who: string, at: string) => string;
  readonly doneBy: (who: string, at: string) => string;
  readonly closed: Readonly<Record<ClosedBecause, string>>;
  readonly open: string;
  readonly moment: (at: DateTime) => string;
  readonly page: {
    readonly title: string;
    readonly yourName: string;
    readonly nameMissing: string;
    readonly youHaveIt: (until: string) => string;
    readonly othersHaveIt: (who: string) => string;
    readonly youFinished: string;
    readonly used: string;
    readonly expired: string;
    readonly bad: string;
    readonly nothingChangedYet: string;
  };
}
