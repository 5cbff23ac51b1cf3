/** Deleting a part that others refer to: where it is used, by name, and what can be done about it. */
import { nameOf } from '../../../base/configuration/part-names.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import type { References } from '../../../base/configuration/take-out.js';
import { LISTS, type EditResult, type PartKind } from '../../operations/configuration-editor.js';
import { faultText } from '../forms/fault-text.js';
import type { Option } from '../forms/fields.js';
import { fill, type Language } from '../language.js';
import type { LinkedPlace, PlaceLink } from '../part-forms.js';
import type { Visit } from '../pages.js';
import { formTexts } from '../../words/words.js';

export interface RemovalView {
  readonly title: string;
  readonly places: readonly Partial<LinkedPlace>[];
  /** What stands against what was tried. */
  readonly open: readonly (Partial<LinkedPlace> & { readonly text: string })[];
  /** The others of its kind, by which it can be replaced. */
  readonly others: readonly (Option & { readonly chosen: boolean })[];
}

/** What the visitor chose: nothing yet, to take it out, or another one. */
export function chosenReferences({ field }: Pick<Visit, 'field'>): References | undefined {
  const chosen = field('references');
  if (chosen === 'remove') return { by: undefined };
  return chosen === 'replace' && field('by') !== '' ? { by: field('by') } : undefined;
}

interface Asked {
  readonly kind: PartKind;
  readonly id: string;
  readonly result: Extract<EditResult, { kind: 'inUse' }>;
  readonly references: References | undefined;
  readonly configuration: Configuration;
  readonly placeLink: PlaceLink;
}

export function removalView({ kind, id, result, references, ...use }: Asked, lang: Language): RemovalView {
  const { configuration, placeLink } = use;
  const t = formTexts[lang];
  return {
    title: result.places.length === 1 ? t.usedInOne : fill(t.usedIn, { count: result.places.length }),
    places: result.places.map((place) => placeLink(place, configuration, lang) ?? {}),
    open:
      references === undefined
        ? []
        : result.faults.map((fault) => ({
            ...placeLink(fault, configuration, lang),
            text: faultText(fault, lang),
          })),
    // None is chosen beforehand: a click too many would let somebody's phone ring.
    others: othersOf(configuration, kind, id).map((other) => ({
      ...other,
      chosen: other.value === references?.by,
    })),
  };
}

function othersOf(configuration: Configuration, kind: PartKind, id: string): Option[] {
  if (kind === 'settings') return [];
  const entries: readonly object[] = configuration[LISTS[kind].list];
  return entries.flatMap((entry) => {
    const { [LISTS[kind].key]: value, name } = entry as Record<string, unknown>;
    const other = { id: String(value), name: typeof name === 'string' ? name : '' };
    return other.id === id ? [] : [{ value: other.id, text: nameOf(other) }];
  });
}

/** What was done with the references, for the notice. */
export function removalDone(
  references: References | undefined,
  count: number,
  configuration: Configuration,
  kind: PartKind,
  lang: Language,
): string[] {
  if (references === undefined || count === 0) return [];
  const t = formTexts[lang];
  const { by } = references;
  if (by === undefined) return [count === 1 ? t.takenOutOfOne : fill(t.takenOut, { count })];
  const name = othersOf(configuration, kind, '').find(({ value }) => value === by)?.text ?? by;
  return [fill(count === 1 ? t.replacedInOne : t.replaced, { count, name })];
}
