/** Sizes as the reader writes them. Pure. */
import { BASE_WORDS } from '../words/words.js';
import type { Language } from './language.js';

const KB = 1024;
const MB = 1024 ** 2;
const GB = 1024 ** 3;

/** `1.5 GB`, `900 MB`, `12 kB`. */
export function bytesText(bytes: number, lang: Language): string {
  const [unit, size, digits] =
    bytes >= GB
      ? (['gigabyte', GB, 1] as const)
      : bytes >= MB
        ? (['megabyte', MB, 0] as const)
        : (['kilobyte', KB, 0] as const);
  const form = new Intl.NumberFormat(BASE_WORDS[lang].figures, {
    style: 'unit',
    unit,
    maximumFractionDigits: digits,
  });
  return form.format(bytes / size);
}
