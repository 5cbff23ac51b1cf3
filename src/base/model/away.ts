/** Who is away from which group. State, like an override of a switch: it changes daily and is no configuration. Pure. */
import type { DateTime } from 'luxon';

/** One order "I am away": how long, and whose it was. */
export interface AwaySpan {
  /** Undefined: until coming back. At exactly this moment it is over. */
  readonly until: DateTime | undefined;
  readonly since: DateTime;
  /** The account, or whatever else gave the order, as the audit log names it. */
  readonly by: string;
}

/** Where one user is away. Spans that are over may still be listed. */
export interface UserAway {
  readonly all: AwaySpan | undefined;
  /** By group number; `in`: back in this group although away from all others. */
  readonly groups: ReadonlyMap<string, AwaySpan | 'in'>;
}
