/** The lamps as they are at a moment, by name, and for how long that holds. Pure. */
import type { DateTime } from 'luxon';
import type { Snapshot } from '../../base/model/snapshot.js';
import { AWAY_KIND, lampKey, lampStates, type Lamp, type LampAddress } from './lamp-states.js';

export interface LampNow {
  readonly address: LampAddress;
  readonly on: boolean;
}

/** What is true, and for how long. */
export interface Reading {
  readonly of: Snapshot;
  readonly host: string;
  /** By the name that phones subscribe to. */
  readonly lamps: ReadonlyMap<string, LampNow>;
  readonly atMs: number;
  readonly untilMs: number;
}

/** The same object while nothing can have changed. */
export function readLamps(of: Snapshot, now: DateTime, last: Reading | undefined): Reading {
  const atMs = now.toMillis();
  if (last !== undefined && last.of === of && atMs >= last.atMs && atMs < last.untilMs) return last;
  const { lamps, nextChange = Infinity } = lampStates(of, now);
  return { of, host: of.settings.domain, lamps: named(lamps), atMs, untilMs: nextChange };
}

function named(lamps: readonly Lamp[]): Reading['lamps'] {
  return new Map(
    lamps.flatMap(({ addresses, on }) =>
      addresses.map((address): [string, LampNow] => [lampKey(address), { address, on }]),
    ),
  );
}

/** Whether the house has lamps in this domain. */
export function isOfHouse({ host }: LampAddress, { of: { domains } }: Reading): boolean {
  return host === domains.home || domains.others.has(host);
}

/** A switch is the same whatever a phone writes behind the @; away is the phone of that domain. Undefined: no such lamp. */
export function lampOf(address: LampAddress, { of, lamps }: Reading): LampNow | undefined {
  const { home, others } = of.domains;
  const isAnyDomain = others.size === 0 || address.kind !== AWAY_KIND;
  const atHome = isAnyDomain ? lamps.get(lampKey({ ...address, host: home })) : undefined;
  return lamps.get(lampKey(address)) ?? atHome;
}
