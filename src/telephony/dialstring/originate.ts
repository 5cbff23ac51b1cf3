/** The one file that writes dial-string syntax: legs and policies in, the argument of `bridge` out. Pure. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import { assertNever } from '../../base/errors.js';
import type { Caller } from '../../base/model/call.js';
import type { Settings } from '../../base/model/settings.js';
import type { Group } from '../../base/model/snapshot.js';
import { table } from '../../base/model/wording.js';
import { BASE_WORDS } from '../../base/words/words.js';
import { confirmVariables, noticeVariables } from './confirm.js';
import type { Leg } from './legs.js';
import {
  displayText,
  isUsableContact,
  nameVariable,
  plainToken,
  quotedVariable,
  UnsafeValueError,
  variable,
} from './text.js';

/** Channel variable on every leg: the caller's channel uuid. Events are filtered by it. */
export const CALL_VARIABLE = 'rufgruppe_call';

/** In `presence_data` of a desk phone's leg: the extension, whatever the phone calls itself. Events of all kinds have it. */
export const RUNG_EXTENSION = 'rufgruppe-';

/** What goes into the string, besides the legs. */
export interface OriginateContext {
  /** The caller's channel uuid. */
  readonly callId: string;
  readonly caller: Caller;
  readonly group: Group;
  readonly settings: Settings;
  readonly ringSec: number;
  /** Path as FreeSWITCH sees it; undefined: the call is not recorded. */
  readonly recordingFile?: string | undefined;
  /** What a member hears who picks up, before the talk; undefined: nothing. */
  readonly noticeFile?: string | undefined;
}

/** The Reason header that keeps a phone from listing a missed call (RFC 3326). */
export const COMPLETED_ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"';

/** What phones show for a caller who withholds the number. */
export const WITHHELD_NAME = table(BASE_WORDS, 'withheld');
const WITHHELD_NUMBER = 'anonymous';

/**
 * The argument of `bridge` for one stage.
 *
 * `media_mix_inbound_outbound_codecs` offers the phones all codecs of their profile behind the caller's. Without it they
 * are offered the caller's alone, and a phone that does not speak it refuses the call with 488.
 *
 * `originate_timeout` counts whole seconds of the wall clock and cancels up to one second early; one more
 * second makes it "at least ringSec, at most one more".
 *
 * @throws UnsafeValueError when a value of the configuration or of a registration could change the string;
 *   nothing is dialled then.
 */
export function originateString(legs: readonly Leg[], context: OriginateContext): string {
  const all = [
    variable('ignore_early_media', true),
    variable('outbound_redirect_fatal', true),
    variable('originate_timeout', context.ringSec + 1),
    variable('media_mix_inbound_outbound_codecs', true),
    variable(CALL_VARIABLE, context.callId),
  ];
  return `{${all.join(',')}}${legs.map((leg) => legString(leg, context)).join(',')}`;
}

function legString(leg: Leg, context: OriginateContext): string {
  const variables = [
    variable('origination_uuid', leg.id),
    ...extensionVariables(leg),
    ...identityVariables(leg, context),
    ...missedCallVariables(leg, context),
    ...alertVariables(leg, context),
    ...timeVariables(leg),
    ...(leg.confirm ? confirmVariables(context, spokenDigits(context)) : noticeVariables(context)),
    ...keyVariables(leg, context),
    ...recordingVariables(context),
  ];
  return `[${variables.join(',')}]${endpointString(leg, context.settings)}`;
}

function extensionVariables({ target }: Leg): string[] {
  return target.kind === 'extension'
    ? [variable('presence_data', `${RUNG_EXTENSION}${target.extension}`)]
    : [];
}

/** FreeSWITCH counts `leg_timeout` from the leg's own begin, and both by the same clock as `originate_timeout`. */
function timeVariables({ delaySec, ringSec }: Leg): string[] {
  return [
    ...(delaySec > 0 ? [variable('leg_delay_start', delaySec)] : []),
    ...(ringSec === undefined ? [] : [variable('leg_timeout', ringSec)]),
  ];
}

