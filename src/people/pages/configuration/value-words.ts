/** Values of the configuration in words: `Mon–Fri 08:00–18:00`, `another group Support (701)`. Pure. */
import { DAYS } from '../../../base/configuration/vocabulary.js';
import { timesOf } from '../../../base/model/times.js';
import type { Field, Variant } from '../forms/fields.js';
import { valueAt } from '../forms/paths.js';
import { fill, type Language } from '../language.js';
import { causeWords, dayNames } from './words.js';
import { differenceTexts } from '../../words/words.js';

/** Names of the parts that others refer to; an unknown id is returned unchanged. */
export interface Names {
  readonly user: (id: string) => string;
  readonly group: (number: string) => string;
  readonly switch: (id: string) => string;
}

export interface ValueReader {
  readonly lang: Language;
  readonly names: Names;
}

/**
 * A field's value as texts: one for a single value, one for each entry of a list, none for a missing value. Does not
 * handle stages, which difference.ts describes one by one.
 */
export function valueWords(field: Field, value: unknown, reader: ValueReader): readonly string[] {
  const t = differenceTexts[reader.lang];
  const optionText = (given: unknown) =>
    ('options' in field ? field.options : []).find((option) => option.value === given)?.text ??
    plainWords(given, reader.lang);
  switch (field.kind) {
    case 'choice':
      return single(value, optionText);
    case 'several':
      return listOf(value).map(optionText);
    case 'users':
      return listOf(value).map((one) => reader.names.user(textOf(one)));
    case 'recipients':
      return listOf(value).map((one) => recipientWords(one, reader));
    case 'trunks':
      return listOf(value).map(
        (one) => `${textAt(one, 'name')}: ${optionText(textAt(one, 'callerNumbers'))}`,
      );
    case 'windows':
      return listOf(value).map((one) => windowWords(one, reader.lang));
    case 'variant':
      return single(value, (given) => variantWords(given, field.variants, reader));
    case 'anonymous': {
      const to = valueAt(value, 'divert');
      if (to === undefined) return single(value, optionText);
      return [fill(t.divert, { to: variantWords(to, field.variants, reader) })];
    }
    case 'alertInfo':
      return single(value, (given) =>
        typeof given === 'string'
          ? given
          : fill(t.preset, { preset: textAt(given, 'preset'), melody: textAt(given, 'melody') }),
      );
    case 'rules':
      return listOf(value).map((rule) =>
        fill(t.rule, {
          switch: reader.names.switch(textAt(rule, 'switch')),
          state: textAt(rule, 'when') === 'on' ? t.on : t.off,
          to: variantWords(valueAt(rule, 'to'), field.variants, reader),
        }),
      );
    case 'codeAccess':
      if (!Array.isArray(value)) return [optionText(value ?? 'members')];
      return value.map((one) => textAt(one, 'extension') || reader.names.user(textOf(one)));
    case 'ownDays':
      return listOf(value).map((day) => dayWords(day, reader.lang));
    case 'text':
    case 'number':
    case 'yesNo':
    case 'lines':
    case 'stages':
    default:
      return Array.isArray(value)
        ? value.map((one) => plainWords(one, reader.lang))
        : single(value, (given) => plainWords(given, reader.lang));
  }
}

/** A value of unknown kind: `yes`, `20`, `a: 1, b: 2`. */
export function plainWords(value: unknown, lang: Language): string {
  const t = differenceTexts[lang];
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (value === 'never') return t.never;
  if (value === 'off') return t.off;
  if (Array.isArray(value)) return value.map((one) => plainWords(one, lang)).join(', ');
  if (typeof value !== 'object') return textOf(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key}: ${plainWords(inner, lang)}`)
    .join(', ');
}

/** Who rings in a stage. */
export function memberWords(member: unknown, { lang, names }: ValueReader): string {
  const t = differenceTexts[lang];
  if (typeof member === 'string') return names.user(member);
  const user = textAt(member, 'user');
  const number = textAt(member, 'extension') || textAt(member, 'external');
  if (number === '' && user === '') return plainWords(member, lang);
  const label = textAt(member, 'label');
  const who = user === '' ? (label === '' ? number : `${label} ${number}`) : names.user(user);
  const delaySec = Number(textAt(member, 'delaySec'));
  const late = delaySec > 0 ? fill(t.later, { who, sec: delaySec }) : who;
  const ringSec = textAt(member, 'ringSec');
  const short = ringSec === '' ? late : fill(t.shorter, { who: late, sec: ringSec });
  return valueAt(member, 'confirm') === false ? fill(t.noConfirm, { who: short }) : short;
}

function single(value: unknown, words: (given: unknown) => string): string[] {
  return value === undefined || value === null || value === '' ? [] : [words(value)];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function textAt(value: unknown, path: string): string {
  return textOf(valueAt(value, path));
}

function recipientWords(one: unknown, { names }: ValueReader): string {
  const address = textAt(one, 'address');
  if (address !== '') return `${textAt(one, 'name')} <${address}>`.trim();
  const text = textOf(one);
  return text.includes('@') ? text : names.user(text);
}

function variantWords(value: unknown, variants: readonly Variant[], { lang, names }: ValueReader): string {
  const t = differenceTexts[lang];
  const chosen = variants.find(({ value: key }) => valueAt(value, key) !== undefined);
  if (chosen === undefined) return plainWords(value, lang);
  const given = textAt(value, chosen.value);
  const to =
    chosen.value === 'hangup'
      ? `${chosen.text}: ${causeWords(given, lang)}`
      : `${chosen.text} ${chosen.value === 'group' ? names.group(given) : given}`;
  const sec = textAt(value, 'ringSec');
  return sec === '' ? to : fill(t.rings, { to, sec });
}

function windowWords(window: unknown, lang: Language): string {
  const days = daysInShort(listOf(valueAt(window, 'days')).map(textOf), lang);
  return `${days} ${textAt(window, 'from')}–${textAt(window, 'to')}`;
}

/** `Mon–Fri`, `Mon, Wed, Sat–Sun` */
function daysInShort(given: readonly string[], lang: Language): string {
  const names = dayNames(lang);
  const runs: [number, number][] = [];
  for (const index of DAYS.keys()) {
    if (!given.includes(DAYS[index] ?? '')) continue;
    const last = runs.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs
    .map(([from, to]) => (from === to ? (names[from] ?? '') : `${names[from] ?? ''}–${names[to] ?? ''}`))
    .join(', ');
}

function dayWords(day: unknown, lang: Language): string {
  const given = textAt(day, 'date');
  const times = timesOf(lang, 'UTC');
  // 2028 is a leap year, so 29 February works as a yearly date.
  const at = new Date(given.length === 5 ? `2028-${given}` : given);
  const date = Number.isNaN(at.getTime()) ? given : given.length === 5 ? times.day(at) : times.date(at);
  const name = `${date} ${textAt(day, 'name')}`.trim();
  const from = textAt(day, 'from');
  return from === '' ? name : fill(differenceTexts[lang].from, { day: name, time: from });
}
