/** What a FreeSWITCH must have for a configuration to work on it, and what one lacks. */

export type NeededThing =
  /** The sound that asks a mobile's owner to press 1. */
  | { readonly kind: 'prompt'; readonly file: string }
  /** A group's name, or a digit of a caller's number, for mobiles. */
  | { readonly kind: 'spoken'; readonly file: string }
  | { readonly kind: 'announcement'; readonly file: string }
  /** What callers hear before phones ring. */
  | { readonly kind: 'greeting'; readonly file: string }
  /** What says that a talk is recorded, to the caller or to the member. */
  | { readonly kind: 'recordingNotice'; readonly file: string }
  /** What callers hear while phones ring. */
  | { readonly kind: 'ringbackFile'; readonly file: string }
  /** What somebody who dials a code hears. */
  | { readonly kind: 'codeSound'; readonly file: string }
  /** The module that makes tones: ringback tones, and those behind the prompt. */
  | { readonly kind: 'tones' }
  | { readonly kind: 'music'; readonly stream: string }
  | { readonly kind: 'voicemail'; readonly profile: string }
  | { readonly kind: 'box'; readonly box: string; readonly domain: string }
  /** A user in FreeSWITCH's directory, with whose account a desk phone registers. */
  | { readonly kind: 'extension'; readonly extension: string; readonly domain: string }
  /** A folder that FreeSWITCH can write to or create. */
  | { readonly kind: 'recordings'; readonly folder: string }
  | { readonly kind: 'gateway'; readonly gateway: string }
  /** A gateway or SIP profile that a setting names in order to say how its callers' numbers are written. */
  | { readonly kind: 'trunk'; readonly name: string };

export interface NeedingGroup {
  readonly number: string;
  readonly name: string;
  /** Disabled groups get no calls, so nothing is wrong yet. */
  readonly disabled?: true;
}

/** One need and the groups that have it, in the order of the configuration; no group listed: all of them have it. */
export interface Need {
  readonly thing: NeededThing;
  readonly groups: readonly NeedingGroup[];
}

/** `down`: a gateway that exists but does not answer or is not registered. */
export type Lack = 'missing' | 'down';

/** A need that one FreeSWITCH does not meet. */
export interface MissingNeed extends Need {
  /** `host:port` of its event socket. */
  readonly freeswitch: string;
  readonly lack: Lack;
}

/** The needs that matter now: leaves out disabled groups, and needs that only those have. */
export function ofEnabledGroups<T extends Need>(needs: readonly T[]): readonly T[] {
  return needs.flatMap((need) => {
    const groups = need.groups.filter(({ disabled }) => disabled !== true);
    return groups.length === 0 && need.groups.length > 0 ? [] : [{ ...need, groups }];
  });
}

/** What one group needs, even if it is disabled; each need names this group only. */
export function ofGroup<T extends Need>(needs: readonly T[], number: string): readonly T[] {
  return needs.flatMap((need) => {
    const group = need.groups.find((one) => one.number === number);
    return group === undefined ? [] : [{ ...need, groups: [group] }];
  });
}

/** Groups the needs that are reported in one sentence: extensions that one FreeSWITCH lacks. All others stand alone. */
export function toldTogether(
  missing: readonly MissingNeed[],
): readonly (readonly [MissingNeed, ...MissingNeed[]])[] {
  const together = new Map<string, [MissingNeed, ...MissingNeed[]]>();
  for (const one of missing) {
    const { thing, freeswitch, lack } = one;
    const alone = `${freeswitch} ${lack} ${needKey(one)}`;
    const key = thing.kind === 'extension' ? `${freeswitch} extension ${thing.domain}` : alone;
    const others = together.get(key);
    if (others === undefined) together.set(key, [one]);
    else others.push(one);
  }
  return [...together.values()];
}

/** A key for the thing that is needed, whichever groups need it. */
export function needKey({ thing }: Pick<Need, 'thing'>): string {
  return Object.values(thing).join(' ');
}
