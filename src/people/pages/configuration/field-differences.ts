/** The differences between two states of a part, field by field with the labels of its form. Pure. */
import { isDeepStrictEqual } from 'node:util';
import type { Field, Section } from '../forms/fields.js';
import { valueAt } from '../forms/paths.js';
import { fill } from '../language.js';
import { memberWords, plainWords, valueWords, type ValueReader } from './value-words.js';
import { differenceTexts } from '../../words/words.js';

export interface WordedDifference {
  /** The field's label in the form: `Stage 2, members`. */
  readonly label: string;
  /** In words; null: nothing. For a list: the entries that were removed. */
  readonly before: string | null;
  /** In words; null: nothing. For a list: the entries that were added. */
  readonly after: string | null;
}

/**
 * In the order of the form. Values without a field come last, labelled with their path.
 * @param before the part as in the configuration; undefined: it was added
 */
export function fieldDifferences(
  sections: readonly Section[],
  before: unknown,
  after: unknown,
  reader: ValueReader,
): WordedDifference[] {
  const fields = sections.flatMap((section) => section.fields);
  return [
    ...sections.flatMap((section) => [
      ...blockDifference(section, before, after, reader),
      ...section.fields.flatMap((field) =>
        fieldDifference(field, before, after, reader).map((one) => inBlock(section, one)),
      ),
    ]),
    ...otherDifferences(fields, before, after, reader),
  ];
}

/** The value of one field, with its label; `words` empty: no value. */
export interface FieldState {
  readonly label: string;
  readonly words: string;
}

/** @param path of a field, of a stage's row in it, or of a whole optional block */
export function fieldState(
  sections: readonly Section[],
  path: string,
  content: unknown,
  reader: ValueReader,
): FieldState {
  for (const section of sections) {
    if (section.block === path)
      return { label: blockLabelOf(section), words: blockWords(section, content, reader) };
    const field = section.fields.find((one) => one.path === path || path.startsWith(`${one.path}[`));
    if (field === undefined) continue;
    const label = inBlock(section, { label: labelOf(field, path, reader), before: null, after: null }).label;
    if (field.kind === 'stages') return { label, words: stageWords(path, content, reader) };
    return { label, words: valueWords(field, valueAt(content, field.path), reader).join('; ') };
  }
  return { label: path, words: plainWords(valueAt(content, path), reader.lang) };
}

function labelOf(field: Field, path: string, { lang }: ValueReader): string {
  const [, row, key] = /^stages\[(\d+)\]\.(ringSec|members)$/.exec(path) ?? [];
  const t = differenceTexts[lang];
  return row === undefined ? field.label : `${fill(t.stage, { n: Number(row) + 1 })}, ${t[key as 'ringSec']}`;
}

function stageWords(path: string, content: unknown, reader: ValueReader): string {
  const t = differenceTexts[reader.lang];
  const value = valueAt(content, path);
  const members = (list: unknown) =>
    listOf(list)
      .map((member) => memberWords(member, reader))
      .join('; ');
  const seconds = (sec: unknown) => fill(t.forSec, { sec: plainWords(sec, reader.lang) });
  if (path.endsWith('.members')) return members(value);
  if (path.endsWith('.ringSec')) return seconds(value);
  return listOf(value)
    .map((stage, index) => {
      const [sec, who] = [seconds(valueAt(stage, 'ringSec')), members(valueAt(stage, 'members'))];
      return `${fill(t.stage, { n: index + 1 })}: ${t.ringSec} ${sec}, ${t.members}: ${who}`;
    })
    .join('\n');
}

/** Everything a block contains. */
function blockWords({ block = '', fields }: Section, content: unknown, reader: ValueReader): string {
  if (valueAt(content, block) === undefined) return differenceTexts[reader.lang].no;
  const found = fields.map((field) => {
    const words = valueWords(field, valueAt(content, field.path), reader).join('; ');
    return words === '' ? '' : `${field.label}: ${words}`;
  });
  return found.filter((words) => words !== '').join('\n');
}

function blockLabelOf({ blockLabel, title }: Section): string {
  return blockLabel === undefined ? title : `${title}: ${blockLabel}`;
}

