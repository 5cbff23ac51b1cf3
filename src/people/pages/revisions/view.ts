/** Revisions in the reader's words. Pure. */
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

/** Names of parts in one row of the list. */
const NAMED = 4;

/** A row of the list, and the head of a revision's page. `find`: in the running configuration, none when it cannot be read. */
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

/** What the origin alone does not say: the file, the author's words, what was taken back. */
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
      // A setting that had its default is not a part that was added.
      what: isSetting(name) && revision > 1 ? ('changed' as const) : what,
      title: titleOf(name, find, lang),
    })),
  );
  // Each setting is a change of its own, and the settings are one part.
  const once = all.filter(({ title }, index) => all.findIndex((other) => other.title === title) === index);
  const shown = once.slice(0, NAMED).map(({ what, title }) => `${title} ${differenceTexts[lang][what]}`);
  const counted = all.length - once.length + shown.length;
  const rest = changes.count - counted;
  return rest > 0 ? [...shown, revisionTexts[lang].more(rest)] : shown;
}

/** The settings are always there; one of them may have been left out before. */
export function isSetting(name: string): boolean {
  return name === 'settings' || name.startsWith('setting ');
}

/** `user anna` as people call it. */
export function titleOf(name: string, find: PartFinder, lang: Language): string {
  const [, word = '', id = ''] = /^(\w+) (\S+)$/.exec(name) ?? [];
  if (isSetting(name)) return partTitle({ kind: 'settings', id: '' }, undefined, lang);
  // The reason of an edited part says its kind, what a revision changed the name of revisions.
  const kind = LIST_KINDS.find((one) => one === word || LISTS[one].named === word);
  if (kind === undefined) return name.startsWith('the order') ? revisionTexts[lang].order : name;
  const part = { kind, id };
  return partTitle(part, find(part), lang);
}

/** Parts on one page; the rest is counted. */
const SHOWN = 100;

/** Of so few parts all that differs is open at once. */
const OPEN = 10;

/**
 * A step for each part.
 * @param takeFrom the revision from which one part can be taken, and how that is called; undefined: none can.
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
      // Of what comes or goes as a whole, one side is empty.
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

/** Where taking back is asked for, whole or of one part. */
export function takePath(revision: number, part?: { readonly kind: string; readonly id: string }): string {
  const query =
    part === undefined ? '' : `?${new URLSearchParams({ kind: part.kind, id: part.id }).toString()}`;
  return `/revisions/${revision}/take-back${query}`;
}
