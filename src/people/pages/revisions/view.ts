/** Revisions in the reader's language. Pure. */
import { LIST_KINDS, LISTS } from '../../../base/configuration/part-names.js';
import type { PartFinder } from '../../../base/configuration/parts.js';
import { timesOf } from '../../../base/model/times.js';
import type { RevisionInfo } from '../../../base/store/configurations.js';
import {
  partDifference,
  partTitle,
  type NameSources,
  type PartDifference,
} from '../configuration/difference.js';
import { fill, type Language } from '../language.js';
import { differenceTexts, originTexts, revisionTexts } from '../../words/words.js';

export interface Reader {
  readonly lang: Language;
  readonly timezone: string;
}

/** How many parts a row of the list names. */
const NAMED = 4;

/**
 * A row of the list, or the head of a revision's page.
 * @param find looks up parts in the running configuration; finds none if that cannot be read
 */
export function revisionView(info: RevisionInfo, find: PartFinder, reader: Reader) {
  const { lang, timezone } = reader;
  const { revision, createdAt, author, origin } = info;
  return {
    revision,
    who: author,
    title: fill(revisionTexts[lang].one, { revision }),
    path: `/revisions/${revision}`,
    at: timesOf(lang, timezone).exact(createdAt),
    from: originTexts[lang][origin],
    note: noteOf(info, find, lang),
    changes: changesView(info, find, lang),
  };
}

/** Details beyond the origin: the file, the author's note, what was taken back. */
function noteOf(info: RevisionInfo, find: PartFinder, lang: Language): string | null {
  const { origin, takenFrom, reason, changes } = info;
  const t = revisionTexts[lang];
  if (origin === 'takenBack' && takenFrom !== undefined) {
    if (reason === '') return fill(t.takenFrom, { revision: takenFrom });
    return fill(t.partTakenFrom, { revision: takenFrom, part: titleOf(reason, find, lang) });
  }
  const isOwnWord = origin === 'file' || origin === 'commandLine' || changes === undefined;
  return isOwnWord && reason !== '' ? reason : null;
}

function changesView({ changes, revision }: RevisionInfo, find: PartFinder, lang: Language) {
  if (changes === undefined) return [];
  const all = (['added', 'changed', 'removed'] as const).flatMap((what) =>
    changes[what].map((name) => ({
      // A setting that had its default before was changed, not added.
      what: isSetting(name) && revision > 1 ? ('changed' as const) : what,
      title: titleOf(name, find, lang),
    })),
  );
  // Each setting is listed as a change of its own, but they make up one part.
  const once = all.filter(({ title }, index) => all.findIndex((other) => other.title === title) === index);
  const shown = once.slice(0, NAMED).map(({ what, title }) => `${title} ${differenceTexts[lang][what]}`);
  const counted = all.length - once.length + shown.length;
  const rest = changes.count - counted;
  return rest > 0 ? [...shown, revisionTexts[lang].more(rest)] : shown;
}

/** Settings always exist, even if one had been left out before. */
export function isSetting(name: string): boolean {
  return name === 'settings' || name.startsWith('setting ');
}

/** The name of `user anna` as people know it. */
export function titleOf(name: string, find: PartFinder, lang: Language): string {
  const [, word = '', id = ''] = /^(\w+) (\S+)$/.exec(name) ?? [];
  if (isSetting(name)) return partTitle({ kind: 'settings', id: '' }, undefined, lang);
  // An edit is recorded with the kind of part, the changes of a revision with the name that revisions use.
  const kind = LIST_KINDS.find((one) => one === word || LISTS[one].named === word);
  if (kind === undefined) return name.startsWith('the order') ? revisionTexts[lang].order : name;
  const part = { kind, id };
  return partTitle(part, find(part), lang);
}

/** Parts on one page; the rest is only counted. */
const SHOWN = 100;

/** Up to this many parts, all differences are expanded. */
const OPEN = 10;

/**
 * One step per part.
 * @param takeFrom the revision that a single part can be taken from, with its label; undefined: not possible
 */
export function* partsViewSteps(
  parts: readonly PartDifference[],
  sources: NameSources,
  lang: Language,
  takeFrom?: { readonly revision: number | undefined; readonly label: string },
): Generator<undefined, PartsView> {
  const shown: object[] = [];
  for (const part of parts.slice(0, SHOWN)) {
    shown.push({
      title: part.title,
      word: part.word,
      path: part.path,
      open: parts.length <= OPEN && part.change === 'changed',
      // A part that was added or deleted has only one side.
      both: part.change === 'changed',
      differences: partDifference(part.kind, part.before, part.after, { sources, lang }),
      ...takeView(part, takeFrom),
    });
    yield;
  }
  const more = parts.length - shown.length;
  return { parts: shown, more: more > 0 ? revisionTexts[lang].more(more) : null };
}

export interface PartsView {
  readonly parts: readonly object[];
  /** How many are not shown; null: none. */
  readonly more: string | null;
}

function takeView(
  part: PartDifference,
  from: { readonly revision: number | undefined; readonly label: string } | undefined,
) {
  if (from?.revision === undefined || part.change === 'moved') return { take: null, takeLabel: null };
  return { take: takePath(from.revision, part), takeLabel: fill(from.label, { part: part.title }) };
}

/** Address that asks before taking back a whole revision or one part. */
export function takePath(revision: number, part?: { readonly kind: string; readonly id: string }): string {
  const query =
    part === undefined ? '' : `?${new URLSearchParams({ kind: part.kind, id: part.id }).toString()}`;
  return `/revisions/${revision}/take-back${query}`;
}