/** FreeSWITCH plays at most 128 sounds one after another; nobody keeps more digits in mind anyway. */
const MOST_DIGITS = 20;

/** The caller's number as people of the house dial it; empty for a withheld one, and for anything but digits. */
function spokenDigits({ caller, settings: { country } }: OriginateContext): string {
  if (caller.kind === 'withheld') return '';
  const { e164, number } = caller;
  const digits = e164 === undefined ? number : gatewayNumber(e164, { gatewayFormat: 'national', country });
  return /^\d+$/.test(digits) ? digits.slice(0, MOST_DIGITS) : '';
}

function endpointString({ endpoint }: Leg, settings: Settings): string {
  switch (endpoint.kind) {
    case 'contact':
      if (!isUsableContact(endpoint.contact)) throw new UnsafeValueError('the contact of a phone');
      return endpoint.contact;
    case 'gateway': {
      const gateway = settings.gateway ?? '';
      if (!/^[A-Za-z0-9_.-]+$/.test(gateway)) throw new UnsafeValueError('the gateway');
      return `sofia/gateway/${gateway}/${gatewayNumber(endpoint.e164, settings)}`;
    }
    default:
      return assertNever(endpoint);
  }
}

/** An E.164 number in the format that the gateway expects. */
export function gatewayNumber(e164: string, settings: Pick<Settings, 'gatewayFormat' | 'country'>): string {
  if (!/^\+[1-9]\d{3,14}$/.test(e164)) throw new UnsafeValueError('an external number');
  switch (settings.gatewayFormat) {
    case 'e164':
      return e164;
    case '00':
      return `00${e164.slice(1)}`;
    case 'national': {
      const parsed = parsePhoneNumberFromString(e164);
      const home = parsed?.country === (settings.country as CountryCode);
      return home ? parsed.formatNational().replace(/\D/g, '') : `00${e164.slice(1)}`;
    }
    default:
      return assertNever(settings.gatewayFormat);
  }
}

/**
 * The caller identity that phones show. Desk phones get the group's display name and the caller's number. External
 * phones get the caller's number or the group's own, and no name of the address book. An extension means nothing outside, so the group's number
 * stands in for a colleague who calls.
 *
 * `sip_cid_type=none` keeps FreeSWITCH from adding the caller's identity in further headers, and
 * `origination_privacy=no` keeps it from copying the privacy flags of the caller's own request (both measured:
 * freeswitch/README.md).
 */
function identityVariables(leg: Leg, context: OriginateContext): string[] {
  const identity = leg.endpoint.kind === 'contact' ? deskIdentity(context) : externalIdentity(context);
  return [...identity, variable('sip_cid_type', 'none'), variable('origination_privacy', 'no')];
}

function deskIdentity(context: OriginateContext): string[] {
  const { caller, group } = context;
  if (caller.kind === 'withheld') {
    return shown(displayOf(context) || WITHHELD_NAME[group.language], WITHHELD_NUMBER);
  }
  return shown(displayOf(context), dialable(caller.number));
}

function externalIdentity({ caller, group, settings }: OriginateContext): string[] {
  const e164 = caller.kind === 'known' ? caller.e164 : undefined;
  const asGroup = group.externalCallerId === 'group' || (caller.kind === 'known' && e164 === undefined);
  if (asGroup && group.publicNumber !== undefined) {
    return shown(displayText(group.name), gatewayNumber(group.publicNumber, settings));
  }
  if (e164 === undefined || group.externalCallerId === 'group') return hiddenFromCarrier(group);
  const number = gatewayNumber(e164, settings);
  const sent = caller.kind === 'known' && caller.isNamedHere !== true ? caller.name : undefined;
  return shown(sent ?? number, number);
}

/** Withholds the caller's identity from the carrier: an anonymous From and a Privacy header (RFC 3323). */
function hiddenFromCarrier(group: Group): string[] {
  return [
    ...shown(WITHHELD_NAME[group.language], WITHHELD_NUMBER),
    quotedVariable('sip_from_uri', 'sip:anonymous@anonymous.invalid'),
    variable('sip_h_Privacy', 'id'),
  ];
}

