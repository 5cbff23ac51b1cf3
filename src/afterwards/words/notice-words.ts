/** Words of the notices about problems: mails, webhook, the page Status. */
import type { NoticePhase, Told } from '../../base/model/problem.js';

/** Values as the reader writes them. */
export interface Shown {
  readonly moment: (at: Date) => string;
  /** `1.5 GB` */
  readonly bytes: (bytes: number) => string;
}

type OfKind<Kind extends Told['kind']> = Extract<Told, { kind: Kind }>;

export interface NoticeWords {
  /** One sentence without a full stop: what is wrong. */
  readonly what: { readonly [Kind in Told['kind']]: (one: OfKind<Kind>, shown: Shown) => string };
  /** What it means and what to do. */
  readonly remedy: Readonly<Record<Told['kind'], string>>;
  readonly subject: Readonly<Record<NoticePhase, (what: string) => string>>;
  /** Of a mail that tells several things. */
  readonly andMore: (subject: string, more: number) => string;
  /** Since when, and how it stands. */
  readonly course: Readonly<Record<NoticePhase, (since: string, at: string) => string>>;
  /** Which controller says so. */
  readonly from: (controller: string) => string;
}
