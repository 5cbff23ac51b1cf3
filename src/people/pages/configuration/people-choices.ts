/** Users and extensions as choices for pickers. Pure. */
import { phoneOfUser } from '../../../base/model/phone-address.js';
import type { Option } from '../forms/fields.js';

interface Offered {
  readonly id: string;
  readonly name: string;
  readonly extension?: string | undefined;
  readonly domain?: string | undefined;
}

/** `Anna Albrecht (anna)`, with the extension. */
export function userOptions(users: Iterable<Offered>, home = ''): readonly Option[] {
  return [...users].map((user) => ({
    value: `${user.name} (${user.id})`,
    text: phoneOfUser(user, home) ?? '',
  }));
}

/** Extensions, with the users they belong to. */
export function extensionOptions(users: Iterable<Offered>, home = ''): readonly Option[] {
  return [...users].flatMap((user) => {
    const phone = phoneOfUser(user, home);
    return phone === undefined ? [] : [{ value: phone, text: user.name }];
  });
}