/** The display template of the group, filled in: `{group}: {caller}` becomes `Vertrieb: Erika Muster`. */
export function displayOf({ caller, group }: Pick<OriginateContext, 'caller' | 'group'>): string {
  const known = caller.kind === 'known' ? caller : undefined;
  const withheld = WITHHELD_NAME[group.language];
  const words: Readonly<Record<string, string>> = {
    group: group.name,
    caller: known?.name ?? known?.number ?? withheld,
    name: known?.name ?? (known === undefined ? withheld : ''),
    number: known?.number ?? withheld,
  };
  return displayText(
    group.display.replace(/\{(group|caller|name|number)\}/g, (_, key: string) => words[key] ?? ''),
  );
}

function dialable(number: string): string {
  return number.replace(/[^A-Za-z0-9+._-]/g, '') || WITHHELD_NUMBER;
}

function shown(name: string, number: string): string[] {
  return [
    nameVariable('origination_caller_id_name', name === '' ? number : name),
    variable('origination_caller_id_number', number),
  ];
}

/**
 * Whether a desk phone lists a missed call when somebody else answers, or nobody does. Mobiles ignore these
 * headers.
 */
function missedCallVariables(leg: Leg, { group }: OriginateContext): string[] {
  if (leg.endpoint.kind === 'gateway') return [];
  switch (group.missedOnPhones) {
    case 'never':
      return [quotedVariable('sip_reason', COMPLETED_ELSEWHERE)];
    case 'unanswered':
      return [];
    case 'always':
      return [variable('ignore_completed_elsewhere', true)];
    default:
      return assertNever(group.missedOnPhones);
  }
}

function alertVariables(leg: Leg, { group }: OriginateContext): string[] {
  if (leg.endpoint.kind === 'gateway' || group.alertInfo === undefined) return [];
  return [quotedVariable('alert_info', group.alertInfo)];
}

/** Keys of the talk that come as SIP INFO; a leg that waits for key 1 has it anyway. */
function keyVariables({ confirm }: Leg, { recordingFile }: OriginateContext): string[] {
  return recordingFile === undefined || confirm ? [] : [variable('rtp_liberal_dtmf', true)];
}

/** Of a leg whose recording runs on the caller's channel. */
export const FOLLOW_VARIABLE = 'rufgruppe_recording_follows';

/** Channel variable of a leg that is recorded: the file. */
export const RECORDING_VARIABLE = 'rufgruppe_recording';

/**
 * The recording runs on the member's leg and ends with it, so it contains nothing that the caller says to others
 * after a transfer, unless the group wants that: then it runs on the caller's channel (talk-codes.ts). It starts when the leg is bridged, which is after the prompt and key 1. If the leg is bridged
 * a second time, the caller has transferred the member; by then the second command has turned the first one into a
 * stop.
 */
function recordingVariables({ recordingFile, group }: OriginateContext): string[] {
  if (recordingFile === undefined) return [];
  return recordingPairs(recordingFile, group).map(([name, value]) =>
    value.includes(' ') ? quotedVariable(name, value) : variable(name, value),
  );
}

/**
 * The same as names and values, for a phone that is there already.
 *
 * @throws UnsafeValueError when the file's name could be read as something else.
 */
export function recordingPairs(
  recordingFile: string,
  { recordingOnTransfer }: Pick<Group, 'recordingOnTransfer'>,
): readonly (readonly [name: string, value: string])[] {
  const file = plainToken('recordingsFolder', recordingFile);
  if (recordingOnTransfer === 'goOn')
    return [
      [RECORDING_VARIABLE, file],
      [FOLLOW_VARIABLE, 'true'],
    ];
  return [
    ['RECORD_STEREO', 'true'],
    // The caller is on the left channel, the member on the right.
    ['RECORD_STEREO_SWAP', 'true'],
    [RECORDING_VARIABLE, file],
    ['execute_on_pre_bridge_1', `record_session ${file}`],
    ['execute_on_pre_bridge_2', `set execute_on_pre_bridge_1=stop_record_session ${file}`],
  ];
}
