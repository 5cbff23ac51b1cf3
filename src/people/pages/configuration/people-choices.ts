/** Users and extensions as choices for pickers. Pure. */
import type { Option } from '../forms/fields.js';

interface Offered {
  readonly id: string;
  readonly name: string;
  readonly extension?: string | undefined;
}

/** `Anna Albrecht (anna)`, with the extension. */
export function userOptions(users: Iterable<Offered>): readonly Option[] {
  return [...users].map(({ id, name, extension }) => ({ value: `${name} (${id})`, text: extension ?? '' }));
}

/** Extensions, with the users they belong to. */
export function extensionOptions(users: Iterable<Offered>): readonly Option[] {
  return [...users].flatMap(({ extension, name }) =>
    extension === undefined ? [] : [{ value: extension, text: name }],
  );
}
