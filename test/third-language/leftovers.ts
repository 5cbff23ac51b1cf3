/** Finds words in Latin letters that are no data. */
import { literal } from './greek.js';

const FILES_AND_ADDRESSES = /https?:\S+|\S+@\S+|[\p{L}\w./-]+\.(?:wav|yaml|com)\b/gu;

/** Paths, codes of countries, states and hangup causes, ids. */
const CODES = /\/[\w/-]+|\b[A-Z]{2,}(?:_[A-Z]+)*\b|\b(?:user-|leg-)\w+/g;

/** The texts in which two Latin letters stay when `data` and what is never a word is taken away, once each. */
export function latinLeftovers(texts: readonly string[], data: readonly string[]): string[] {
  const known = data.toSorted((one, other) => other.length - one.length).map(literal);
  const names = new RegExp(`(?<!\\p{L})(?:${known.join('|')})(?!\\p{L})`, 'gu');
  const left = texts.filter((text) => {
    const words = [FILES_AND_ADDRESSES, names, CODES].reduce((rest, one) => rest.replaceAll(one, ' '), text);
    return /[A-Za-zÄÖÜäöüß]{2}/.test(words);
  });
  return [...new Set(left)];
}
