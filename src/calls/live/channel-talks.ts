/** Whether a channel of FreeSWITCH is a phone in use, and which. Pure. */

import { RUNG_EXTENSION } from '../../telephony/dialstring/originate.js';

/** What an event, or a row of `show channels`, says of a channel; empty where it says nothing. */
export interface ChannelSeen {
  readonly uuid: string;
  /** `inbound`: the phone called; `outbound`: it was called. */
  readonly direction: string;
  /** `sofia/internal/1001@192.0.2.7:5060` */
  readonly name: string;
  /** DOWN, RINGING, EARLY, ACTIVE, HELD, HANGUP, … */
  readonly state: string;
  /** `1001@pbx.example` */
  readonly presenceId: string;
  /** On legs of this service: the phone that is rung, whatever it calls itself. */
  readonly presenceData: string;
  readonly destination: string;
}

const IN_TALK: ReadonlySet<string> = new Set(['ACTIVE', 'HELD', 'UNHELD']);
const OVER: ReadonlySet<string> = new Set(['DOWN', 'HANGUP']);

/** A user of FreeSWITCH whose phone is in use. */
export interface TalkingUser {
  readonly user: string;
  /** Its SIP domain, in lower case; empty: the house's. */
  readonly host: string;
}

/**
 * The phone that is in use; undefined: nobody's, or it only rings. A phone that is called is in use from its
 * answer on, also while its caller is on hold. One that calls is in use at once: its owner is dialling or waits.
 *
 * @param domainsOf the domains of the phones that register with a profile; undefined: none does. A call from a trunk names any
 *   number it likes as its caller, also that of an extension, so only calls from the phones' own profiles count.
 */
export function talkingUser(
  channel: ChannelSeen,
  domainsOf: (profile: string) => ReadonlySet<string> | undefined,
): TalkingUser | undefined {
  const [, profile] = /^sofia\/([^/]+)\//.exec(channel.name) ?? [];
  if (profile === undefined || OVER.has(channel.state)) return undefined;
  const isCaller = channel.direction === 'inbound';
  const domains = domainsOf(profile);
  if (isCaller ? domains === undefined : !IN_TALK.has(channel.state)) return undefined;
  const seen = isCaller ? userIn(channel.presenceId) : calledUser(channel);
  if (seen.user === '') return undefined;
  // What a phone writes in From is its own affair, and many write the address of the machine.
  const [only, ...others] = domains ?? [];
  if (isOurs(channel) || only === undefined) return seen;
  if (others.length === 0) return { ...seen, host: only };
  // Phones of several domains, and nothing says of which this one is.
  return seen.host === '' ? undefined : seen;
}

function isOurs({ presenceData }: ChannelSeen): boolean {
  return presenceData.startsWith(RUNG_EXTENSION);
}

function calledUser(channel: ChannelSeen): TalkingUser {
  const { presenceData, presenceId, destination } = channel;
  if (isOurs(channel)) return userIn(presenceData.slice(RUNG_EXTENSION.length));
  const called = userIn(presenceId);
  return /^\d+$/.test(called.user) ? called : { user: destination, host: '' };
}

function userIn(address: string): TalkingUser {
  const [user = '', host = ''] = address.split('@', 2);
  return { user, host: host.toLowerCase() };
}
