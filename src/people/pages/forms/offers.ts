/**
 * Choices that a page contains for its pickers: all if they are few, otherwise those in use and the address of the
 * rest. Pure.
 */
import type { Option } from './fields.js';
import type { Draft } from './paths.js';

/** The choices of a list, with the id that fields refer to. Each option is a value with its meaning. */
export interface SuggestionList {
  readonly id: string;
  readonly options: readonly Option[];
}

/** A list as a page contains it. `ask`: address to request more; null: the list is complete. */
export interface OfferedList extends SuggestionList {
  readonly ask: string | null;
}

/** With more, pages get heavy: 10,000 users in four lists are 2.4 MB. */
const MOST_ON_A_PAGE = 300;

const MOST_FOUND = 100;

/** @param held values in the fields of the page, whose meaning is shown beside them */
export function offered(
  { id, options }: SuggestionList,
  ask: string,
  held: ReadonlySet<string> = new Set(),
): OfferedList {
  if (options.length <= MOST_ON_A_PAGE) return { id, options, ask: null };
  return { id, ask, options: options.filter(({ value }) => held.has(value)) };
}

/**
 * All values in a form's fields.
 * @param textOf how a field shows a value
 */
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
  /** How many more match. */
  readonly more: number;
}

/** A list for repeated searches: case and accents are removed once. */
export class SearchableList {
  readonly #options: readonly { readonly option: Option; readonly folded: string }[];

  constructor(options: readonly Option[]) {
    this.#options = options.map((option) => ({ option, folded: folded(`${option.value} ${option.text}`) }));
  }

  /** Each typed word must be found in value or text, ignoring case and accents. */
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
