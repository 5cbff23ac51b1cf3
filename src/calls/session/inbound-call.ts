/**
 * The edge: what FreeSWITCH says about an incoming call becomes an InboundCall. From here on a withheld
 * caller has no number and no name, and nobody compares strings such as "anonymous".
 */
import type { Caller, InboundCall } from '../../base/model/call.js';
import type { Settings } from '../../base/model/settings.js';
import { displayText } from '../../telephony/dialstring/text.js';

/** What the event socket reports about a channel; both lookups return undefined for what was not sent. */
export interface ChannelFacts {
  header(name: string): string | undefined;
  variable(name: string): string | undefined;
}

/** What must be known of the configuration to read a call. */
export interface EdgeKnowledge {
  readonly isExtension: (number: string) => boolean;
  /** E.164 of a valid phone number, undefined for everything else. */
  toE164(number: string): string | undefined;
  /** The address book's name for a number; undefined: it knows none. Answers from memory. */
  nameOf(number: string): string | undefined;
  /** Whose name wins where the call brings one too. */
  readonly callerNames: Settings['callerNames'];
}

const WITHHELD_USERS = new Set([
  '',
  'anonymous',
  'unavailable',
  'restricted',
  'private',
  'withheld',
  'unknown',
  'invalid',
  'blocked',
  'hidden',
  'suppressed',
  'none',
  'null',
  'nonumber',
  'nocallerid',
  'notavailable',
  'callerunknown',
  // What Asterisk writes where it has no number.
  'asterisk',
  // What FreeSWITCH makes of a From without a user.
  'nobody',
]);
const HIDING_PRIVACY = new Set(['id', 'user', 'header', 'full', 'uri', 'name', 'yes', 'true', 'on']);

/** A text without any letter or digit from 1 to 9 (`+`, `00`) is no number either, unless an extension is called so. */
function isWithheldUser(given: string, { isExtension }: EdgeKnowledge): boolean {
  const [user = ''] = given.trim().split('@');
  if (isExtension(user)) return false;
  return !/[1-9A-Za-z]/.test(user) || WITHHELD_USERS.has(user.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

function isWithheld(channel: ChannelFacts, number: string, knowledge: EdgeKnowledge): boolean {
  const privacy = `${channel.variable('sip_Privacy') ?? ''};${channel.variable('sip_h_Privacy') ?? ''}`;
  const fromUser = channel.variable('sip_from_user');
  const rpid = channel.variable('sip_Remote-Party-ID') ?? '';
  const fromHost = channel.variable('sip_from_host')?.toLowerCase() ?? '';
  return (
    isWithheldUser(number, knowledge) ||
    (fromUser !== undefined && isWithheldUser(fromUser, knowledge)) ||
    fromHost.endsWith('.invalid') ||
    channel.header('Caller-Privacy-Hide-Number') === 'true' ||
    /privacy=(full|uri|name|yes)/i.test(rpid) ||
    privacy.split(/[;,\s"]+/).some((token) => HIDING_PRIVACY.has(token.toLowerCase()))
  );
}

function callerOf(channel: ChannelFacts, knowledge: EdgeKnowledge): Caller {
  const given = (channel.header('Caller-Caller-ID-Number') ?? '').trim();
  const number = given.replace(/[^A-Za-z0-9+*#._-]/g, '').slice(0, 64);
  if (number === '' || isWithheld(channel, given, knowledge)) return { kind: 'withheld' };
  const said = displayText(channel.header('Caller-Caller-ID-Name') ?? '');
  const name = said === '' || said === number || said === given ? undefined : said;
  // Phones of the house have names of their own.
  if (knowledge.isExtension(number)) return { kind: 'known', number, e164: undefined, name };
  const e164 = knowledge.toE164(number);
  const known = displayText(knowledge.nameOf(e164 ?? number) ?? '');
  if (known === '' || (name !== undefined && knowledge.callerNames === 'trunk'))
    return { kind: 'known', number, e164, name };
  return { kind: 'known', number, e164, name: known, isNamedHere: true };
}

/**
 * The user of this system who is calling, if any: a phone that authenticated with a password, or an extension's
 * number on a call that did not come in over a gateway. The dialplan can decide it with `rufgruppe_from` = `inside`
 * or `outside`.
 */
function callingExtension(channel: ChannelFacts, knowledge: EdgeKnowledge): string | undefined {
  const said = channel.variable('rufgruppe_from');
  const cameOverGateway =
    channel.variable('sip_gateway_name') !== undefined || channel.variable('sip_gateway') !== undefined;
  if (said === 'outside' || (cameOverGateway && said !== 'inside')) return undefined;
  const login = channel.variable('sip_auth_username') ?? channel.variable('user_name');
  const candidates = [login, channel.variable('sip_from_user'), channel.header('Caller-Caller-ID-Number')];
  return candidates.find((number) => number !== undefined && knowledge.isExtension(number));
}

/** The trunk that the call came in on: its gateway, or else the SIP profile; undefined: not a SIP call. */
export function trunkOf(channel: ChannelFacts): string | undefined {
  return (
    channel.variable('sip_gateway_name') ??
    channel.variable('sip_gateway') ??
    channel.variable('sofia_profile_name')
  );
}

/** The dialled group: the dialplan's `hunt_group`, else the socket's path (`host:port/700`), else the number dialled. */
function dialledGroup(channel: ChannelFacts): string {
  return (
    channel.variable('hunt_group') ??
    channel.variable('socket_path') ??
    channel.header('Caller-Destination-Number') ??
    ''
  ).trim();
}

/**
 * Reads a channel as the event socket describes it in its first answer (CHANNEL_DATA).
 *
 * @param uuid the caller's channel.
 */
export function readInboundCall(uuid: string, channel: ChannelFacts, knowledge: EdgeKnowledge): InboundCall {
  const callerExtension = callingExtension(channel, knowledge);
  const said = channel.variable('rufgruppe_from');
  const loggedIn =
    channel.variable('sip_auth_username') !== undefined || channel.variable('user_name') !== undefined;
  const inside = said === 'inside' || (said !== 'outside' && (loggedIn || callerExtension !== undefined));
  return {
    id: uuid,
    groupNumber: dialledGroup(channel),
    caller: callerOf(channel, knowledge),
    callerExtension,
    fromOutside: !inside,
  };
}
