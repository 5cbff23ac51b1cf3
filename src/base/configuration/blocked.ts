/** Numbers that are refused: read, checked against what must never be blocked, and looked up. Pure. */
import type { BlockList, BlockedNumber } from '../model/blocked.js';
import { cleanedNumber } from './number-text.js';
import { callingCodeOf, isShort, trunkPrefixOf } from './phone-number.js';
import { typedCaller } from './typed-caller.js';

export const BLOCKED_RULE =
  'must be a number such as "030 23125001" or the beginning of one, "+49900*", and may have a reason behind it: "030 23125001 = sells windows"';

/** Number and reason; the rest is checked with the settings. */
export const BLOCKED_ENTRY = /^[+0-9(][0-9 ()/.•-]{1,39}\*?(?:\s*=.{0,200})?$/u;

/** Digits of a beginning, behind the country's code, without which it would be a whole town or network. */
const FEWEST_AT_HOME = 3;

/** The entry as it is read in this country, or why it cannot be blocked. */
export function readBlocked(entry: string, country: string): BlockedNumber | { readonly fault: string } {
  const [, given = '', reason = ''] = /^([^=]*)=?(.*)$/su.exec(entry) ?? [];
  const text = cleanedNumber(given);
  // `112*` too: where people dial a prefix before area codes, nothing but such numbers begins so.
  if (isShort(text) || beginsShort(text, country))
    return { fault: 'is an emergency or short number, which is never blocked' };
  const wanted = typedCaller(text, country);
  if (wanted === undefined || wanted.kind === 'withheld')
    return { fault: `is no phone number (read in ${country})` };
  const { number, e164 } = wanted;
  const isBeginning = wanted.kind === 'beginning';
  const home = `+${callingCodeOf(country)}`;
  const isAtHome = e164 === undefined || e164.startsWith(home) || home.startsWith(e164);
  const digits = e164 === undefined ? number.replace(/^\+?0*/, '').length : e164.length - home.length;
  if (isBeginning && isAtHome && digits < FEWEST_AT_HOME)
    return { fault: 'is too short: it would block half the country' };
  return { number, e164, isBeginning, reason: reason.trim() };
}

function beginsShort(text: string, country: string): boolean {
  const begin = /^(.*)\*$/s.exec(text)?.[1] ?? '';
  const prefix = trunkPrefixOf(country);
  const isOfArea = prefix === '' ? !begin.startsWith('112') : begin.startsWith(prefix);
  return isShort(begin) && !isOfArea;
}

/** For a checked configuration; entries that this program cannot read are left out. */
export function blockListOf(entries: readonly string[], country: string): BlockList {
  const whole = new Map<string, BlockedNumber>();
  const beginnings: BlockedNumber[] = [];
  for (const entry of entries) {
    const read = readBlocked(entry, country);
    if ('fault' in read) continue;
    if (read.isBeginning) beginnings.push(read);
    else for (const key of [read.number, read.e164]) if (key !== undefined) whole.set(key, read);
  }
  return { whole, beginnings };
}
