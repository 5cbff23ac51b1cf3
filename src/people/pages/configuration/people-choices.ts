/** Users and extensions as pickers offer them. Pure. */
import type { Option } from '../forms/fields.js';

interface Offered {
  readonly id: string;
  readonly name: string;
  readonly extension?: string | undefined;
}

/** `Anna Albrecht (anna)`, and the extension. */
export function userOptions(users: Iterable<Offered>): readonly Option[] {
  return [...users].map(({ id, name, extension }) => ({ value: `${name} (${id})`, text: extension ?? '' }));
}

/** Extensions of users, and whose they are. */
export function extensionOptions(users: Iterable<Offered>): readonly Option[] {
  return [...users].flatMap(({ extension, name }) =>
    extension === undefined ? [] : [{ value: extension, text: name }],
  );
}
