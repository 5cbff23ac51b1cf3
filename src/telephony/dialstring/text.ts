/**
 * What may stand inside a dial string.
 *
 * FreeSWITCH reads `{}`, `[]`, `<>`, `,`, `|`, `'`, `\`, `^^`, `:_:` and `${…}` inside the argument of
 * `bridge` as its own language, and `${…}` even runs API commands. Callers choose their display names, and
 * phones their Contact. Names are therefore percent-encoded, which FreeSWITCH undoes when it writes the SIP
 * header; every other value is made of characters that mean nothing to it, or is not written.
 */
import { AppError } from '../../base/errors.js';

/** A value that cannot be written into a dial string without changing its meaning. */
export class UnsafeValueError extends AppError {
  constructor(what: string) {
    super('UNSAFE_DIAL_STRING_VALUE', `${what} has characters that must not stand in a dial string`);
  }
}

/** Longest display text that is sent to a phone, in code points; desk phones show 20 to 40. */
export const DISPLAY_MAX = 60;

/**
 * Any text as it may be shown on a phone: letters of every script, digits and punctuation stay. A double
 * quote becomes a typographic one and a backslash a slash, because FreeSWITCH does not quote them in a SIP
 * header; control and direction-changing characters become spaces. At most DISPLAY_MAX code points; may be
 * empty.
 */
export function displayText(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/"/g, '”')
    .replace(/\\/g, '/')
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return Array.from(plain).slice(0, DISPLAY_MAX).join('').trim();
}

/**
 * `name='text'` for a display name: all but letters, digits and spaces percent-encoded. FreeSWITCH decodes
 * it once, when it writes From and P-Asserted-Identity, long after the dial string was read.
 * @throws UnsafeValueError for an empty text, which FreeSWITCH takes for "not set": the caller's real name
 *   would be shown; and for text that displayText() would change.
 */
export function nameVariable(name: string, text: string): string {
  if (text === '' || text !== displayText(text)) throw new UnsafeValueError(name);
  const encoded = Array.from(new TextEncoder().encode(text), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9 ]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  return `${name}='${encoded.join('')}'`;
}

const TOKEN = /^[A-Za-z0-9_.:/@+~-]+$/;
const QUOTABLE = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp},|[\]{}'\\^$`]*$/u;

/**
 * The value itself, when it is one plain token: a number, a uuid, a path, `true`.
 * @throws UnsafeValueError, naming `what`, when it is anything else.
 */
export function plainToken(what: string, value: string): string {
  if (!isPlainToken(value)) throw new UnsafeValueError(what);
  return value;
}

/** True when the value is one plain token. */
export function isPlainToken(value: string): boolean {
  return TOKEN.test(value) && !value.includes(':_:');
}

/**
 * `name=value` with a value that is one plain token.
 * @throws UnsafeValueError when the value is anything else.
 */
export function variable(name: string, value: string | number | boolean): string {
  return `${name}=${plainToken(name, String(value))}`;
}

/**
 * `name='value'` for a value with spaces and signs, such as a SIP header.
 * @throws UnsafeValueError when the value could end the quotes or be expanded.
 */
export function quotedVariable(name: string, value: string): string {
  if (!QUOTABLE.test(value) || value.includes(':_:')) throw new UnsafeValueError(name);
  return `${name}='${value}'`;
}

// Host as a name, an IPv4 address or a bracketed IPv6 address; parameters such as ;fs_path=sip%3A…. Headers (`?Route=…`)
// would become headers of the call, and no phone registers with them.
const CONTACT =
  /^sofia\/(?!gateway\/)[A-Za-z0-9_.-]+\/sips?:([A-Za-z0-9_.!~*+&=;/%-]+)@([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?(;[A-Za-z0-9_.!~*+&=;/%:@-]*)?$/;

/** True when a contact, as `sofia_contact` lists it, can stand in a dial string as it is. */
export function isUsableContact(contact: string): boolean {
  return contact.length <= 1024 && CONTACT.test(contact) && !contact.includes(':_:');
}

/** Shorter numbers are extensions: phones register with them, and carriers charge for none of them. */
const SHORTEST_NUMBER = 5;

/**
 * True if the contact's host could read the contact as a phone number other than the extension. If such a contact names
 * the host of a carrier that accepts calls by this system's IP address, ringing it would place a call to that number.
 */
export function namesNumber(contact: string, extension: string): boolean {
  const user = CONTACT.exec(contact)?.[1] ?? '';
  const [plain = ''] = decoded(user).split(';');
  const digits = plain.replace(/[-.!~*()/ &=]/g, '');
  return digits !== extension && digits.replace('+', '').length >= SHORTEST_NUMBER && /^\+?\d+$/.test(digits);
}

/** Decodes `%2B49` to `+49`, byte by byte; anything that is not a valid code stays as it is. */
function decoded(text: string): string {
  return text.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * The contacts in an answer of `api sofia_contact EXTENSION@DOMAIN`; `[]` when the phone is not registered.
 *
 * A phone chooses its own Contact header and FreeSWITCH passes it on unescaped, including commas and `${…}`.
 * Leaves out contacts that could change a dial string or that name somebody else's number.
 */
export function parseContacts(answer: string, extension: string): string[] {
  const contacts = answer.trim().split(/,(?=sofia\/)/);
  // All registrations of an extension are on one profile, so a contact on another profile was forged by a phone.
  const [profile] = contacts.map(profileOf);
  const own = contacts.filter((contact) => profileOf(contact) === profile);
  return [...new Set(own)]
    .filter((contact) => isUsableContact(contact) && !namesNumber(contact, extension))
    .slice(0, CONTACTS_MAX);
}

function profileOf(contact: string): string | undefined {
  return contact.split('/', 2)[1];
}

/** At most this many contacts of one extension ring; more than that suggest a faulty registration. */
export const CONTACTS_MAX = 10;
