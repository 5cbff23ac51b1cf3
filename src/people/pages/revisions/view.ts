/** Revisions in the reader's words. Pure. */
import { partIn } from '../../../base/configuration/parts.js';
import type { Configuration } from '../../../base/configuration/schema.js';
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

/** A row of the list, and the head of a revision's page. `running`: undefined when it cannot be read. */
export function revisionView(info: RevisionInfo, running: Configuration | undefined, reader: Reader) {
  const { lang, timezone } = reader;
  const { revision, createdAt, author, origin } = info;
  return {
    revision,
    who: author,
    title: fill(revisionTexts[lang].one, { revision }),
    path: `/revisions/${revision}`,
    at: timesOf(lang, timezone).exact(createdAt),
    from: originTexts[lang][origin],
    note: noteOf(info, running, lang),
    changes: changesView(info, running, lang),
  };
}

/** What the origin alone does not say: the file, the author's words, what was taken back. */
function noteOf(info: RevisionInfo, running: Configuration | undefined, lang: Language): string | null {
  const { origin, takenFrom, reason, changes } = info;
  const t = revisionTexts[lang];
  if (origin === 'takenBack' && takenFrom !== undefined) {
    if (reason === '') return fill(t.takenFrom, { revision: takenFrom });
    return fill(t.partTakenFrom, { revision: takenFrom, part: titleOf(reason, running, lang) });
  }
  const isOwnWord = origin === 'file' || origin === 'commandLine' || changes === undefined;
  return isOwnWord && reason !== '' ? reason : null;
}

function changesView({ changes }: RevisionInfo, running: Configuration | undefined, lang: Language) {
  if (changes === undefined) return [];
  const all = (['added', 'changed', 'removed'] as const).flatMap((what) =>
    changes[what].map((name) => ({ what, title: titleOf(name, running, lang) })),
  );
  // Each setting is a change of its own, and the settings are one part.
  const once = all.filter(({ title }, index) => all.findIndex((other) => other.title === title) === index);
  const shown = once.slice(0, NAMED).map(({ what, title }) => `${title} ${differenceTexts[lang][what]}`);
  const counted = all.length - once.length + shown.length;
  const rest = changes.count - counted;
  return rest > 0 ? [...shown, fill(revisionTexts[lang].more, { count: rest })] : shown;
}

const KINDS = {
  user: 'user',
  group: 'group',
  switch: 'switch',
  holidays: 'calendar',
  calendar: 'calendar',
} as const;

/** `user anna` as people call it. */
export function titleOf(name: string, running: Configuration | undefined, lang: Language): string {
  const [, word = '', id = ''] = /^(\w+) (\S+)$/.exec(name) ?? [];
  if (word === 'setting' || name === 'settings')
    return partTitle({ kind: 'settings', id: '' }, undefined, lang);
  if (!Object.hasOwn(KINDS, word)) return name.startsWith('the order') ? revisionTexts[lang].order : name;
  const part = { kind: KINDS[word as keyof typeof KINDS], id };
  return partTitle(part, running === undefined ? undefined : partIn(running, part), lang);
}

/** Parts on one page; the rest is counted. */
const SHOWN = 100;

/** Of so few parts all that differs is open at once. */
const OPEN = 10;

/**
 * @param takeFrom the revision from which one part can be taken, and how that is called; undefined: none can.
 */
export function partsView(
  parts: readonly PartDifference[],
  sources: NameSources,
  lang: Language,
  takeFrom?: { readonly revision: number | undefined; readonly label: string },
) {
  const shown = parts.slice(0, SHOWN).map((part) => ({
    title: part.title,
    word: part.word,
    path: part.path,
    open: parts.length <= OPEN && part.change === 'changed',
    // Of what comes or goes as a whole, one side is empty.
    both: part.change === 'changed',
    differences: partDifference(part.kind, part.before, part.after, { sources, lang }),
    ...takeView(part, takeFrom),
  }));
  const more = parts.length - shown.length;
  return {
    parts: shown,
    more: more > 0 ? fill(revisionTexts[lang].more, { count: more }) : null,
  };
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
