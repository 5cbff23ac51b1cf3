/** Sizes as the reader writes them. Pure. */
import { BASE_WORDS } from '../words/words.js';
import type { Language } from './language.js';

const GB = 1024 ** 3;

/** `1.5 GB`; below one gigabyte `900 MB`. */
export function bytesText(bytes: number, lang: Language): string {
  const isLarge = bytes >= GB;
  const [unit, digits] = isLarge ? (['gigabyte', 1] as const) : (['megabyte', 0] as const);
  const form = new Intl.NumberFormat(BASE_WORDS[lang].figures, {
    style: 'unit',
    unit,
    maximumFractionDigits: digits,
  });
  return form.format(bytes / (isLarge ? GB : GB / 1024));
}
