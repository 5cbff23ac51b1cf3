/** What a page gives its pickers: all choices where they are few, else those its fields hold and where to ask for more. Pure. */
import type { Option } from './fields.js';
import type { Draft } from './paths.js';

/** What a field offers, by the id that the field names; every option is a value and what it means. */
export interface SuggestionList {
  readonly id: string;
  readonly options: readonly Option[];
}

/** The same for a page; `ask`: address of the others, null: there are no others. */
export interface OfferedList extends SuggestionList {
  readonly ask: string | null;
}

/** More than these make pages heavy: 10,000 users in four lists are 2.4 MB. */
const MOST_ON_A_PAGE = 300;

const MOST_FOUND = 100;

/** @param held values that fields of the page have now: their meaning is shown beside them */
export function offered(
  { id, options }: SuggestionList,
  ask: string,
  held: ReadonlySet<string> = new Set(),
): OfferedList {
  if (options.length <= MOST_ON_A_PAGE) return { id, options, ask: null };
  return { id, ask, options: options.filter(({ value }) => held.has(value)) };
}

/** Everything that a form's fields hold. @param textOf how a field shows it */
export function heldBy(draft: Draft, textOf: (value: string) => string): ReadonlySet<string> {
  const held = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === 'string') held.add(value).add(textOf(value));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(add);
  };
  add(draft);
  return held;
}

export interface Found {
  readonly options: readonly Option[];
  /** How many more would fit. */
  readonly more: number;
}

/** A list that is searched again and again, its texts folded once. */
export class SearchableList {
  readonly #options: readonly { readonly option: Option; readonly folded: string }[];

  constructor(options: readonly Option[]) {
    this.#options = options.map((option) => ({ option, folded: folded(`${option.value} ${option.text}`) }));
  }

  /** Each word that is typed stands somewhere in value or text, whatever its case and accents. */
  find(typed: string): Found {
    const words = folded(typed).split(/\s+/).filter(Boolean);
    const fitting = this.#options.filter((one) => words.every((word) => one.folded.includes(word)));
    return {
      options: fitting.slice(0, MOST_FOUND).map(({ option }) => option),
      more: Math.max(0, fitting.length - MOST_FOUND),
    };
  }
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
