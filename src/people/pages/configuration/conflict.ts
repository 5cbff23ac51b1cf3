/** Somebody else was faster: both values of each field that both changed, and the choice between them. */
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

/** Names of hidden fields and choices; no path of a field begins with `_`. */
const OPEN = '_open';
const FROM = '_from';
const CHOICE = '_choose.';

export interface ConflictView {
  /** Who and when. */
  readonly text: string;
  readonly how: string;
  /** What has to be chosen. */
  readonly fields: readonly object[];
  /** Of the state from which both began; null: nothing can be chosen any more. */
  readonly from: string | null;
}

export interface Conflict {
  readonly name: PartName;
  readonly details: ConflictDetails;
  /** What is there now; undefined: it is gone. */
  readonly theirs: unknown;
  /** What the reader wants to have there. */
  readonly ours: unknown;
  readonly sections: readonly Section[];
  readonly configuration: Configuration;
  /** Etag of what the reader began with. */
  readonly from: string;
  readonly answer: Answer | undefined;
}

/** What a form with choices says. */
export interface Answer {
  readonly from: string;
  /** Fields that had to be chosen, and what was. */
  readonly choices: ReadonlyMap<string, 'theirs' | 'ours' | undefined>;
}

/** Undefined: nothing had to be chosen. */
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

/** @param seen the part as it was when the reader was asked */
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
