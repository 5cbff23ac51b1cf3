/** Which lamps of desk phones are on, and until when that holds. Pure. */
import type { DateTime } from 'luxon';
import type { Settings } from '../../base/model/settings.js';
import type { Snapshot, Switch } from '../../base/model/snapshot.js';
import { awayStates, type AwayState } from '../routing/away.js';
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

/** Of users who are away: `away+1001` for all groups, `away+1001-700` for one. */
export const AWAY_KIND = 'away';

/** Kinds whose every name is answered, also one that nothing has: such a lamp is off. */
export const OWN_KINDS: ReadonlySet<string> = new Set([SWITCH_KIND, AWAY_KIND]);

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

/** All lamps of switches at `now`, and those of users that are on. */
export function lampStates(snapshot: Snapshot, now: DateTime): LampStates {
  const switches = [...snapshot.switches.values()].map((one) => ({ one, reading: readSwitch(one, now) }));
  const away = awayLamps(snapshot, now);
  const changes = [
    ...switches.flatMap(({ reading: { next } }) => (next.kind === 'at' ? [next.at.toMillis()] : [])),
    ...away.ends,
  ];
  return {
    lamps: [
      ...switches.map(({ one, reading: { on } }) => ({ addresses: switchLamp(one, snapshot.settings), on })),
      ...away.lamps,
    ],
    nextChange: changes.length === 0 ? undefined : Math.min(...changes),
  };
}

/** In most houses few are away: only their lamps are listed. */
function awayLamps(snapshot: Snapshot, now: DateTime) {
  if (snapshot.away.size === 0) return { lamps: [], ends: [] };
  const lamps: Lamp[] = [];
  const ends: number[] = [];
  for (const [extension, state] of awayStates(snapshot, now)) {
    const groups = [...state.groups].flatMap(([number, span]) => (span === undefined ? [] : [number]));
    const users = [
      ...(isAwayEverywhere(state) ? [extension] : []),
      ...groups.map((number) => `${extension}-${number}`),
    ];
    for (const user of users) lamps.push({ addresses: [{ kind: AWAY_KIND, user }], on: true });
    for (const span of [state.all, ...state.groups.values()]) {
      if (span?.until !== undefined) ends.push(span.until.toMillis());
    }
  }
  return { lamps, ends };
}

function isAwayEverywhere({ all, groups }: AwayState): boolean {
  return all !== undefined || (groups.size > 0 && [...groups.values()].every((span) => span !== undefined));
}

/**
 * All lamps of users, those for all groups first: told to a new connection, since somebody may have come back while nobody
 * could say so.
 */
export function userLamps(snapshot: Snapshot, now: DateTime): readonly LampAddress[] {
  const states = [...awayStates(snapshot, now)];
  const ofGroups = states.flatMap(([extension, { groups }]) =>
    [...groups.keys()].map((number) => `${extension}-${number}`),
  );
  return [...states.map(([extension]) => extension), ...ofGroups].map((user) => ({ kind: AWAY_KIND, user }));
}

/** `switch+night`; for the kind of phones only the user. */
export function lampKey({ kind, user }: LampAddress): string {
  return kind === 'sip' ? user : `${kind}+${user}`;
}
