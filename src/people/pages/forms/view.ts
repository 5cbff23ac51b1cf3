/** A draft as the fields of a form, each with its faults. Pure. */
import type { Fault } from '../../../base/configuration/faults.js';
import { DAYS } from '../../../base/configuration/vocabulary.js';
import { fill, type Language } from '../language.js';
import { faultView, listedFault, type FaultView } from './fault-view.js';
import { idOf } from './field-ids.js';
import { blockTick, type Field, type Option, type Section, type Variant } from './fields.js';
import { valueAt, type Draft } from './paths.js';
import { formTexts } from './texts.js';

export interface FormInput {
  readonly sections: readonly Section[];
  readonly draft: Draft;
  /** Values of blocks that are not there, for when they are ticked. */
  readonly fresh: Draft;
  readonly faults: readonly Fault[];
  /** The reader's. */
  readonly lang: Language;
  /** Short names of the weekdays from Monday on. */
  readonly dayNames: readonly string[];
  /** What was understood of a phone number, such as `+49 30 23125001`; undefined: it is none. */
  readonly shownNumber?: (given: string) => string | undefined;
  /** The text by which a form offers a user. */
  readonly userText: (id: string) => string;
}

/** Everything that templates/admin/partials/form-*.hbs show. */
export function formView(input: FormInput) {
  const { faults, lang } = input;
  const used = new Set<Fault>();
  const sections = input.sections.map((section, index) => ({
    id: `section-${index + 1}`,
    title: section.title,
    hint: section.hint ?? '',
    block:
      section.block === undefined
        ? null
        : {
            name: blockTick(section.block),
            id: idOf(blockTick(section.block)),
            label: section.blockLabel ?? '',
            on: valueAt(input.draft, section.block) !== undefined,
          },
    fields: section.fields.map((field) => fieldView(field, shownOf(section, input), used)),
  }));
  return {
    sections,
    faulty: faults.length > 0,
    listed: faults.map((fault) => listedFault(fault, input.sections, lang)),
  };
}

export type FormView = ReturnType<typeof formView>;