/** An optional block that was switched on or off. */
function blockDifference(
  section: Section,
  before: unknown,
  after: unknown,
  { lang }: ValueReader,
): WordedDifference[] {
  const { block } = section;
  if (block === undefined) return [];
  const { yes, no } = differenceTexts[lang];
  const [was, is] = [valueAt(before, block) !== undefined, valueAt(after, block) !== undefined];
  const label = blockLabelOf(section);
  return was === is ? [] : [{ label, before: was ? yes : no, after: is ? yes : no }];
}

/** Adds the block's title to the label: both mails and reports have a `To`. */
function inBlock({ block, title }: Section, one: WordedDifference): WordedDifference {
  return block === undefined ? one : { ...one, label: `${title}, ${one.label}` };
}

function fieldDifference(
  field: Field,
  before: unknown,
  after: unknown,
  reader: ValueReader,
): WordedDifference[] {
  const [one, other] = [valueAt(before, field.path), valueAt(after, field.path)];
  if (isDeepStrictEqual(one, other)) return [];
  if (field.kind === 'stages') return stageDifferences(one, other, reader);
  const lists: boolean = Array.isArray(one) || Array.isArray(other);
  const [was, is] = [valueWords(field, one, reader), valueWords(field, other, reader)];
  return difference(field.label, was, is, lists ? 'list' : 'value');
}

/** For a list, the entries removed and added, or the whole list if only the order changed. */
function difference(
  label: string,
  was: readonly string[],
  is: readonly string[],
  kind: 'list' | 'value',
): WordedDifference[] {
  const went = kind === 'value' ? was : was.filter((text) => !is.includes(text));
  const came = kind === 'value' ? is : is.filter((text) => !was.includes(text));
  const isOrder = went.length === 0 && came.length === 0;
  const [before, after] = [textOf(isOrder ? was : went), textOf(isOrder ? is : came)];
  return before === after ? [] : [{ label, before, after }];
}

function textOf(words: readonly string[]): string | null {
  return words.length === 0 ? null : words.join('; ');
}

function stageDifferences(one: unknown, other: unknown, reader: ValueReader): WordedDifference[] {
  const t = differenceTexts[reader.lang];
  const [was, is] = [listOf(one), listOf(other)];
  return Array.from({ length: Math.max(was.length, is.length) }, (_entry, index) => {
    const label = (what: string) => `${fill(t.stage, { n: index + 1 })}, ${what}`;
    const seconds = (stage: unknown) =>
      stage === undefined
        ? []
        : [fill(t.forSec, { sec: plainWords(valueAt(stage, 'ringSec'), reader.lang) })];
    const members = (stage: unknown) =>
      listOf(valueAt(stage, 'members')).map((member) => memberWords(member, reader));
    const others = (stage: unknown) =>
      Object.entries(stage ?? {}).flatMap(([key, value]) =>
        key === 'ringSec' || key === 'members' ? [] : [`${key}: ${plainWords(value, reader.lang)}`],
      );
    const [before, after] = [was[index], is[index]];
    return [
      ...difference(label(t.ringSec), seconds(before), seconds(after), 'value'),
      ...difference(label(t.members), members(before), members(after), 'list'),
      ...difference(fill(t.stage, { n: index + 1 }), others(before), others(after), 'list'),
    ];
  }).flat();
}

/** Reports differences in values that have no field in the form. */
function otherDifferences(
  fields: readonly Field[],
  before: unknown,
  after: unknown,
  { lang }: ValueReader,
): WordedDifference[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const isShown = (path: string) =>
    fields.some(
      (field) =>
        path === field.path || (/^[.[]/.test(path.slice(field.path.length)) && path.startsWith(field.path)),
    );
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => !isShown(path) && !isDeepStrictEqual(was.get(path), is.get(path)))
    .flatMap((path) => {
      const words = (value: unknown) => (value === undefined ? [] : [plainWords(value, lang)]);
      return difference(path, words(was.get(path)), words(is.get(path)), 'value');
    });
}

/** Every value that is not a block, by path. A list counts as one value. */
function leavesOf(value: unknown, path = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return new Map(value === undefined || value === null ? [] : [[path, value]]);
  }
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [
      ...leavesOf(inner, path === '' ? key : `${path}.${key}`),
    ]),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
