/** Which lamps of desk phones are on, and until when that holds. Pure. */
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../base/model/snapshot.js';
import { readSwitch } from '../routing/switch-reading.js';

/**
 * What a phone subscribes to. FreeSWITCH splits a name at its `+`: what stands before it is the kind (`proto`), and
 * `sip` is that of phones and their calls. A kind of our own keeps the lamp apart from any extension's calls.
 */
export interface LampAddress {
  readonly kind: string;
  /** What stands behind the `+`. */
  readonly user: string;
}

export interface Lamp {
  readonly addresses: readonly LampAddress[];
  readonly on: boolean;
}

export interface LampStates {
  readonly lamps: readonly Lamp[];
  /** Milliseconds since 1970 of the next change by the clock alone; undefined: there is none. */
  readonly nextChange: number | undefined;
}

/** Of switches: `switch+night`. */
export const SWITCH_KIND = 'switch';

/** Kinds whose every name is answered, also one that nothing has: such a lamp is off. */
export const OWN_KINDS: ReadonlySet<string> = new Set([SWITCH_KIND]);

/** All lamps at `now`. */
export function lampStates(snapshot: Snapshot, now: DateTime): LampStates {
  const readings = [...snapshot.switches.values()].map((one) => ({ one, reading: readSwitch(one, now) }));
  const changes = readings.flatMap(({ reading: { next } }) =>
    next.kind === 'at' ? [next.at.toMillis()] : [],
  );
  return {
    lamps: readings.map(({ one, reading }) => ({
      addresses: [{ kind: SWITCH_KIND, user: one.id }],
      on: reading.on,
    })),
    nextChange: changes.length === 0 ? undefined : Math.min(...changes),
  };
}

/** `switch+night`; for the kind of phones only the user. */
export function lampKey({ kind, user }: LampAddress): string {
  return kind === 'sip' ? user : `${kind}+${user}`;
}
