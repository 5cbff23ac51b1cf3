/** All names of the address book in memory, in their order: looked up for each call, searched as somebody types. */
import { folded, LONGEST_EXTENSION, shownName, type Contact, type ContactContent } from '../model/contact.js';

/** What is kept of one contact. */
interface Entry {
  readonly contact: Contact;
  /** Its place in the order. */
  readonly key: string;
  /** What a search looks in. */
  readonly text: string;
}

export interface FoundContacts {
  readonly contacts: readonly Contact[];
  /** How many there are in all. */
  readonly count: number;
}

export interface WantedContacts {
  /** Each word must occur in name, company, note or in a number; empty: all. */
  readonly text: string;
  readonly from: number;
  readonly most: number;
  /** False: digits are no reason to find somebody, not in a note either, for a reader who may see no number. */
  readonly byNumber?: boolean;
}

/** Sorts by the name that people read, then by id: the same on every controller. */
export function orderKey(contact: Pick<Contact, 'id'> & ContactContent): string {
  return `${folded(shownName(contact))}\u0000${contact.id}`;
}

/** Entries that are looked through in one step. */
const IN_A_STEP = 500;

export class ContactBook {
  readonly #byId = new Map<string, Entry>();
  /** Of one number, in the order. */
  readonly #byNumber = new Map<string, Contact[]>();
  readonly #byTrunk = new Map<string, Contact[]>();
  #order: Entry[] = [];

  get size(): number {
    return this.#byId.size;
  }

  /**
   * The name for a caller's number; undefined: nobody knows it. The whole number first, then the longest company's number
   * with which it begins. Of several people with one number it is the first in the order. A few look-ups of maps.
   */
  nameOf(number: string): string | undefined {
    const contact = this.contactOf(number);
    return contact && shownName(contact);
  }

  contactOf(number: string): Contact | undefined {
    const [whole] = this.#byNumber.get(number) ?? [];
    if (whole !== undefined || this.#byTrunk.size === 0) return whole;
    for (let end = number.length; end >= Math.max(1, number.length - LONGEST_EXTENSION); end -= 1) {
      const [trunk] = this.#byTrunk.get(number.slice(0, end)) ?? [];
      if (trunk !== undefined) return trunk;
    }
    return undefined;
  }

  get(id: string): Contact | undefined {
    return this.#byId.get(id)?.contact;
  }

  /** In the order of names. */
  *all(): Generator<Contact> {
    for (const { contact } of this.#order) yield contact;
  }

  /** Others with exactly this number. */
  withNumber(number: string): readonly Contact[] {
    return this.#byNumber.get(number) ?? [];
  }

  /** Adds what comes in order, as a list that is loaded does: nothing is sorted. */
  append(contact: Contact): void {
    const entry = entryOf(contact);
    this.#byId.set(contact.id, entry);
    this.#order.push(entry);
    this.#index(contact);
  }

  /** Adds it, or replaces the one with this id. */
  put(contact: Contact): void {
    this.remove(contact.id);
    const entry = entryOf(contact);
    const at = placeIn(this.#order, entry.key, ({ key }) => key);
    this.#order.splice(at, 0, entry);
    this.#byId.set(contact.id, entry);
    this.#index(contact);
  }

  remove(id: string): void {
    const entry = this.#byId.get(id);
    if (entry === undefined) return;
    this.#byId.delete(id);
    this.#order.splice(this.#order.indexOf(entry), 1);
    for (const { number, withExtensions } of entry.contact.numbers) {
      const map = withExtensions === true ? this.#byTrunk : this.#byNumber;
      const others = (map.get(number) ?? []).filter((one) => one.id !== id);
      if (others.length === 0) map.delete(number);
      else map.set(number, others);
    }
  }

  /** In steps. */
  *search({ text, from, most, byNumber = true }: WantedContacts): Generator<undefined, FoundContacts> {
    const words = folded(text)
      .split(/\s+/)
      .filter((word) => word !== '');
    const digits = text.replaceAll(/[^\d]/g, '').replace(/^0+/, '');
    const isNumber = byNumber && digits.length >= 3 && /^[\d\s()+/.*-]+$/.test(text.trim());
    const contacts: Contact[] = [];
    let count = 0;
    if (!byNumber && words.some(isOfNumber)) return { contacts, count };
    for (const [index, { contact, text: own }] of this.#order.entries()) {
      if (index % IN_A_STEP === 0) yield;
      const isFound =
        words.every((word) => own.includes(word)) ||
        (isNumber && contact.numbers.some(({ number }) => number.includes(digits)));
      if (!isFound) continue;
      if (count >= from && contacts.length < most) contacts.push(contact);
      count += 1;
    }
    return { contacts, count };
  }

  /** A whole house can have one number: of thousands with it, none is sorted again. */
  #index(contact: Contact): void {
    for (const { number, withExtensions } of contact.numbers) {
      const map = withExtensions === true ? this.#byTrunk : this.#byNumber;
      const others = map.get(number);
      if (others === undefined) map.set(number, [contact]);
      else others.splice(placeIn(others, orderKey(contact), orderKey), 0, contact);
    }
  }
}

/** `3m` is none; whoever may search notes for `017` and then for `0171` has read the number. */
export function isOfNumber(word: string): boolean {
  return /\d{3}/.test(word) || (/\d/.test(word) && !/\p{L}/u.test(word));
}

/** Where it belongs among those that are in order: mostly behind the last one, otherwise found by halving. */
function placeIn<T>(all: readonly T[], key: string, keyOf: (one: T) => string): number {
  const last = all.at(-1);
  let [low, high] = [0, all.length];
  if (last !== undefined && keyOf(last) < key) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = all[middle];
    if (one !== undefined && keyOf(one) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function entryOf(contact: Contact): Entry {
  const { name, company, note } = contact;
  return { contact, key: orderKey(contact), text: folded(`${name}\n${company}\n${note}`) };
}
