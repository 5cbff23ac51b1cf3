/**
 * The difference between two states of the configuration in the reader's language, with the labels of the forms and
 * names instead of ids. Used by the audit log and the revisions. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import { LIST_KINDS, LISTS, type PartKind } from '../../../base/configuration/part-names.js';
import { byId, partFinder, type PartFinder, type PartName } from '../../../base/configuration/parts.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import type { Section } from '../forms/fields.js';
import type { Language } from '../language.js';
import { PART_SECTIONS } from '../part-forms.js';
import { fieldDifferences, fieldState, type FieldState, type WordedDifference } from './field-differences.js';
import type { Names } from './value-words.js';
import { differenceTexts } from '../../words/words.js';

export type { WordedDifference } from './field-differences.js';

/** Sources of names: the newest configuration first, then older ones with parts deleted since. */
export type NameSources = readonly [Configuration, ...Configuration[]];

/**
 * The differences between two states of one part, field by field.
 * @param before undefined: the part was added
 * @param after undefined: the part was deleted
 */
export function partDifference(
  kind: PartKind,
  before: unknown,
  after: unknown,
  { sources, lang }: { readonly sources: NameSources; readonly lang: Language },
): WordedDifference[] {
  const sections = sectionsOf(kind, sources[0], lang);
  return fieldDifferences(sections, before, after, { lang, names: namesOf(sources) });
}

/** The value of one field in two states, under one label. */
export function fieldStates(
  kind: PartKind,
  path: string,
  states: readonly unknown[],
  { sources, lang }: { readonly sources: NameSources; readonly lang: Language },
): FieldState[] {
  const sections = PART_SECTIONS[kind](sources[0], lang);
  const reader = { lang, names: namesOf(sources) };
  return states.map((content) => fieldState(sections, path, content, reader));
}

const known = new WeakMap<Configuration, Map<string, readonly Section[]>>();

/** Form sections, cached for each configuration, which may have thousands of parts. */
function sectionsOf(kind: PartKind, configuration: Configuration, lang: Language): readonly Section[] {
  const forms = known.get(configuration) ?? new Map<string, readonly Section[]>();
  known.set(configuration, forms);
  const key = `${kind} ${lang}`;
  const sections = forms.get(key) ?? PART_SECTIONS[kind](configuration, lang);
  forms.set(key, sections);
  return sections;
}

export interface PartDifference extends PartName {
  /** The part's name as people know it: `Group Sales (700)`, `Settings`. */
  readonly title: string;
  readonly change: 'added' | 'changed' | 'removed' | 'moved';
  /** The kind of change as a word. */
  readonly word: string;
  /** Path of the part's page; null: the part no longer exists. */
  readonly path: string | null;
  /** Undefined for `moved`: only the order of the entries changed. */
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The parts that differ between two configurations, as steps for inSlices or atOnce; partDifference lists the
 * differences in each. Settings first, then groups, users, switches, calendars.
 */
export function* partsThatDiffer(
  before: Configuration,
  after: Configuration,
  lang: Language,
): Generator<undefined, PartDifference[]> {
  const found: PartDifference[] = [];
  if (!isDeepStrictEqual(before.settings, after.settings)) {
    found.push(different('settings', '', before.settings, after.settings, lang));
  }
  for (const kind of LIST_KINDS) {
    const was = byId(before, kind);
    yield;
    const is = byId(after, kind);
    yield;
    for (const [id, entry] of is) {
      if (!isDeepStrictEqual(was.get(id), entry)) found.push(different(kind, id, was.get(id), entry, lang));
      yield;
    }
    for (const [id, entry] of was) if (!is.has(id)) found.push(different(kind, id, entry, undefined, lang));
    if (isOtherOrder([...was.keys()], [...is.keys()])) {
      found.push(different(kind, '', undefined, undefined, lang));
    }
    yield;
  }
  return found;
}

/** Compares the order of the entries that are in both. */
function isOtherOrder(was: readonly string[], is: readonly string[]): boolean {
  const [old, now] = [new Set(was), new Set(is)];
  return !isDeepStrictEqual(
    was.filter((id) => now.has(id)),
    is.filter((id) => old.has(id)),
  );
}

function different(
  kind: PartKind,
  id: string,
  before: unknown,
  after: unknown,
  lang: Language,
): PartDifference {
  const change =
    before === undefined
      ? after === undefined
        ? 'moved'
        : 'added'
      : after === undefined
        ? 'removed'
        : 'changed';
  const title = partTitle({ kind, id }, after ?? before, lang);
  const path = change === 'removed' ? null : partPath({ kind, id });
  return { kind, id, title, change, word: differenceTexts[lang][change], path, before, after };
}

/** `Group Sales (700)`, or `Group 700` if its content is not known. */
export function partTitle({ kind, id }: PartName, content: unknown, lang: Language): string {
  const word = differenceTexts[lang][`kind_${kind}`];
  if (id === '') return word;
  const name =
    typeof content === 'object' && content !== null ? (content as { name?: unknown }).name : undefined;
  return typeof name === 'string' && name !== '' ? `${word} ${name} (${id})` : `${word} ${id}`;
}

/** Path of the page that edits the part. */
export function partPath({ kind, id }: PartName): string {
  if (kind === 'settings') return '/settings';
  const base = kind === 'calendar' ? '/holidays' : `/${LISTS[kind].list}`;
  return id === '' ? base : `${base}/${encodeURIComponent(id)}`;
}

function namesOf(sources: NameSources): Names {
  const all = sources.map(finderOf);
  const named = (kind: 'user' | 'group' | 'switch') => (id: string) => {
    const part = all.map((find) => find({ kind, id })).find((found) => found !== undefined);
    const { name } = (part ?? {}) as { name?: string };
    return name === undefined ? id : kind === 'switch' ? name : `${name} (${id})`;
  };
  return { user: named('user'), group: named('group'), switch: named('switch') };
}

const finders = new WeakMap<Configuration, PartFinder>();

/** Cached for each configuration, which never changes; one page looks up hundreds of names. */
export function finderOf(configuration: Configuration | undefined): PartFinder {
  if (configuration === undefined) return () => undefined;
  const known = finders.get(configuration) ?? partFinder(configuration);
  finders.set(configuration, known);
  return known;
}
