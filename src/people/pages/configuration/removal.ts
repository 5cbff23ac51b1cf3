/** Deleting a part that others refer to: where it is used, by name, and what can be done about it. */
import { nameOf, type PartKind } from '../../../base/configuration/part-names.js';
import { byId, partIn } from '../../../base/configuration/parts.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import type { Place, References } from '../../../base/configuration/take-out.js';
import type { Edit, EditResult } from '../../operations/configuration-editor.js';
import { faultText } from '../forms/fault-text.js';
import type { Option } from '../forms/fields.js';
import { fill, type Language } from '../language.js';
import type { LinkedPlace, PlaceLink } from '../part-forms.js';
import type { Visit } from '../pages.js';
import { formTexts } from '../../words/words.js';

export interface RemovalView {
  readonly title: string;
  readonly places: readonly Partial<LinkedPlace>[];
  /** Places that name the extension by its number; null: none does. */
  readonly byNumber: {
    readonly title: string;
    readonly places: readonly Partial<LinkedPlace>[];
    readonly too: string;
    /** It was chosen that these places follow. */
    readonly chosen: boolean;
    /** The button that leaves them as they are; null: there are other places, too. */
    readonly leave: string | null;
  } | null;
  /** Names the places that are shown. */
  readonly etag: string;
  /** What stands against what was tried. */
  readonly open: readonly (Partial<LinkedPlace> & { readonly text: string })[];
  /** The others of its kind, by which it can be replaced. */
  readonly others: readonly (Option & { readonly chosen: boolean })[];
}

/** What the visitor chose: nothing yet, to take it out, another one, or to leave the places that hold without it. */
export function removalChoice({
  field,
}: Pick<Visit, 'field'>): Pick<Edit, 'references' | 'places' | 'askNumbers'> {
  const numbers = field('numbers') !== '';
  const chosen = field('references');
  const by = field('by');
  const decided: References | undefined =
    chosen === 'remove'
      ? { by: undefined, numbers }
      : chosen === 'replace' && by !== ''
        ? { by, numbers }
        : undefined;
  const places = field('_places');
  return { references: decided, places: places === '' ? undefined : places, askNumbers: chosen !== 'leave' };
}

interface Asked {
  readonly kind: PartKind;
  readonly id: string;
  readonly result: Extract<EditResult, { kind: 'inUse' }>;
  readonly references: References | undefined;
  readonly configuration: Configuration;
  readonly placeLink: PlaceLink;
}

export function removalView(asked: Asked, lang: Language): RemovalView {
  const { kind, id, result, references, configuration, placeLink } = asked;
  const { places = [], byNumber = [], etag = '' } = result.uses ?? {};
  const linked = (all: readonly Place[]) => all.map((place) => placeLink(place, configuration, lang) ?? {});
  return {
    title: titleOf(asked, lang),
    places: linked(places),
    byNumber: byNumber.length === 0 ? null : numbersView(asked, linked(byNumber), lang),
    etag,
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

function titleOf({ result, kind, id, configuration }: Asked, lang: Language): string {
  const t = formTexts[lang];
  const { length: count } = result.uses?.places ?? [];
  if (result.hasNewPlaces) return t.newPlaces;
  if (count === 0) return fill(t.onlyByNumber, { number: numberOf(configuration, kind, id) });
  return count === 1 ? t.usedInOne : fill(t.usedIn, { count });
}

function numbersView(
  { kind, id, result, references, configuration }: Asked,
  places: readonly Partial<LinkedPlace>[],
  lang: Language,
) {
  const t = formTexts[lang];
  const number = numberOf(configuration, kind, id);
  return {
    title: fill(t.alsoByNumber, { number }),
    places,
    too: fill(t.numbersToo, { number }),
    chosen: references === undefined || references.numbers === true,
    leave: result.uses?.places.length === 0 ? t.leaveNumbers : null,
  };
}

function numberOf(configuration: Configuration, kind: PartKind, id: string): string {
  return (
    (partIn(configuration, { kind, id }) as { readonly extension?: string } | undefined)?.extension ?? ''
  );
}

function othersOf(configuration: Configuration, kind: PartKind, id: string): Option[] {
  if (kind === 'settings') return [];
  return [...byId(configuration, kind)].flatMap(([other, entry]) => {
    const { name = '' } = entry as { readonly name?: string };
    return other === id ? [] : [{ value: other, text: nameOf({ id: other, name }) }];
  });
}

/** What was done with the references, for the notice. */
export function removalDone(
  { references, count, stillNamed }: RemovalDone,
  configuration: Configuration,
  kind: PartKind,
  lang: Language,
): string[] {
  const t = formTexts[lang];
  const still =
    stillNamed === 0 ? [] : [stillNamed === 1 ? t.stillNamedOne : fill(t.stillNamed, { count: stillNamed })];
  if (references === undefined || count === 0) return still;
  const { by } = references;
  if (by === undefined) return [count === 1 ? t.takenOutOfOne : fill(t.takenOut, { count }), ...still];
  const name = othersOf(configuration, kind, '').find(({ value }) => value === by)?.text ?? by;
  return [fill(count === 1 ? t.replacedInOne : t.replaced, { count, name }), ...still];
}

export interface RemovalDone {
  readonly references: References | undefined;
  /** Places in which it was taken out or replaced. */
  readonly count: number;
  /** Places that go on naming the number. */
  readonly stillNamed: number;
}
