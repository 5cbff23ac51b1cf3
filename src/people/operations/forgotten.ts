/** What somebody set without an end and perhaps forgot. Pure. */
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../base/model/snapshot.js';
import { awayFrom, groupsOf } from '../../calls/routing/away.js';
import { forgottenAway, isForgotten } from '../../calls/routing/forgotten.js';

/** An overridden switch, or somebody who is away; `timezone`: in which `since` is told. */
export type Forgotten =
  | { readonly kind: 'switch'; readonly name: string }
  | {
      readonly kind: 'away';
      readonly name: string;
      readonly since: Date;
      readonly timezone: string;
      /** The number of one that the user is away from; undefined: there is none. */
      readonly group: string | undefined;
    };

export function forgottenNow(snapshot: Snapshot | undefined, now: DateTime): readonly Forgotten[] {
  if (snapshot === undefined) return [];
  const { timezone } = snapshot.settings;
  const switches = [...snapshot.switches.values()].filter((one) => isForgotten(one, now));
  return [
    ...switches.map(({ name }) => ({ kind: 'switch', name }) as const),
    ...forgottenAway(snapshot, now).map(({ userId, name, since }) => {
      const group = awayGroup(snapshot, userId, now);
      return { kind: 'away', name, since, timezone, group } as const;
    }),
  ];
}

function awayGroup(snapshot: Snapshot, userId: string, now: DateTime): string | undefined {
  const user = snapshot.users.get(userId);
  const groups = user === undefined ? [] : groupsOf(snapshot, user);
  return groups.find(({ number }) => awayFrom(snapshot, userId, number, now) !== undefined)?.number;
}
