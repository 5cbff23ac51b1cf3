/**
 * What FreeSWITCH is told about a lamp, and what it asks. Pure. Source: actual_sofia_presence_event_handler() and
 * sofia_presence_sub_callback() of mod_sofia; measured in test/live/lamps.test.ts.
 */
import type { FiredEvent } from '../../telephony/esl/event-source.js';
import type { EslMessage } from '../../telephony/esl/message-decoder.js';
import type { EventSubscription } from '../../telephony/esl/subscription.js';
import { lampKey, type LampAddress } from './lamp-states.js';

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
  readonly name: string;
  readonly host: string;
  readonly on: boolean;
}

/** Undefined for what `teller` has told itself, and for what went to one subscription alone. */
export function readTold({ headers }: EslMessage, teller: string): HeardLamp | undefined {
  if (headers.get(TELLER) === teller || headers.get('call-id') !== undefined) return undefined;
  const [, user = '', host = ''] = NAME.exec(headers.get('from') ?? '') ?? [];
  const kind = headers.get('proto') ?? '';
  const on = headers.get('answer-state') === 'confirmed';
  return user === '' || kind === '' ? undefined : { name: lampKey({ kind, user }), host, on };
}

/** A phone wants to know a lamp. */
export interface Probe {
  readonly address: LampAddress;
  readonly host: string;
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
  const address = plus > 0 ? { kind: whole.slice(0, plus), user: whole.slice(plus + 1) } : undefined;
  return { address: address ?? { kind: 'sip', user: whole }, host, subscription };
}

/**
 * @param host the SIP domain to which phones subscribe
 * @param teller this service, by which it knows its own again
 * @param subscription the Call-ID of the only subscription to be told; undefined: all of this lamp
 */
export function lampEvent(
  address: LampAddress,
  on: boolean,
  host: string,
  teller: string,
  subscription?: string,
): FiredEvent {
  const name = lampKey(address);
  return {
    name: 'PRESENCE_IN',
    headers: {
      proto: address.kind,
      login: 'rufgruppe',
      [TELLER]: teller,
      from: `${address.user}@${host}`,
      event_type: 'presence',
      alt_event_type: 'dialog',
      // Without an id FreeSWITCH writes no <dialog>. It must be that of no channel, or the event would go there.
      'unique-id': `lamp-${name}`,
      'answer-state': on ? 'confirmed' : 'terminated',
      'Channel-State': on ? 'CS_EXECUTE' : 'CS_HANGUP',
      'Presence-Call-Direction': 'outbound',
      rpid: on ? 'on-the-phone' : 'unknown',
      status: on ? 'Active' : 'Idle',
      ...(subscription !== undefined && { 'call-id': subscription }),
    },
  };
}
