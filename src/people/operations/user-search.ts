/** Finds users by name, id, extension or mobile number. Pure. */
import { beginningOf, wantedNumber } from '../../base/configuration/typed-caller.js';
import { e164Of } from '../../base/configuration/phone-number.js';

/** What a user is found by. */
export interface Findable {
  readonly id: string;
  readonly name: string;
  readonly extension?: string | undefined;
  readonly mobile?: { readonly number: string } | undefined;
}

/**
 * Users whose name or id contains the typed text, or whose extension or mobile number contains its digits. A mobile
 * is found in every notation, however it is written in the configuration.
 *
 * In steps, one for each user.
 *
 * @param country whose notation the numbers have
 */
export function* usersFoundSteps<U extends Findable>(
  users: readonly U[],
  typed: string,
  country: string,
): Generator<undefined, readonly U[]> {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return users;
  const number = wantedNumber(typed, country);
  // With a plus it is the beginning of a number, not a part from its middle.
  const digits = number?.number.startsWith('+') === true ? '' : (number?.number.replaceAll(/\D/g, '') ?? '');
  const beginning = number?.e164 ?? (number && beginningOf(number.number, country));
  const isFound = ({ id, name, extension, mobile }: U): boolean => {
    if (name.toLowerCase().includes(wanted) || id.includes(wanted)) return true;
    const written = [extension, mobile?.number].map((text) => text?.replaceAll(/\D/g, '') ?? '');
    const e164 = mobile === undefined ? undefined : e164Of(mobile.number, country);
    return (
      (digits !== '' && written.some((text) => text.includes(digits))) ||
      (beginning !== undefined && e164?.startsWith(beginning) === true)
    );
  };
  const found: U[] = [];
  for (const user of users) {
    if (isFound(user)) found.push(user);
    yield;
  }
  return found;
}
