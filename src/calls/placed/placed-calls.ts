/**
 * Calls that people place by a click: their own phone rings, and when it is lifted FreeSWITCH calls the number. Follows
 * each until its own phone has hung up or given up.
 */
import { randomUUID } from 'node:crypto';
import { sipUserOf, type SipUser } from '../../base/model/phone-address.js';
import { parseContacts } from '../../telephony/dialstring/text.js';
import {
  PLACED_VARIABLE,
  placeCallCommand,
  type OwnPhone,
  type PlaceCallOrder,
} from '../../telephony/dialstring/place-call.js';
import type { EventSource, SwitchApi } from '../../telephony/esl/event-source.js';
import type { EslMessage } from '../../telephony/esl/message-decoder.js';
import { CallsOfAccounts, type TooMany } from './calls-of-accounts.js';
import { PlacedLegs, type PlacedEnd } from './placed-legs.js';

const PLACED = { header: `variable_${PLACED_VARIABLE}` };
const EVENTS = { events: ['CHANNEL_ANSWER', 'CHANNEL_HANGUP_COMPLETE'], only: PLACED } as const;

/** How long the own phone rings, in seconds. */
export const OWN_RING_SEC = 30;

export interface Placing extends Pick<PlaceCallOrder, 'extension' | 'number' | 'shown' | 'settings'> {
  /** Who places it; an account may place so many in a time. */
  readonly account: string;
  /** Called once if the call was begun and its end is told: the own phone was not lifted, or has hung up. */
  readonly onOver: (how: PlacedEnd) => void;
}

export type Placed =
  | { readonly kind: 'ringing' }
  /** The own phone rings for another call that was placed. */
  | { readonly kind: 'alreadyRings' }
  | ({ readonly kind: 'tooMany' } & TooMany)
  /** No FreeSWITCH is connected. */
  | { readonly kind: 'noFreeswitch' }
  /** No phone of the extension is registered. */
  | { readonly kind: 'notRegistered' }
  /** FreeSWITCH does not do it, for this reason. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface PlacedCalls {
  /** Never rejects. */
  place(order: Placing): Promise<Placed>;
  stop(): void;
}

export interface PlacedLog {
  warn(facts: object, message: string): void;
}

export function placedCalls(sources: readonly EventSource[], log: PlacedLog): PlacedCalls {
  const apis = new Map<EventSource, SwitchApi>();
  const legs = new PlacedLegs();
  const accounts = new CallsOfAccounts();
  const ends = sources.flatMap((source) => [
    source.onConnected((api) => void apis.set(source, api)),
    source.onState(({ kind }) => kind !== 'connected' && apis.delete(source)),
    source.watch(EVENTS, (event) => hear(event, legs)),
  ]);
  return {
    place: async (order) => {
      if (legs.isRinging(order.extension, Date.now())) return { kind: 'alreadyRings' };
      const met = accounts.count(order.account, Date.now());
      if (met !== undefined) return { kind: 'tooMany', ...met };
      const asked = legs.asking(order.extension, () => place(order, [...apis.values()], legs));
      return asked.catch((error: unknown): Placed => {
        log.warn({ err: error }, 'a call that somebody wanted to place could not be placed');
        return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
      });
    },
    stop: () => ends.forEach((end) => end()),
  };
}

function hear(event: EslMessage, legs: PlacedLegs): void {
  const [id, leg] = [event.headers.get(PLACED.header), event.headers.get('Unique-ID')];
  if (id === undefined || leg === undefined) return;
  if (event.eventName === 'CHANNEL_ANSWER') legs.answered(id, leg);
  else legs.ended(id, leg);
}

/** On the first FreeSWITCH where the extension is registered. */
async function place(order: Placing, apis: readonly SwitchApi[], legs: PlacedLegs): Promise<Placed> {
  const { user, domain } = ownUser(order);
  if (apis.length === 0) return { kind: 'noFreeswitch' };
  for (const api of apis) {
    const contacts = parseContacts(await api(`sofia_contact ${user}@${domain}`), user);
    if (contacts.length > 0) return placeOn(api, contacts, order, legs);
  }
  return { kind: 'notRegistered' };
}

function ownUser({ extension, settings }: Placing): SipUser {
  return sipUserOf(extension, { home: settings.domain });
}

async function placeOn(
  api: SwitchApi,
  contacts: readonly string[],
  order: Placing,
  legs: PlacedLegs,
): Promise<Placed> {
  const context = await contextOf(api, contacts[0] ?? '', order);
  if (context === undefined) return { kind: 'refused', reason: `user_context ${order.extension}?` };
  const id = randomUUID();
  const phones: readonly OwnPhone[] = contacts.map((contact) => ({ id: randomUUID(), contact }));
  const command = placeCallCommand({ ...order, id, phones, context, ringSec: OWN_RING_SEC });
  // Before the command: a phone that is busy ends its leg before the reply has been read.
  legs.begin(id, { ...order, legs: phones.map((phone) => phone.id), atMs: Date.now() });
  const said = await api(command);
  if (said.startsWith('+OK')) return { kind: 'ringing' };
  legs.forget(id);
  return { kind: 'refused', reason: said.trim() };
}

/** As FreeSWITCH itself finds it for a call of this phone: the user's own context, or that of the phone's profile. */
async function contextOf(api: SwitchApi, contact: string, order: Placing): Promise<string | undefined> {
  const { user, domain } = ownUser(order);
  const own = (await api(`user_data ${user}@${domain} var user_context`)).trim();
  if (own !== '') return own;
  const profile = contact.split('/', 2)[1] ?? '';
  const status = await api(`sofia xmlstatus profile ${profile}`);
  return /<context>([^<]+)<\/context>/.exec(status)?.[1];
}
