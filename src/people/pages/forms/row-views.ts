/** The rows of lists in a form: times, rules, stages with their members, own days. Pure. */
import type { Fault } from '../../../base/configuration/faults.js';
import { DAYS } from '../../../base/configuration/vocabulary.js';
import {
  faultsAt,
  listOf,
  options,
  textOf,
  understoodOf,
  variantView,
  type FormInput,
} from './control-views.js';
import { idOf } from './field-ids.js';
import type { Field, Option } from './fields.js';
import { valueAt } from './paths.js';
import { fill, type Language } from '../language.js';
import { formTexts } from '../../words/words.js';

export type ListField = Extract<Field, { kind: 'windows' | 'rules' | 'stages' | 'ownDays' }>;

export function rowsOf<T>(value: unknown, path: string, view: (row: unknown, path: string) => T) {
  return listOf(value).map((row, index) => ({
    ...view(row, `${path}[${index}]`),
    row: `${path}[${index}]`,
    rowId: idOf(`${path}.${index}`),
    number: index + 1,
    first: index === 0,
  }));
}

export function rowView(
  field: ListField,
  row: unknown,
  at: string,
  input: FormInput,
  used: Set<Fault>,
): object {
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

/** The list with the choices for each kind of member. */
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
  const user = typeof member === 'string' ? member : textOf(valueAt(member, 'user'));
  const value = kind === 'user' ? input.userText(user) : textOf(external ?? extension);
  const [delaySec, ringSec] = [textOf(valueAt(member, 'delaySec')), textOf(valueAt(member, 'ringSec'))];
  return {
    kinds: options(kinds, kind).map((one) => ({ ...one, ...MEMBER_LISTS[one.value] })),
    value,
    valueList: MEMBER_LISTS[kind]?.list ?? null,
    isExternal: kind === 'external',
    label: textOf(valueAt(member, 'label')),
    delaySec: delaySec === '0' ? '' : delaySec,
    ringSec,
    time: memberTime(delaySec, ringSec, input.lang),
    confirm: valueAt(member, 'confirm') !== false,
    understood: understoodOf(external, input),
    rowFaults: faultsAt(path, input, used),
  };
}

/** `Rings after 12 s, for 10 s`: what the closed fields of a member say. */
function memberTime(delaySec: string, ringSec: string, lang: Language): string {
  const t = formTexts[lang];
  const parts = [
    ...(delaySec === '' || delaySec === '0' ? [] : [fill(t.memberAfter, { sec: delaySec })]),
    ...(ringSec === '' ? [] : [fill(t.memberFor, { sec: ringSec })]),
  ];
  return fill(t.memberTime, { time: parts.length === 0 ? t.memberAlways : parts.join(', ') });
}

function ownDayView(row: unknown, path: string, input: FormInput, used: Set<Fault>) {
  return {
    date: textOf(valueAt(row, 'date')),
    name: textOf(valueAt(row, 'name')),
    from: textOf(valueAt(row, 'from')),
    rowFaults: faultsAt(path, input, used),
  };
}
