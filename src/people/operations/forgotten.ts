/** What somebody set without an end and perhaps forgot. Pure. */
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../base/model/snapshot.js';
import { forgottenAway, isForgotten } from '../../calls/routing/forgotten.js';

/** An overridden switch, or somebody who is away; `timezone`: in which `since` is told. */
export type Forgotten =
  | { readonly kind: 'switch'; readonly name: string }
  | { readonly kind: 'away'; readonly name: string; readonly since: Date; readonly timezone: string };

export function forgottenNow(snapshot: Snapshot | undefined, now: DateTime): readonly Forgotten[] {
  if (snapshot === undefined) return [];
  const { timezone } = snapshot.settings;
  const switches = [...snapshot.switches.values()].filter((one) => isForgotten(one, now));
  return [
    ...switches.map(({ name }) => ({ kind: 'switch', name }) as const),
    ...forgottenAway(snapshot, now).map(
      ({ name, since }) => ({ kind: 'away', name, since, timezone }) as const,
    ),
  ];
}
