/** Deleting a part that others refer to: shows where it is used, by name, and what can be done about it. */
import { nameOf, type PartKind } from '../../../base/configuration/part-names.js';
import { byId, partIn } from '../../../base/configuration/parts.js';
import { phoneOfUser } from '../../../base/model/phone-address.js';
import type { Configuration } from '../../../base/configuration/schema.js';
import type { Place, References } from '../../../base/configuration/take-out.js';
import type { Edit, EditResult } from '../../operations/configuration-editor.js';
import { faultText } from '../forms/fault-text.js';
import { CONFIGURATION_CHOICES } from '../choices/routes.js';
import type { Option } from '../forms/fields.js';
import { offered } from '../forms/offers.js';
import { fill, type Language } from '../language.js';
import type { LinkedPlace, PlaceLink } from '../part-forms.js';
import type { Visit } from '../pages.js';
import { userNames } from './user-names.js';
import { formTexts } from '../../words/words.js';

export interface RemovalView {
  readonly title: string;
  readonly places: readonly Partial<LinkedPlace>[];
  /** The list is so long that the choices would be far below it. */
  readonly isLong: boolean;
  /** Places that refer to the extension by number; null: there are none. */
  readonly byNumber: {
    readonly title: string;
    readonly places: readonly Partial<LinkedPlace>[];
    readonly too: string;
    /** Whether these places are to be changed as well. */
    readonly chosen: boolean;
    /** Text of the button that leaves them unchanged; null: other places refer to the part as well. */
    readonly leave: string | null;
  } | null;
  /** Identifies the places that are shown. */
  readonly etag: string;
  /** What prevents the attempted change. */
  readonly open: readonly (Partial<LinkedPlace> & { readonly text: string })[];
  /** Possible replacements of the same kind; empty if there are very many, see `ask`. */
  readonly others: readonly (Option & { readonly chosen: boolean })[];
  /** Address where a picker requests the choices; null: `others` has all of them. */
  readonly ask: string | null;
  /** The current value of that picker. */
  readonly by: string;
}

const MOST_SHOWN = 20;

/** The visitor's choice for the references: none yet, remove, replace, or leave those that stay valid. */
export function removalChoice(
  { field }: Pick<Visit, 'field'>,
  kind: PartKind,
  configuration: Configuration,
): Pick<Edit, 'references' | 'places' | 'askNumbers'> {
  const numbers = field('numbers') !== '';
  const chosen = field('references');
  const given = field('by').trim();
  const by = kind === 'user' && given !== '' ? userNames(configuration).idOf(given) : given;
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
  const others = othersOf(configuration, kind, id);
  const { options, ask } = offered({ id: 'others', options: others }, askFor(kind));
  const by = references?.by ?? '';
  return {
    ask,
    by: kind === 'user' ? userNames(configuration).textOf(by) : by,
    title: titleOf(asked, lang),
    places: linked(places),
    isLong: places.length > MOST_SHOWN,
    byNumber: byNumber.length === 0 ? null : numbersView(asked, linked(byNumber), lang),
    etag,
    open:
      references === undefined
        ? []
        : result.faults.map((fault) => ({
            ...placeLink(fault, configuration, lang),
            text: faultText(fault, lang),
          })),
    // Nothing is preselected: one careless click could make the wrong phone ring.
    others: options.map((other) => ({ ...other, chosen: other.value === by })),
  };
}

function titleOf({ result, kind, id, configuration }: Asked, lang: Language): string {
  const t = formTexts[lang];
  const { length: count } = result.uses?.places ?? [];
  if (result.hasNewPlaces) return t.newPlaces;
  if (count === 0) return fill(t.onlyByNumber, { number: numberOf(configuration, kind, id) });
  return t.usedIn(count);
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
  const user = kind === 'user' ? partIn(configuration, { kind, id }) : undefined;
  return phoneOfUser(user ?? {}, configuration.settings.domain) ?? '';
}

/** Only users and groups can be too many for one page; switches and calendars never are. */
function askFor(kind: PartKind): string {
  return `${CONFIGURATION_CHOICES}/${kind === 'user' ? 'users' : 'group-numbers'}`;
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
  const still = stillNamed === 0 ? [] : [t.stillNamed(stillNamed)];
  if (references === undefined || count === 0) return still;
  const { by } = references;
  if (by === undefined) return [t.takenOut(count), ...still];
  const name = othersOf(configuration, kind, '').find(({ value }) => value === by)?.text ?? by;
  return [t.replaced(count, { name }), ...still];
}

export interface RemovalDone {
  readonly references: References | undefined;
  /** Places where the part was removed or replaced. */
  readonly count: number;
  /** Places that still refer to the number. */
  readonly stillNamed: number;
}
