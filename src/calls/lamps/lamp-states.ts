/** Which lamps of desk phones are on, and until when that holds. Pure. */
import type { DateTime } from 'luxon';
import type { Settings } from '../../base/model/settings.js';
import type { Snapshot, Switch } from '../../base/model/snapshot.js';
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

/** Of switches: `switch+night`, and `switch+*5012` where a code is mapped to it. */
export const SWITCH_KIND = 'switch';

/** Kinds whose every name is answered, also one that nothing has: such a lamp is off. */
export const OWN_KINDS: ReadonlySet<string> = new Set([SWITCH_KIND]);

/**
 * The names of a switch's lamp, the best for a key first: a key with a lamp dials what it shows, so the code that turns the
 * switch is better than a name that nothing answers. FreeSWITCH knows a code as of the kind `sip`, or as of ours where
 * its presence_map.conf says so.
 */
export function switchLamp(
  { id, code }: Pick<Switch, 'id' | 'code'>,
  { codes: { switchToggle } }: Pick<Settings, 'codes'>,
): readonly [LampAddress, ...LampAddress[]] {
  const byName = { kind: SWITCH_KIND, user: id };
  if (switchToggle === undefined || code === undefined) return [byName];
  const user = `${switchToggle}${code}`;
  return [{ kind: 'sip', user }, { kind: SWITCH_KIND, user }, byName];
}

/** All lamps at `now`. */
export function lampStates(snapshot: Snapshot, now: DateTime): LampStates {
  const readings = [...snapshot.switches.values()].map((one) => ({ one, reading: readSwitch(one, now) }));
  const changes = readings.flatMap(({ reading: { next } }) =>
    next.kind === 'at' ? [next.at.toMillis()] : [],
  );
  return {
    lamps: readings.map(({ one, reading }) => ({
      addresses: switchLamp(one, snapshot.settings),
      on: reading.on,
    })),
    nextChange: changes.length === 0 ? undefined : Math.min(...changes),
  };
}

/** `switch+night`; for the kind of phones only the user. */
export function lampKey({ kind, user }: LampAddress): string {
  return kind === 'sip' ? user : `${kind}+${user}`;
}
