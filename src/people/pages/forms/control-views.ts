/** What the controls of a form show: texts, options, destinations, and their faults. Pure. */
import type { Fault } from '../../../base/configuration/faults.js';
import { fill, type Language } from '../language.js';
import { faultView, type FaultView } from './fault-view.js';
import { idOf } from './field-ids.js';
import type { Option, Section, Variant } from './fields.js';
import { valueAt, type Draft } from './paths.js';
import { formTexts } from '../../words/words.js';

export interface FormInput {
  readonly sections: readonly Section[];
  readonly draft: Draft;
  /** Values for blocks that do not exist yet, used when they are ticked. */
  readonly fresh: Draft;
  readonly faults: readonly Fault[];
  /** The reader's language. */
  readonly lang: Language;
  /** Short names of the weekdays, starting with Monday. */
  readonly dayNames: readonly string[];
  /** How a phone number is understood, such as `+49 30 23125001`; undefined: it is not a phone number. */
  readonly shownNumber?: (given: string) => string | undefined;
  /** The text that forms show for a user. */
  readonly userText: (id: string) => string;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A chosen value that is not among the options (from an older list, say) is added, so that saving keeps it. */
export function options(all: readonly Option[], chosen: string) {
  const isKnown = chosen === '' || all.some(({ value }) => value === chosen);
  const known = isKnown ? all : [...all, { value: chosen, text: chosen }];
  return known.map(({ value, text }) => ({ value, text, selected: value === chosen }));
}

/** `understood as +49 30 23125001`, shown beside a phone number field. */
export function understoodOf(given: unknown, { shownNumber, lang }: FormInput): string | null {
  const number = textOf(given) === '' ? undefined : shownNumber?.(textOf(given));
  return number === undefined ? null : fill(formTexts[lang].understood, { number });
}

/** Faults at this path or below it. */
export function faultsAt(path: string, { faults, lang }: FormInput, used: Set<Fault>): FaultView[] {
  const here = faults.filter(
    (fault) => fault.path === path || fault.path.startsWith(`${path}.`) || fault.path.startsWith(`${path}[`),
  );
  for (const fault of here) used.add(fault);
  const views = here.map((fault) => faultView(fault, lang));
  return views.filter(({ text }, index) => views.findIndex((one) => one.text === text) === index);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function variantView(value: unknown, path: string, variants: readonly Variant[], input: FormInput) {
  const chosen = variants.find(({ value: key }) => valueAt(value, key) !== undefined);
  return {
    variantName: path,
    variantId: idOf(path),
    variants: variants.map(({ value: key, text, what, list, only, rings }) => ({
      value: key,
      text,
      what,
      list: list ?? '',
      only: only === true,
      rings: rings === true,
      selected: key === chosen?.value,
    })),
    value: chosen === undefined ? '' : textOf(valueAt(value, chosen.value)),
    valueList: chosen?.list ?? null,
    valueOnly: chosen?.only === true,
    what: chosen?.what ?? '',
    understood: understoodOf(valueAt(value, 'external'), input),
    ringSec: textOf(valueAt(value, 'ringSec')),
    hasRinging: variants.some(({ rings }) => rings === true),
  };
}
