/**
 * Who dialled a code. Only the login that FreeSWITCH has checked counts: a phone chooses its own From, and a code
 * would then do what somebody else may.
 */
import type { Snapshot } from '../../base/model/snapshot.js';
import { inboundCall } from '../session/arrival.js';
import type { ChannelFacts } from '../session/inbound-call.js';
import type { CodeDesk, Dialler } from './code-desk.js';
import type { Phone } from './rules/decide.js';

/** The dialplan hands over the dialled digits in it; a channel that has it asks for a code. */
export const CODE_VARIABLE = 'rufgruppe_code';

/** Set before something is changed: the next controller does not do it a second time. */
export const BEGUN_VARIABLE = 'rufgruppe_code_begun';

/** What was dialled; undefined: the channel is a caller of a group. */
export function dialledCode(channel: ChannelFacts): string | undefined {
  return channel.variable(CODE_VARIABLE)?.trim();
}

/**
 * FreeSWITCH sets `sip_auth_username` after a password was right, and `sip_authorized` with it or for an address of its
 * access list; `user_name` alone can be written by any dialplan.
 */
export function phoneOf(channel: ChannelFacts): Phone {
  const isOutside =
    channel.variable('rufgruppe_from') === 'outside' ||
    channel.variable('sip_gateway_name') !== undefined ||
    channel.variable('sip_gateway') !== undefined;
  const login = channel.variable('sip_auth_username') ?? authorizedUser(channel);
  if (isOutside || login === undefined || !/^\d{1,15}$/.test(login)) return { kind: 'stranger' };
  // Whoever transferred the call chose the code, and is somebody else than who signed in.
  const isTransferred = (channel.header('Caller-Profile-Index') ?? '1') !== '1';
  return isTransferred ? { kind: 'transferred' } : { kind: 'inside', extension: login };
}

function authorizedUser(channel: ChannelFacts): string | undefined {
  return channel.variable('sip_authorized') === 'true' ? channel.variable('user_name') : undefined;
}

/** How the audit log may name the phone. */
export function diallerOf(
  uuid: string,
  channel: ChannelFacts,
  phone: Phone,
  snapshot: Snapshot,
  toE164: CodeDesk['toE164'],
): Dialler {
  const isWithheld =
    inboundCall(uuid, channel, snapshot, { toE164, nameOf: () => undefined }).caller.kind === 'withheld';
  return { extension: phone.kind === 'inside' && !isWithheld ? phone.extension : undefined };
}
