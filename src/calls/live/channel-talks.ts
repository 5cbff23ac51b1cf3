/** Whether a channel of FreeSWITCH is a phone in use, and which extension's. Pure. */

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
  /** On legs of this service: the extension that is rung, whatever its phone calls itself. */
  readonly presenceData: string;
  readonly destination: string;
}

const IN_TALK: ReadonlySet<string> = new Set(['ACTIVE', 'HELD', 'UNHELD']);
const OVER: ReadonlySet<string> = new Set(['DOWN', 'HANGUP']);

/**
 * The extension whose phone is in use; undefined: nobody's, or it only rings. A phone that is called is in use from its
 * answer on, also while its caller is on hold. One that calls is in use at once: its owner is dialling or waits.
 *
 * @param isPhones whether phones register with a profile. A call from a trunk names any number it likes as its caller,
 *   also that of an extension, so only calls from the phones' own profiles count.
 */
export function talkingExtension(
  channel: ChannelSeen,
  isPhones: (profile: string) => boolean,
): string | undefined {
  const [, profile] = /^sofia\/([^/]+)\//.exec(channel.name) ?? [];
  if (profile === undefined || OVER.has(channel.state)) return undefined;
  const isCaller = channel.direction === 'inbound';
  if (isCaller ? !isPhones(profile) : !IN_TALK.has(channel.state)) return undefined;
  const extension = isCaller ? userOf(channel.presenceId) : calledExtension(channel);
  return extension === '' ? undefined : extension;
}

function calledExtension({ presenceData, presenceId, destination }: ChannelSeen): string {
  if (presenceData.startsWith(RUNG_EXTENSION)) return presenceData.slice(RUNG_EXTENSION.length);
  const user = userOf(presenceId);
  return /^\d+$/.test(user) ? user : destination;
}

function userOf(presenceId: string): string {
  return presenceId.split('@', 1)[0] ?? '';
}
