/**
 * What FreeSWITCH is told about a lamp, and what it asks. Pure. Source: actual_sofia_presence_event_handler() and
 * sofia_presence_sub_callback() of mod_sofia; measured in test/live/lamps.test.ts.
 */
import type { FiredEvent } from '../../telephony/esl/event-source.js';
import type { EslMessage } from '../../telephony/esl/message-decoder.js';
import type { EventSubscription } from '../../telephony/esl/subscription.js';
import { lampName, type LampAddress } from './lamp-states.js';

/** FreeSWITCH fires it for each SUBSCRIBE, also for one that refreshes. */
export const PROBE = 'PRESENCE_PROBE';

/**
 * What FreeSWITCH says when a SIP profile has started, and when mod_sofia is loaded: what lamps were told before is lost.
 * (`sofia::profile_start` comes before the profile listens; a module that loads listens 1.5 s after its profiles.)
 */
export const PHONES_CAN_BE_TOLD: readonly EventSubscription[] = [
  { events: ['PUBLISH'] },
  { events: ['MODULE_LOAD'], only: { header: 'name', value: 'sofia' } },
];

/** Marks what a service has FreeSWITCH say; the value is that service. */
const TELLER = 'rufgruppe-teller';

/** What this service and others have told the phones of a FreeSWITCH. */
export const TOLD: EventSubscription = { events: ['PRESENCE_IN'], only: { header: TELLER } };

/** What another service told all phones that watch a lamp. */
export interface HeardLamp {
  readonly address: LampAddress;
  readonly on: boolean;
}

/** Undefined for what `teller` has told itself, and for what went to one subscription alone. */
export function readTold({ headers }: EslMessage, teller: string): HeardLamp | undefined {
  if (headers.get(TELLER) === teller || headers.get('call-id') !== undefined) return undefined;
  const [, user = '', host = ''] = NAME.exec(headers.get('from') ?? '') ?? [];
  const kind = headers.get('proto') ?? '';
  const on = headers.get('answer-state') === 'confirmed';
  return user === '' || kind === '' ? undefined : { address: { kind, user, host }, on };
}

/** A phone wants to know a lamp. */
export interface Probe {
  readonly address: LampAddress;
  /** The Call-ID of its subscription. */
  readonly subscription: string;
}

// A subscriber chooses the name: printable ASCII only.
const NAME = /^([!-?A-~]{1,100})@([A-Za-z0-9.:[\]-]{1,255})$/;

/** Undefined for a question without a name, or with one that no lamp can have. */
export function readProbe({ headers }: EslMessage): Probe | undefined {
  const subscription = headers.get('sub-call-id') ?? '';
  const [, whole = '', host = ''] = NAME.exec(headers.get('to') ?? '') ?? [];
  if (whole === '' || subscription === '') return undefined;
  const plus = whole.indexOf('+');
  const kind = plus > 0 ? whole.slice(0, plus) : 'sip';
  return { address: { kind, user: plus > 0 ? whole.slice(plus + 1) : whole, host }, subscription };
}

/**
 * @param teller this service, by which it knows its own again
 * @param subscription the Call-ID of the only subscription to be told; undefined: all of this lamp
 */
export function lampEvent(
  address: LampAddress,
  on: boolean,
  teller: string,
  subscription?: string,
): FiredEvent {
  const name = lampName(address);
  return {
    name: 'PRESENCE_IN',
    headers: {
      proto: address.kind,
      login: 'rufgruppe',
      [TELLER]: teller,
      from: `${address.user}@${address.host}`,
      event_type: 'presence',
      alt_event_type: 'dialog',
      // The id must be that of no channel, or the event would go there. Without one FreeSWITCH writes no <dialog>, which is a
      // lamp that is off; with one it would make a call that is up of it while that user's own phone has a call.
      ...(on && { 'unique-id': `lamp-${name}` }),
      'answer-state': on ? 'confirmed' : 'terminated',
      'Channel-State': 'CS_EXECUTE',
      'Presence-Call-Direction': 'outbound',
      rpid: on ? 'on-the-phone' : 'unknown',
      status: on ? 'Active' : 'Idle',
      ...(subscription !== undefined && { 'call-id': subscription }),
    },
  };
}
