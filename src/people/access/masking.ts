/**
 * Masks phone numbers in whatever is shown to an account that may not see them: in all texts, wherever they stand, so that
 * no field can be forgotten. Pure.
 */
import { extensionOf } from '../../base/model/phone-address.js';
import type { Snapshot } from '../../base/model/snapshot.js';

/** Stands for one digit that is not shown. */
const HIDDEN = '•';

/** Fewer digits are an extension, a time or a count. */
const FEWEST_DIGITS = 7;

/** So many digits are hidden at least; the last two are shown. */
const HIDDEN_DIGITS = 5;
const SHOWN_AT_END = 2;
const SHOWN_AT_BEGIN = 5;

/** Ids, which links are made of, and hashes: no numbers of people. */
const KEYS_LEFT: ReadonlySet<string> = new Set([
  '_id',
  'id',
  'record',
  'channel',
  'channels',
  'recording',
  'controller',
  'etag',
  'hash',
]);

/** Texts that people write freely: every digit could be part of a number. */
const KEYS_HIDDEN: ReadonlySet<string> = new Set(['note']);

/** Blanks of web addresses and of HTML, whose digits are none of a number. */
const CODED_BLANKS = /%20|%C2%A0|&nbsp;|&#160;/gi;

/** Between two digits: blanks and marks, those that are not seen and the dashes of word processors among them. */
const GAP =
  '(?:[\\s\\u00ad\\u200b-\\u200f\\u2010-\\u2015\\u202a-\\u202e\\u2060\\u2212().\\/-]|%20|%C2%A0|&nbsp;|&#160;)';

const CLOCK = '\\d{1,2}:\\d{2}(?::\\d{2})?';
const DAY = '(?:0?[1-9]|[12]\\d|3[01])\\.(?:0?[1-9]|1[0-2])\\.';
const YEAR = '(?:19|20)\\d{2}';
/** `24.12.`, `24.12.2026`, with a time behind it. */
const MOMENT = `${DAY}(?:${YEAR})?(?:,? ${CLOCK})?`;

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ADDRESS = `(?:${OCTET}\\.){3}${OCTET}`;
/** Of networks in a house, which no phone number looks like. */
const OWN_NETWORK = '(?=(?:10|127|192\\.168|169\\.254|172\\.(?:1[6-9]|2\\d|3[01]))\\.)';

/** Dates, times, addresses and ids of channels stay; the last alternative is a number, in any notation. */
const TOKENS = new RegExp(
  [
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
    `(?<!\\d)${YEAR}-(?:0[1-9]|1[0-2])-[0-3]\\d(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?Z?)?(?!\\d)`,
    `(?<!\\d)${MOMENT} ?[\\u2010-\\u2015-] ?${MOMENT}(?!\\d)`,
    `(?<!\\d)${DAY}${YEAR}(?:,? ${CLOCK})?(?!\\d)`,
    `(?<!\\d|\\d\\.)${ADDRESS}:\\d{1,5}(?!\\d)`,
    `(?<!\\d|\\d\\.)${OWN_NETWORK}${ADDRESS}(?!\\d|\\.\\d)`,
    // With more digits behind it, it could be a number that is written with points.
    `(?<!\\d|\\d\\.)${ADDRESS}(?:\\/\\d{1,2})?(?!\\d|${GAP}{1,3}\\d)`,
    // In a web address, the digits of `%20` are none.
    `(?<number>\\+?\\(?(?<!%(?=20)|%2(?=0))\\d(?:${GAP}{0,3}\\d){${FEWEST_DIGITS - 1},})`,
  ].join('|'),
  'gi',
);

export interface Masker {
  /** The same data with all numbers masked. Dates, functions and instances of classes stay as they are. */
  of<T>(value: T): T;
}

/** Numbers of the house itself, as groups and extensions have them, stay readable. */
export function maskerOf(snapshot: Snapshot | undefined): Masker {
  const own = new Set([...(snapshot?.extensions ?? [])].map(extensionOf));
  for (const number of snapshot?.groups.keys() ?? []) own.add(number);
  return { of: <T>(value: T) => masked(value, own, undefined) as T };
}

function masked(value: unknown, own: ReadonlySet<string>, key: string | undefined): unknown {
  if (typeof value === 'string')
    return key !== undefined && KEYS_LEFT.has(key) ? value : maskedText(value, own, key);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => masked(entry, own, key));
  if (value instanceof Set) return new Set([...value].map((entry) => masked(entry, own, undefined)));
  if (value instanceof Map)
    return new Map(
      [...value].map(([name, entry]) => [masked(name, own, undefined), masked(entry, own, undefined)]),
    );
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      maskedText(name, own, undefined),
      masked(entry, own, name),
    ]),
  );
}

function maskedText(text: string, own: ReadonlySet<string>, key: string | undefined): string {
  if (key !== undefined && KEYS_HIDDEN.has(key)) return text.replaceAll(/\d/g, HIDDEN);
  return text.replaceAll(TOKENS, (token: string, ...rest: readonly unknown[]) => {
    const { number } = rest.at(-1) as { number?: string };
    return number === undefined || own.has(number) ? token : maskedNumber(number);
  });
}

/** `+49 171 3920015` becomes `+49171•••••15`. */
export function maskedNumber(number: string): string {
  const digits = number.replaceAll(CODED_BLANKS, '').replaceAll(/\D/g, '');
  const begin = Math.min(SHOWN_AT_BEGIN, digits.length - HIDDEN_DIGITS - SHOWN_AT_END);
  const hidden = HIDDEN.repeat(digits.length - begin - SHOWN_AT_END);
  const plus = number.startsWith('+') ? '+' : '';
  return `${plus}${digits.slice(0, begin)}${hidden}${digits.slice(-SHOWN_AT_END)}`;
}
