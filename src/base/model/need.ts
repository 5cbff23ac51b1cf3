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
  /** A folder that FreeSWITCH can write into, or make. */
  | { readonly kind: 'recordings'; readonly folder: string }
  | { readonly kind: 'gateway'; readonly gateway: string }
  /** A gateway or SIP profile that a setting names, to say how its callers' numbers are written. */
  | { readonly kind: 'trunk'; readonly name: string };

/** A thing, and the groups that cannot do without it, in the order of the configuration; none: all of them. */
export interface Need {
  readonly thing: NeededThing;
  readonly groups: readonly { readonly number: string; readonly name: string }[];
}

/** `down`: a gateway that is there and does not answer, or is not registered. */
export type Lack = 'missing' | 'down';

/** Something that one FreeSWITCH was asked for and does not have. */
export interface MissingNeed extends Need {
  /** `host:port` of its event socket. */
  readonly freeswitch: string;
  readonly lack: Lack;
}

/** The same for the same thing, whoever needs it. */
export function needKey({ thing }: Pick<Need, 'thing'>): string {
  return Object.values(thing).join(' ');
}
