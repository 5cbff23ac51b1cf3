/** What FreeSWITCH knows of a caller in one part of the call. A transfer begins another one. */

export interface DialplanAction {
  readonly app: string;
  readonly arg: string;
}

export interface CallerProfile {
  /** The number that FreeSWITCH knows: for an anonymous call with P-Asserted-Identity, the real one. */
  readonly number: string;
  /** Bytes of the display name, because other systems send Latin-1. */
  readonly name: Buffer;
  readonly destination: string;
  /** Privacy: id */
  readonly anonymous: boolean;
  /** User part of the From header. */
  readonly fromUser: string;
  /** One more than the number of transfers that led here. */
  readonly profileIndex: number;
  /** Milliseconds since 1970. */
  readonly createdMs: number;
  /** What the dialplan does in it, after it has named the group. */
  readonly dialplan: readonly DialplanAction[];
}

/** The caller as the call begins. `name` is bytes when it is not UTF-8. */
export function arrivingCaller(
  call: {
    readonly from: string;
    readonly to: string;
    readonly name?: string | Buffer;
    readonly anonymous?: boolean;
    readonly profileIndex?: number;
    readonly dialplan: readonly DialplanAction[];
  },
  createdMs: number,
): CallerProfile {
  const { from, to, dialplan, anonymous = false, profileIndex = 1 } = call;
  const name = call.name ?? (anonymous ? 'Anonymous' : from);
  return {
    number: from,
    name: Buffer.isBuffer(name) ? name : Buffer.from(name),
    destination: to,
    anonymous,
    fromUser: anonymous ? 'anonymous' : from,
    profileIndex,
    createdMs,
    dialplan,
  };
}

/** With what the dialplan brings a caller to a group, as freeswitch/dialplan does. */
export function arrivalVariables(caller: CallerProfile): Readonly<Record<string, string>> {
  return {
    hunt_group: caller.destination,
    rufgruppe_arrival: `${caller.profileIndex}.${caller.createdMs}000`,
  };
}

/** The profiles of one call's caller. */
export class CallerProfiles {
  readonly #profiles: CallerProfile[];
  #newest: CallerProfile;

  constructor(first: CallerProfile) {
    this.#profiles = [first];
    this.#newest = first;
  }

  /** The oldest first. */
  get all(): readonly CallerProfile[] {
    return this.#profiles;
  }

  get newest(): CallerProfile {
    return this.#newest;
  }

  transfer(destination: string, createdMs: number, dialplan: readonly DialplanAction[]): CallerProfile {
    const profileIndex = this.#newest.profileIndex + 1;
    this.#newest = { ...this.#newest, destination, createdMs, dialplan, profileIndex };
    this.#profiles.push(this.#newest);
    return this.#newest;
  }
}
