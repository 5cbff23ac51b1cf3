/** What a FreeSWITCH must have so that a configuration works on it, and what one does not have. */

export type NeededThing =
  /** The sound that asks a mobile's owner to press 1. */
  | { readonly kind: 'prompt'; readonly file: string }
  | { readonly kind: 'announcement'; readonly file: string }
  /** What callers hear while phones ring. */
  | { readonly kind: 'ringbackFile'; readonly file: string }
  /** The module that makes tones: ringback tones, and those behind the prompt. */
  | { readonly kind: 'tones' }
  | { readonly kind: 'music'; readonly stream: string }
  | { readonly kind: 'voicemail'; readonly profile: string }
  | { readonly kind: 'box'; readonly box: string; readonly domain: string }
  /** A user of FreeSWITCH's directory, as whom a desk phone registers. */
  | { readonly kind: 'extension'; readonly extension: string; readonly domain: string }
  /** A folder that FreeSWITCH can write into, or make. */
  | { readonly kind: 'recordings'; readonly folder: string }
  | { readonly kind: 'gateway'; readonly gateway: string }
  /** A gateway or SIP profile that a setting names, to say how its callers' numbers are written. */
  | { readonly kind: 'trunk'; readonly name: string };

export interface NeedingGroup {
  readonly number: string;
  readonly name: string;
  /** Nothing is wrong yet: no call comes in. */
  readonly disabled?: true;
}

/** A thing, and the groups that cannot do without it, in the order of the configuration; none: all of them. */
export interface Need {
  readonly thing: NeededThing;
  readonly groups: readonly NeedingGroup[];
}

/** `down`: a gateway that is there and does not answer, or is not registered. */
export type Lack = 'missing' | 'down';

/** Something that one FreeSWITCH was asked for and does not have. */
export interface MissingNeed extends Need {
  /** `host:port` of its event socket. */
  readonly freeswitch: string;
  readonly lack: Lack;
}

/** Without what only disabled groups need, and without these groups: what is wrong now. */
export function ofEnabledGroups<T extends Need>(needs: readonly T[]): readonly T[] {
  return needs.flatMap((need) => {
    const groups = need.groups.filter(({ disabled }) => disabled !== true);
    return groups.length === 0 && need.groups.length > 0 ? [] : [{ ...need, groups }];
  });
}

/** What one group needs, also a disabled one; each names this group only. */
export function ofGroup<T extends Need>(needs: readonly T[], number: string): readonly T[] {
  return needs.flatMap((need) => {
    const group = need.groups.find((one) => one.number === number);
    return group === undefined ? [] : [{ ...need, groups: [group] }];
  });
}

/** Those that are told of in one sentence: the extensions that one FreeSWITCH does not know; everything else is alone. */
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

/** The same for the same thing, whoever needs it. */
export function needKey({ thing }: Pick<Need, 'thing'>): string {
  return Object.values(thing).join(' ');
}
