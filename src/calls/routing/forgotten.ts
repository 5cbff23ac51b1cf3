/** What somebody set without an end and perhaps forgot: switches, and being away. Pure. */
import type { DateTime } from 'luxon';
import type { Snapshot, Switch } from '../../base/model/snapshot.js';

const FORGOTTEN_AFTER_DAYS = 1;

/** Its schedule has been overridden for a day or longer, and stays so until somebody changes it. */
export function isForgotten({ state, override }: Switch, now: DateTime): boolean {
  const { until, since } = override ?? {};
  const isOpen = state.kind === 'schedule' && until === undefined && since !== undefined;
  return isOpen && since <= now.minus({ days: FORGOTTEN_AFTER_DAYS });
}

/** Who is away without an end, from all groups or from some, for longer than `settings.notices.awayDays`. */
export interface ForgottenAway {
  readonly userId: string;
  readonly name: string;
  /** Since the first of these orders. */
  readonly since: Date;
}

/** The longest first. */
export function forgottenAway(
  { away, users, settings }: Pick<Snapshot, 'away' | 'users' | 'settings'>,
  now: DateTime,
): readonly ForgottenAway[] {
  const { awayDays } = settings.notices;
  if (awayDays === undefined) return [];
  const before = now.minus({ days: awayDays }).toMillis();
  const found = [...away].flatMap(([userId, { all, groups }]) => {
    const open = [all, ...groups.values()].flatMap((span) =>
      span === undefined || span === 'in' || span.until !== undefined ? [] : [span.since.toMillis()],
    );
    const since = Math.min(...open);
    const name = users.get(userId)?.name;
    return since > before || name === undefined ? [] : [{ userId, name, since: new Date(since) }];
  });
  return found.sort((one, other) => one.since.getTime() - other.since.getTime());
}
