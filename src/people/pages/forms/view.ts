/** A draft as form fields, each with its faults. Pure. */
import type { Fault } from '../../../base/configuration/faults.js';
import {
  faultsAt,
  listOf,
  options,
  textOf,
  understoodOf,
  variantView,
  type FormInput,
} from './control-views.js';
import { listedFault, type FaultView } from './fault-view.js';
import { idOf } from './field-ids.js';
import { blockTick, type Field, type Option, type Section } from './fields.js';
import { valueAt } from './paths.js';
import { rowsOf, rowView } from './row-views.js';

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

/** A block that does not exist yet shows its initial values. */
function shownOf({ block }: Section, input: FormInput): FormInput {
  const isThere = block === undefined || valueAt(input.draft, block) !== undefined;
  return isThere ? input : { ...input, draft: input.fresh };
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
        isNumber: field.isNumber === true,
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
    case 'users': {
      const people = listOf(value).map((one) => input.userText(textOf(one)));
      return { ...base, kind: 'lines', value: people.join('\n'), list: 'users', faults: faults() };
    }
    case 'variant':
      return { ...base, ...variantView(value, path, field.variants, input), faults: faults() };
    case 'anonymous': {
      const divert = valueAt(value, 'divert');
      const mode = divert === undefined ? textOf(value) : 'divert';
      const to = variantView(divert, `${path}.divert`, field.variants, input);
      return { ...base, options: options(field.options, mode), to, faults: faults() };
    }
    case 'codeAccess':
      return { ...base, ...codeAccessView(field.options, value, input), faults: faults() };
    case 'alertInfo':
      return { ...base, ...alertInfoView(value, field.presets), faults: faults() };
    case 'windows':
    case 'rules':
    case 'stages':
    case 'ownDays': {
      const only = field.kind === 'stages' ? field.only : undefined;
      const rows = rowsOf(value, path, (row, at) => rowView(field, row, at, input, used));
      return {
        ...base,
        isOne: only !== undefined,
        rows: rows.filter((_row, index) => only === undefined || index === only),
        faults: faultsOfList(path, input, used),
      };
    }
  }
}

/** The faults of a list that are not shown at one of its rows. */
function faultsOfList(path: string, input: FormInput, used: Set<Fault>): FaultView[] {
  return faultsAt(path, { ...input, faults: input.faults.filter((fault) => !used.has(fault)) }, used);
}

function choiceView(field: Extract<Field, { kind: 'choice' }>, value: unknown) {
  return { options: options(field.options, textOf(value)), picker: field.picker === true };
}

function linesView(field: Extract<Field, { kind: 'lines' | 'trunks' | 'recipients' }>, value: unknown) {
  const list =
    field.kind === 'lines' ? (field.list ?? null) : field.kind === 'recipients' ? field.kind : null;
  return { value: listOf(value).map(lineOf).join('\n'), list };
}

function lineOf(value: unknown): string {
  const callerNumbers = textOf(valueAt(value, 'callerNumbers'));
  if (callerNumbers !== '') return `${textOf(valueAt(value, 'name'))}: ${callerNumbers}`;
  const address = textOf(valueAt(value, 'address'));
  return address === '' ? textOf(value) : `${textOf(valueAt(value, 'name'))} <${address}>`;
}

function codeAccessView(modes: readonly Option[], value: unknown, { userText }: FormInput) {
  const mode = Array.isArray(value) ? 'listed' : textOf(value) || 'members';
  const lines = listOf(value).map((one) => textOf(valueAt(one, 'extension')) || userText(textOf(one)));
  return { options: options(modes, mode), value: lines.join('\n') };
}

function alertInfoView(value: unknown, presets: readonly Option[]) {
  const preset = textOf(valueAt(value, 'preset'));
  const own = typeof value === 'string';
  const chosen = own ? 'own' : preset;
  return { options: options(presets, chosen), value: own ? value : textOf(valueAt(value, 'melody')) };
}
