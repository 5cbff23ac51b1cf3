/** Two people edited the same part: shows both values of each field that both changed, to choose from. */
import type { PartName } from '../../../base/configuration/parts.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import { timesOf } from '../../../base/model/times.js';
import type { RevisionInfo } from '../../../base/store/configurations.js';
import type { ConflictDetails, OthersChange } from '../../operations/configuration-editor.js';
import { idOf } from '../forms/field-ids.js';
import { fieldPlace } from '../forms/field-places.js';
import type { Section } from '../forms/fields.js';
import { withValueAt, valueAt, type Draft } from '../forms/paths.js';
import { fill, type Language } from '../language.js';
import type { Visit } from '../pages.js';
import { fieldStates } from './difference.js';
import { formTexts } from '../../words/words.js';

/** Names of hidden fields and choices. No field path begins with `_`. */
const OPEN = '_open';
const FROM = '_from';
const CHOICE = '_choose.';

export interface ConflictView {
  /** Who changed it, and when. */
  readonly text: string;
  readonly how: string;
  /** The fields to choose for. */
  readonly fields: readonly object[];
  /** Etag of the state both started from; null: there is nothing left to choose. */
  readonly from: string | null;
}

export interface Conflict {
  readonly name: PartName;
  readonly details: ConflictDetails;
  /** The current part; undefined: it was deleted. */
  readonly theirs: unknown;
  /** The part as the reader wants it. */
  readonly ours: unknown;
  readonly sections: readonly Section[];
  readonly configuration: Configuration;
  /** Etag of the state the reader started from. */
  readonly from: string;
  readonly answer: Answer | undefined;
}

/** The choices sent with a form. */
export interface Answer {
  readonly from: string;
  /** The choice for each conflicting field; undefined: not chosen yet. */
  readonly choices: ReadonlyMap<string, 'theirs' | 'ours' | undefined>;
}

/** Undefined: there was nothing to choose. */
export function answerOf({ form, field }: Pick<Visit, 'form' | 'field'>): Answer | undefined {
  const open = form[OPEN] ?? [];
  const paths = (typeof open === 'string' ? [open] : open).filter((path) =>
    /^[A-Za-z0-9.[\]]{1,80}$/.test(path),
  );
  if (paths.length === 0) return undefined;
  const chosen = (path: string) => {
    const given = field(`${CHOICE}${path}`);
    return given === 'theirs' || given === 'ours' ? given : undefined;
  };
  return { from: field(FROM), choices: new Map(paths.map((path) => [path, chosen(path)])) };
}

export function isUndecided(answer: Answer | undefined): boolean {
  return answer !== undefined && [...answer.choices.values()].includes(undefined);
}

/** @param seen the part as it was when the choice was shown */
export function withChoices(draft: Draft, { choices }: Answer, seen: unknown): Draft {
  let next = draft;
  for (const [path, choice] of choices) {
    if (choice === 'theirs') next = withValueAt(next, path, valueAt(seen, path));
  }
  return next;
}

export function conflictView(conflict: Conflict, lang: Language, timezone: string): ConflictView {
  const { details, theirs, ours, answer, from } = conflict;
  const t = formTexts[lang];
  const at = (by: RevisionInfo) => timesOf(lang, timezone).exact(by.createdAt);
  const { last } = details;
  if (theirs === undefined) {
    const text =
      last === undefined ? t.conflictGone : fill(t.conflictGoneBy, { who: last.author, at: at(last) });
    return { text, how: '', fields: [], from: null };
  }
  const text =
    last === undefined ? t.conflictBySomebody : fill(t.conflictBy, { who: last.author, at: at(last) });
  const fields = details.open.map(({ path, by }) => {
    const place = fieldPlace(path, conflict.sections, lang);
    const [their, our] = states(conflict, path, [theirs, ours], lang);
    const name = `${CHOICE}${path}`;
    const option = (value: 'theirs' | 'ours', words: string) => ({
      value,
      id: idOf(`${name}.${value}`),
      text: fill(t[value === 'theirs' ? 'theirs' : 'yours'], {
        value: words === '' ? t.nothingThere : words,
      }),
      checked: answer?.choices.get(path) === value,
    });
    return {
      path,
      name,
      label: their?.label ?? path,
      href: place === undefined ? null : `#${place.id}`,
      theirs: option('theirs', their?.words ?? ''),
      ours: option('ours', our?.words ?? ''),
      by: by === undefined ? null : fill(t.theirsBy, { who: by.author, at: at(by) }),
    };
  });
  return { text, how: isUndecided(answer) ? t.conflictChoose : t.conflictHow, fields, from };
}

function states(
  { name, configuration }: Conflict,
  path: string,
  contents: readonly unknown[],
  lang: Language,
) {
  return fieldStates(name.kind, path, contents, { sources: [configuration], lang });
}

/** `bernd changed meanwhile: Name, Stage 1, members. Both changes are kept.`; empty: nobody changed anything. */
export function othersText(
  others: readonly OthersChange[],
  { kind }: PartName,
  configuration: Configuration,
  lang: Language,
): string[] {
  const who = [...new Set(others.flatMap(({ by }) => by?.author ?? []))].join(', ');
  if (who === '') return [];
  const fields = others.map(
    ({ path }) => fieldStates(kind, path, [undefined], { sources: [configuration], lang })[0]?.label ?? path,
  );
  return [fill(formTexts[lang].othersKept, { who, fields: fields.join(', ') })];
}
