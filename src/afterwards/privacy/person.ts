/** Whose number somebody typed, and whether its owner can be forgotten. Pure. */
import { typedCaller } from '../../base/configuration/typed-caller.js';
import type { Snapshot } from '../../base/model/snapshot.js';
import { notationsOf, occursIn, type Notations } from './notations.js';

export type TypedPerson =
  | { readonly kind: 'person'; readonly notations: Notations }
  /** `withheld`: no number is kept of such callers. `own`: an extension or a group of the house. */
  | { readonly kind: 'withheld' | 'own' | 'noNumber' };

export function typedPerson(given: string, snapshot: Snapshot | undefined): TypedPerson {
  const country = snapshot?.settings.country ?? 'DE';
  const wanted = typedCaller(given, country);
  if (wanted === undefined) return { kind: 'noNumber' };
  if (wanted.kind === 'withheld') return { kind: 'withheld' };
  if (wanted.kind === 'beginning') return { kind: 'noNumber' };
  const { number, e164 } = wanted;
  if (isOwn(number, e164, snapshot)) return { kind: 'own' };
  const notations = notationsOf(e164 ?? number, country);
  return notations === undefined ? { kind: 'noNumber' } : { kind: 'person', notations };
}

function isOwn(number: string, e164: string | undefined, snapshot: Snapshot | undefined): boolean {
  if (snapshot === undefined) return false;
  if (snapshot.extensions.has(number) || snapshot.groups.has(number)) return true;
  return (
    e164 !== undefined && [...snapshot.groups.values()].some(({ publicNumber }) => publicNumber === e164)
  );
}

/** Where a configuration names the number: `users[2].mobile.number`. */
export function placesIn(content: unknown, notations: Notations, at = ''): readonly string[] {
  if (typeof content === 'string') return occursIn(content, notations) ? [at] : [];
  if (Array.isArray(content))
    return content.flatMap((entry, index) => placesIn(entry, notations, `${at}[${index}]`));
  if (typeof content !== 'object' || content === null) return [];
  return Object.entries(content).flatMap(([key, value]) =>
    placesIn(value, notations, at === '' ? key : `${at}.${key}`),
  );
}

/** The ids of the users whose settings name the number. */
export function usersWith(content: unknown, notations: Notations): readonly string[] {
  const { users } = (content ?? {}) as { readonly users?: unknown };
  if (!Array.isArray(users)) return [];
  return (users as readonly { readonly id: string }[])
    .filter((user) => placesIn(user, notations).length > 0)
    .map(({ id }) => id);
}
