/**
 * The vocabulary of the configuration file. Every `error` says what is allowed, because the administrator reads it
 * next to the bad value.
 *
 * Values that end up in a dial string or an event-socket command are limited to allowed characters here. The code
 * that writes those commands checks again, but a bad value must not get as far as a call.
 */
import { IANAZone } from 'luxon';
import * as z from 'zod';
import { LONGEST_MAIL_ADDRESS, MAIL_ADDRESS } from '../model/mail-address.js';
import { LANGUAGES, type Language } from '../model/language.js';
import type { Weekday } from '../model/calendar.js';
import { BLOCKED_ENTRY, BLOCKED_RULE } from './blocked.js';
import { cleanedNumber } from './number-text.js';

type Shape = Readonly<Record<string, z.ZodType>>;

/** An object without unknown keys; the message of `unrecognized_keys` lists just the allowed ones. */
export function object<T extends Shape>(shape: T) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `must be a block with the keys ${keys}`),
  });
}

export function list<T extends z.ZodType>(item: T, most: number) {
  const error = `must be a list of at most ${most} entries`;
  return z.array(item, { error }).max(most, { error });
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

/** A choice of several words, always stored in the same order, so that ticking the same ones again changes nothing. */
export function severalOf<const T extends readonly [string, ...string[]]>(values: T) {
  return list(oneOf(values), values.length).transform((given) =>
    values.filter((value): value is T[number] => given.includes(value)),
  );
}

export function whole(least: number, most: number, unit: string) {
  const error = `must be a whole number of ${unit} from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

export const yesNo = z.boolean({ error: 'must be true or false' });

function text(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error });
}

/** Digits may be written without quotes; yaml.ts has preserved leading zeros. */
export function digits(pattern: RegExp, error: string) {
  return z
    .union([z.string().regex(pattern, { error }), z.int().nonnegative()], { error })
    .transform(String)
    .refine((value) => pattern.test(value), { error });
}

// Controls, line separators, lone surrogates, and the bidirectional overrides that make one name look like another.
const NAME = /^[^\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]{1,60}$/u;
const NAME_RULE = 'must be 1 to 60 characters without control characters';

/** Free text that people read: a user's, group's or switch's name. */
export const name = z.string({ error: NAME_RULE }).trim().regex(NAME, { error: NAME_RULE });

export const id = text(
  /^[a-z][a-z0-9_-]{0,39}$/,
  'must be an id: a lower-case letter, then up to 39 of a-z, 0-9, _ and -',
);

export const extension = digits(/^\d{1,15}$/, 'must be an extension: 1 to 15 digits');
export const groupNumber = digits(/^\d{1,15}$/, 'must be the number of a group: 1 to 15 digits');

/**
 * As people write it. Whether it is a number, and whether it may be dialled, is checked later with the settings. A bullet
 * stands for a digit that an account may not see: what it sees of a configuration can be shown, but never be saved.
 */
const NUMBER_RULE =
  'must be a phone number such as "+49 30 23125001": digits, spaces, ( ) / . - and a + in front';
export const phoneNumber = z
  .union([z.string(), z.int().nonnegative()], { error: NUMBER_RULE })
  .transform((given) => cleanedNumber(String(given)))
  .refine((text) => /^[+0-9(•][0-9 ()/.•-]{2,39}$/.test(text), { error: NUMBER_RULE });

/** A number that is refused, or its beginning, and why. Whether it may be blocked is checked later with the settings. */
export const blocked = z.string({ error: BLOCKED_RULE }).trim().regex(BLOCKED_ENTRY, { error: BLOCKED_RULE });

const ADDRESS_RULE = 'must be an e-mail address such as sales@example.com';
/**
 * One mailbox in its plain form. Quotes, comments, lists and line breaks are refused, because the address goes into
 * headers and SMTP commands.
 */
export const emailAddress = z
  .string({ error: ADDRESS_RULE })
  .max(LONGEST_MAIL_ADDRESS, { error: ADDRESS_RULE })
  .regex(MAIL_ADDRESS, { error: ADDRESS_RULE });

/** Who gets a mail: a user who has an address, an address, or a name with an address. */
export const recipient = z
  .union(
    [
      id,
      emailAddress,
      object({
        name: name.describe('Name of the recipient.'),
        address: emailAddress.describe('E-mail address.'),
      }),
    ],
    { error: 'must be the id of a user with an email, an e-mail address, or {name: …, address: …}' },
  )
  .meta({ id: 'recipient' });

/** A language that mails and announcements can have. */
export const language = oneOf(LANGUAGES.toSorted() as [Language, ...Language[]]);

export const country = text(/^[A-Z]{2}$/, 'must be a country of two capital letters such as DE');

export const timezone = z
  .string({ error: 'must be a time zone such as Europe/Berlin' })
  .refine((zone) => /^[A-Za-z0-9_+/-]{1,60}$/.test(zone) && IANAZone.isValidZone(zone), {
    error: 'must be a time zone of the IANA list such as Europe/Berlin',
  });

const FILE_RULE =
  'must be a file as FreeSWITCH sees it: letters, digits, . _ - and /, at most 200, no .. and no - in front';
export const file = z
  .string({ error: FILE_RULE })
  .regex(/^[A-Za-z0-9._/][A-Za-z0-9._/-]{0,199}$/, { error: FILE_RULE })
  .refine((path) => !path.split('/').includes('..'), { error: FILE_RULE });

export const domain = text(
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\d{1,3}(?:\.\d{1,3}){3})$/,
  'must be a host name or an IPv4 address: letters, digits, . and -',
);

const DOMAIN_RULE =
  'must be a SIP domain such as branch.example: a host name or an IPv4 address, no port and no dot at the end';
const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const OTHER_DOMAIN = `(?=.{1,253}$)${LABEL}(?:\\.${LABEL})*`;

/**
 * The domain of a phone that is not in `settings.domain`. In lower case, because FreeSWITCH compares those of registrations
 * letter by letter. An IPv6 address would need the brackets that a dial string reads as its own.
 */
export const phoneDomain = text(new RegExp(`^${OTHER_DOMAIN}$`), DOMAIN_RULE).transform((given) =>
  given.toLowerCase(),
);

function phoneText(rule: string) {
  return digits(
    new RegExp(`^\\d{1,15}(?:@${OTHER_DOMAIN})?$`),
    `${rule}, or with a domain behind it such as "1001@branch.example"`,
  ).transform((given) => given.toLowerCase());
}

/** An extension of the house, or `1001@branch.example`. */
export const phone = phoneText('must be an extension: 1 to 15 digits');
export const voicemailBox = phoneText('must be a voicemail box: 1 to 15 digits');

/** Names of gateways, voicemail profiles and music streams. */
export const technicalName = text(
  /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/,
  'must be 1 to 64 of A-Z, a-z, 0-9, _ . and -',
);

/**
 * A free Alert-Info value needs < > ; and =. Quotes, commas, brackets, backslashes and $ would be syntax in a dial
 * string, and no vendor documents a value that contains them.
 */
export const alertInfoText = text(
  /^[A-Za-z0-9<][A-Za-z0-9<>;=:/._@?&+ -]{0,127}$/,
  'must be an Alert-Info value of at most 128 of A-Z, a-z, 0-9, space and < > ; = : / . _ @ ? & + -',
);

const PLACEHOLDERS = ['group', 'caller', 'name', 'number'];
const DISPLAY_RULE = `must be text of at most 60 characters; placeholders are ${PLACEHOLDERS.map((p) => `{${p}}`).join(' ')}`;
/** No brace may remain after the known placeholders are removed: a misspelt placeholder is a fault. */
export const display = z
  .string({ error: DISPLAY_RULE })
  .trim()
  .regex(NAME, { error: DISPLAY_RULE })
  .refine((value) => !/[{}]/.test(value.replace(/\{(group|caller|name|number)\}/g, '')), {
    error: DISPLAY_RULE,
  });

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type DayName = (typeof DAYS)[number];

const DAYS_RULE = 'must be days such as "mon-fri", "sat, sun" or [mon, wed]';
const DAY_OR_RANGE = /^(mon|tue|wed|thu|fri|sat|sun)(?:-(mon|tue|wed|thu|fri|sat|sun))?$/;

export function isoWeekday(day: DayName): Weekday {
  return (DAYS.indexOf(day) + 1) as Weekday;
}

/** "mon-fri" and ["mon", "wed-fri"] as single days in the order of the week; a range may wrap (sat-mon). */
function daysOf(given: string | readonly string[]): DayName[] | undefined {
  const parts = (typeof given === 'string' ? given.split(',') : given).map((part) => part.trim());
  const found = new Set<DayName>();
  for (const part of parts) {
    const match = DAY_OR_RANGE.exec(part);
    if (match === null) return undefined;
    const first = DAYS.indexOf(match[1] as DayName);
    const last = DAYS.indexOf((match[2] ?? match[1]) as DayName);
    for (let step = 0; step <= (last - first + 7) % 7; step++) {
      const day = DAYS[(first + step) % 7];
      if (day !== undefined) found.add(day);
    }
  }
  return found.size === 0 ? undefined : DAYS.filter((day) => found.has(day));
}

export const days = z
  .union([z.string().max(60), z.array(z.string()).max(14)], { error: DAYS_RULE })
  .transform((given, context) => {
    const found = daysOf(given);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: DAYS_RULE });
    return z.NEVER;
  });

function timeOfDay(pattern: RegExp, error: string) {
  return text(pattern, error).transform((time) => time.padStart(5, '0'));
}

export const time = timeOfDay(/^([01]?\d|2[0-3]):[0-5]\d$/, 'must be a time from "00:00" to "23:59"');
const endTime = timeOfDay(/^(([01]?\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time from "00:00" to "24:00"');

const window = object({
  days: days.describe('Weekdays on which the window begins: "mon-fri", "sat, sun" or [mon, wed].'),
  from: time.describe('Time of day at which the window begins (inclusive).'),
  to: endTime.describe(
    'Time of day at which it ends (exclusive); earlier than `from` means on the next day.',
  ),
}).refine((value) => value.from !== value.to, {
  path: ['to'],
  error: 'must differ from "from"; the whole day is from "00:00" to "24:00"',
});

/** A list of weekly time windows, at most 50. */
export const windows = list(window, 50);

/** Minutes since 00:00 of a checked time; "24:00" is 1440. */
export function minuteOfDay(checkedTime: string): number {
  return Number(checkedTime.slice(0, 2)) * 60 + Number(checkedTime.slice(3, 5));
}
