/**
 * Callers' numbers as trunks write them. A form such as `4917…` or `17…` is a fact of the trunk and not of the number, so
 * it is a setting; where nobody has set it, it is concluded only as far as it can be. Pure.
 */
import { assertNever } from '../errors.js';
import type { CallerNumbers } from '../model/snapshot.js';
import { cleanedNumber } from './number-text.js';
import { isShort, parsed, trunkPrefixOf } from './phone-number.js';

/**
 * E.164 of a caller's number; undefined for extensions, short numbers, what cannot be a phone number, and what could be
 * two different ones. Such a number is shown as it came and never dialled.
 */
export function callerE164(
  given: string,
  country: string,
  style: CallerNumbers = 'automatic',
): string | undefined {
  const text = cleanedNumber(given);
  if (isShort(text)) return undefined;
  if (text.startsWith('+')) return possible(text, country);
  if (/^00[1-9]/.test(text)) return possible(`+${text.slice(2)}`, country);
  switch (style) {
    case 'national':
      return possible(text, country);
    case 'withCountryCode':
      return /^[1-9]/.test(text) ? possible(`+${text}`, country) : possible(text, country);
    case 'automatic':
      return concluded(text, country);
    default:
      return assertNever(style);
  }
}

/** Numbers that no plan knows yet count: callers cannot help their number. */
function possible(text: string, country: string): string | undefined {
  const number = parsed(text, country);
  return number?.isPossible() === true ? number.number : undefined;
}

/** A number that begins with the trunk prefix (0) is national; without it, both readings are compared. */
function concluded(text: string, country: string): string | undefined {
  const trunkPrefix = trunkPrefixOf(country);
  if (trunkPrefix !== '' && text.startsWith(trunkPrefix)) return possible(text, country);
  const national = reading(text, country);
  const international = /^[1-9]/.test(text) ? reading(`+${text}`, country) : undefined;
  if (national === undefined || international === undefined) {
    return (national ?? international)?.e164 ?? (trunkPrefix === '' ? possible(text, country) : undefined);
  }
  if (international.isHome || national.e164 === international.e164) return international.e164;
  // Plans say exactly which numbers are mobile; of landlines many only say how long they may be.
  if (international.isExact === national.isExact) return undefined;
  return international.isExact ? international.e164 : national.e164;
}

interface Reading {
  readonly e164: string;
  readonly isHome: boolean;
  readonly isExact: boolean;
}

function reading(text: string, country: string): Reading | undefined {
  const number = parsed(text, country);
  if (number?.isValid() !== true) return undefined;
  const isExact = ['MOBILE', 'FIXED_LINE_OR_MOBILE', 'TOLL_FREE'].includes(number.getType() ?? '');
  return { e164: number.number, isHome: number.country === country, isExact };
}
