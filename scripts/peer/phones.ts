/** How a phone behaves, in the words of the command line and of the tests. */
export type Behaviour =
  | { readonly kind: 'silent' }
  /** Answers, and hangs up after `talkSec` of conversation. */
  | { readonly kind: 'answer'; readonly afterSec: number; readonly talkSec: number }
  | { readonly kind: 'busy'; readonly afterSec: number }
  | { readonly kind: 'reject'; readonly afterSec: number }
  | { readonly kind: 'redirect'; readonly afterSec: number }
  | { readonly kind: 'unregistered' }
  /** Answers, hears the announcement and presses the key (when one is asked for) two seconds later. */
  | { readonly kind: 'confirm'; readonly afterSec: number; readonly talkSec: number }
  /** Answers and presses nothing. A person hangs up after ten seconds; a voicemail never does. */
  | { readonly kind: 'noconfirm'; readonly afterSec: number; readonly talkSec: number }
  | { readonly kind: 'voicemail'; readonly afterSec: number; readonly talkSec: number };

/** One contact of an extension, or one external number. */
export interface Phone {
  /** Extension, or the number as it is dialled. */
  readonly number: string;
  readonly behaviour: Behaviour;
}

const TALK_SEC = 5;

/** Undefined: not one of the words that --help lists. */
export function parseBehaviour(text: string): Behaviour | undefined {
  const match = /^([a-z]+)(?:@(\d{1,4}(?:\.\d{1,3})?)s)?(?:\+(\d{1,4})s)?$/.exec(text);
  if (match === null) return undefined;
  const kind = match[1] ?? '';
  const at = match[2] === undefined ? undefined : Number(match[2]);
  const talkSec = match[3] === undefined ? undefined : Number(match[3]);
  switch (kind) {
    case 'silent':
    case 'unregistered':
      return at === undefined && talkSec === undefined ? { kind } : undefined;
    case 'busy':
    case 'reject':
    case 'redirect':
      return talkSec === undefined ? { kind, afterSec: at ?? 0 } : undefined;
    case 'answer':
    case 'confirm':
    case 'noconfirm':
    case 'voicemail':
      return { kind, afterSec: at ?? 3, talkSec: talkSec ?? TALK_SEC };
    default:
      return undefined;
  }
}

/** Reads `1001=answer@4s`; undefined when either side is not understood. */
export function parsePhone(text: string): Phone | undefined {
  const match = /^(\+?[0-9]{1,20})=(.+)$/.exec(text);
  const behaviour = match?.[2] === undefined ? undefined : parseBehaviour(match[2]);
  return match?.[1] === undefined || behaviour === undefined ? undefined : { number: match[1], behaviour };
}

/** A phone and its address in FreeSWITCH. */
export interface Contact {
  readonly phone: Phone;
  /** `sofia/internal/sip:1001@127.0.0.1:6001` */
  readonly dial: string;
}

/** Every phone that can be dialled. Phones that are not named are registered and ring without answering. */
export class PhoneBook {
  readonly #contacts = new Map<string, Contact[]>();
  #port = 6000;

  constructor(phones: readonly Phone[]) {
    for (const phone of phones) this.#add(phone);
  }

  /** Registered contacts of an extension. */
  contactsOf(extension: string): readonly Contact[] {
    const known = this.#contacts.get(extension) ?? [
      this.#add({ number: extension, behaviour: { kind: 'silent' } }),
    ];
    return known.filter((contact) => contact.phone.behaviour.kind !== 'unregistered');
  }

  /** The phone behind a leg's address; undefined: no such endpoint. */
  find(endpoint: string, data: string): Phone | undefined {
    const dial = `${endpoint}/${data}`;
    for (const contacts of this.#contacts.values()) {
      for (const contact of contacts) if (contact.dial === dial) return contact.phone;
    }
    const gateway = /^gateway\/[^/]+\/(.+)$/.exec(data)?.[1];
    if (gateway !== undefined) return this.#external(gateway);
    const user = /^[^/]+\/(?:sips?:)?([^@;]+)@/.exec(data)?.[1];
    return endpoint === 'sofia' && user !== undefined ? this.contactsOf(user)[0]?.phone : undefined;
  }

  /** +49…, 0049… and 0… mean the same phone, whatever format the gateway wants. */
  #external(dialled: string): Phone {
    for (const [number, contacts] of this.#contacts) {
      if (contacts[0] !== undefined && subscriber(number) === subscriber(dialled)) return contacts[0].phone;
    }
    return { number: dialled, behaviour: { kind: 'silent' } };
  }

  #add(phone: Phone): Contact {
    this.#port += 1;
    const contact = { phone, dial: `sofia/internal/sip:${phone.number}@127.0.0.1:${this.#port}` };
    this.#contacts.set(phone.number, [...(this.#contacts.get(phone.number) ?? []), contact]);
    return contact;
  }
}

function subscriber(number: string): string {
  return number.replace(/^(?:\+|00)49/, '0');
}