/** A block that is not there shows what it would begin with. */
function shownOf({ block }: Section, input: FormInput): FormInput {
  const isThere = block === undefined || valueAt(input.draft, block) !== undefined;
  return isThere ? input : { ...input, draft: input.fresh };
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A value that is no option (one of an older list, say) is one here, so that saving keeps it. */
function options(all: readonly Option[], chosen: string) {
  const isKnown = chosen === '' || all.some(({ value }) => value === chosen);
  const known = isKnown ? all : [...all, { value: chosen, text: chosen }];
  return known.map(({ value, text }) => ({ value, text, selected: value === chosen }));
}

/** `understood as +49 30 23125001`, beside the field in which the number was typed. */
function understoodOf(given: unknown, { shownNumber, lang }: FormInput): string | null {
  const number = textOf(given) === '' ? undefined : shownNumber?.(textOf(given));
  return number === undefined ? null : fill(formTexts[lang].understood, { number });
}

/** Faults at this place or below it. */
function faultsAt(path: string, { faults, lang }: FormInput, used: Set<Fault>): FaultView[] {
  const here = faults.filter(
    (fault) => fault.path === path || fault.path.startsWith(`${path}.`) || fault.path.startsWith(`${path}[`),
  );
  for (const fault of here) used.add(fault);
  const views = here.map((fault) => faultView(fault, lang));
  return views.filter(({ text }, index) => views.findIndex((one) => one.text === text) === index);
}

/** Those of a list that no row has shown. */
function faultsOfList(path: string, input: FormInput, used: Set<Fault>): FaultView[] {
  return faultsAt(path, { ...input, faults: input.faults.filter((fault) => !used.has(fault)) }, used);
}

function fieldView(field: Field, input: FormInput, used: Set<Fault>) {
  const { path, label, hint } = field;
  const value = valueAt(input.draft, path);
  const base = { kind: field.kind, name: path, id: idOf(path), label, hint };
  const faults = () => faultsAt(path, input, used);
  switch (field.kind) {
    case 'text':
      return {
        ...base,
        value: textOf(value),
        list: field.list ?? null,
        required: field.required === true,
        understood: field.isNumber === true ? understoodOf(value, input) : null,
        faults: faults(),
      };
    case 'number':
      return {
        ...base,
        kind: 'text',
        value: textOf(value),
        required: field.required === true,
        faults: faults(),
        list: null,
        numeric: field.words === undefined,
      };
    case 'choice':
      return { ...base, ...choiceView(field, value), faults: faults() };
    case 'yesNo':
      return { ...base, on: value === true, faults: faults() };
    case 'several': {
      const ticked: readonly unknown[] = Array.isArray(value) ? value : [];
      const all = field.options.map((option) => ({
        ...option,
        selected: ticked.includes(option.value),
        id: idOf(`${path}.${option.value}`),
      }));
      return { ...base, options: all, faults: faults() };
    }
    case 'lines':
    case 'trunks':
    case 'recipients':
      return { ...base, kind: 'lines', ...linesView(field, value), faults: faults() };
    case 'variant':
      return { ...base, ...variantView(value, path, field.variants, input), faults: faults() };
    case 'anonymous': {
      const divert = valueAt(value, 'divert');
      const mode = divert === undefined ? textOf(value) : 'divert';
      const to = variantView(divert, `${path}.divert`, field.variants, input);
      return { ...base, options: options(field.options, mode), to, faults: faults() };
    }
    case 'alertInfo':
      return { ...base, ...alertInfoView(value, field.presets), faults: faults() };
    case 'windows':
    case 'rules':
    case 'stages':
    case 'ownDays': {
      const rows = rowsOf(value, path, (row, at) => rowView(field, row, at, input, used));
      return { ...base, rows, faults: faultsOfList(path, input, used) };
    }
  }
}

function choiceView(field: Extract<Field, { kind: 'choice' }>, value: unknown) {
  return { options: options(field.options, textOf(value)), picker: field.picker === true };
}

function linesView(field: Extract<Field, { kind: 'lines' | 'trunks' | 'recipients' }>, value: unknown) {
  const list =
    field.kind === 'lines' ? (field.list ?? null) : field.kind === 'recipients' ? field.kind : null;
  return { value: listOf(value).map(lineOf).join('\n'), list };
}

type ListField = Extract<Field, { kind: 'windows' | 'rules' | 'stages' | 'ownDays' }>;

function rowView(field: ListField, row: unknown, at: string, input: FormInput, used: Set<Fault>): object {
  switch (field.kind) {
    case 'windows':
      return windowView(row, at, input, used);
    case 'rules':
      return ruleView(row, at, field, input, used);
    case 'stages':
      return stageView(row, at, field.kinds, input, used);
    case 'ownDays':
      return ownDayView(row, at, input, used);
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function lineOf(value: unknown): string {
  const callerNumbers = textOf(valueAt(value, 'callerNumbers'));
  if (callerNumbers !== '') return `${textOf(valueAt(value, 'name'))}: ${callerNumbers}`;
  const address = textOf(valueAt(value, 'address'));
  return address === '' ? textOf(value) : `${textOf(valueAt(value, 'name'))} <${address}>`;
}

function rowsOf<T>(value: unknown, path: string, view: (row: unknown, path: string) => T) {
  return listOf(value).map((row, index) => ({
    ...view(row, `${path}[${index}]`),
    row: `${path}[${index}]`,
    rowId: idOf(`${path}.${index}`),
    number: index + 1,
    first: index === 0,
  }));
}

function windowView(row: unknown, path: string, input: FormInput, used: Set<Fault>) {
  const days = listOf(valueAt(row, 'days'));
  return {
    days: DAYS.map((day, index) => ({
      value: day,
      text: input.dayNames[index] ?? day,
      selected: days.includes(day),
      id: idOf(`${path}.days.${day}`),
    })),
    from: textOf(valueAt(row, 'from')),
    to: textOf(valueAt(row, 'to')),
    rowFaults: faultsAt(path, input, used),
  };
}

function variantView(value: unknown, path: string, variants: readonly Variant[], input: FormInput) {
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

function alertInfoView(value: unknown, presets: readonly Option[]) {
  const preset = textOf(valueAt(value, 'preset'));
  const own = typeof value === 'string';
  const chosen = own ? 'own' : preset;
  return { options: options(presets, chosen), value: own ? value : textOf(valueAt(value, 'melody')) };
}

function ruleView(
  row: unknown,
  path: string,
  field: Extract<Field, { kind: 'rules' }>,
  input: FormInput,
  used: Set<Fault>,
) {
  const asked = textOf(valueAt(row, 'switch'));
  return {
    switches: options(field.switches, asked),
    note: field.switches.find(({ value }) => value === asked)?.note ?? '',
    states: options(field.states, textOf(valueAt(row, 'when'))),
    to: variantView(valueAt(row, 'to'), `${path}.to`, field.variants, input),
    rowFaults: faultsAt(path, input, used),
  };
}

function stageView(row: unknown, path: string, kinds: readonly Option[], input: FormInput, used: Set<Fault>) {
  const members = rowsOf(valueAt(row, 'members'), `${path}.members`, (member, at) =>
    memberView(member, at, kinds, input, used),
  );
  return {
    ringSec: textOf(valueAt(row, 'ringSec')),
    members,
    rowFaults: faultsAt(`${path}.ringSec`, input, used),
  };
}

/** What each kind of member is chosen from. */
const MEMBER_LISTS: Readonly<Record<string, { readonly list: string; readonly only: boolean }>> = {
  user: { list: 'users', only: true },
  extension: { list: 'extensions', only: false },
  external: { list: '', only: false },
};

function memberView(
  member: unknown,
  path: string,
  kinds: readonly Option[],
  input: FormInput,
  used: Set<Fault>,
) {
  const external = valueAt(member, 'external');
  const extension = valueAt(member, 'extension');
  const kind = external !== undefined ? 'external' : extension !== undefined ? 'extension' : 'user';
  const value = kind === 'user' ? input.userText(textOf(member)) : textOf(external ?? extension);
  return {
    kinds: options(kinds, kind).map((one) => ({ ...one, ...MEMBER_LISTS[one.value] })),
    value,
    valueList: MEMBER_LISTS[kind]?.list ?? null,
    isExternal: kind === 'external',
    label: textOf(valueAt(member, 'label')),
    delaySec: textOf(valueAt(member, 'delaySec')),
    confirm: valueAt(member, 'confirm') !== false,
    understood: understoodOf(external, input),
    rowFaults: faultsAt(path, input, used),
  };
}

function ownDayView(row: unknown, path: string, input: FormInput, used: Set<Fault>) {
  return {
    date: textOf(valueAt(row, 'date')),
    name: textOf(valueAt(row, 'name')),
    from: textOf(valueAt(row, 'from')),
    rowFaults: faultsAt(path, input, used),
  };
}
