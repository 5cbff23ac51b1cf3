/** How a typed number was understood, in the country's usual notation. Pure. */
import { dialledIn, Node } from './draft.js';
import { pathText } from './faults.js';
import { partAt, type PartRef } from './part-names.js';
import { typedNumber } from './phone-number.js';
import type { Configuration } from './schema.js';

/** `+49 30 23125001 (030 23125001)`, for other countries `+43 664 1234567`; undefined: it is not a valid number. */
export function shownNumber(given: string, country: string): string | undefined {
  const number = typedNumber(given, country);
  if (number?.isValid() !== true) return undefined;
  return number.country === country
    ? `${number.formatInternational()} (${number.formatNational()})`
    : number.formatInternational();
}

export interface UnderstoodNumber {
  /** `users[0].mobile.number` */
  readonly path: string;
  readonly part: PartRef | undefined;
  readonly given: string;
  /** As `shownNumber`. */
  readonly shown: string;
}

/** Every number that the configuration may dial or show, as it was understood. */
export function understoodNumbers(configuration: Configuration): UnderstoodNumber[] {
  const root = new Node(configuration);
  const dialled = (['users', 'groups'] as const).flatMap((list) =>
    root.items(list).flatMap((entry) => dialledIn(list, entry)),
  );
  const own = root.items('groups').map((group) => group.at('publicNumber'));
  return [...dialled, ...own].flatMap(({ path, text }) => {
    const shown = text === undefined ? undefined : shownNumber(text, configuration.settings.country);
    if (text === undefined || shown === undefined) return [];
    const at = pathText(path);
    return [{ path: at, part: partAt(configuration, at), given: text, shown }];
  });
}
