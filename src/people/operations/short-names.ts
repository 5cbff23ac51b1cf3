/** Makes short names of names: `Anna Ölmann` is `anna-oelmann`. Pure. */
import { LISTS, type PartKind } from '../../base/configuration/part-names.js';
import type { Configuration } from '../../base/configuration/schema.js';

const LETTERS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  ø: 'oe',
  å: 'aa',
  ł: 'l',
};

/** As an id may be: vocabulary.ts. */
const LONGEST = 40;

/**
 * A short name that nobody has; it is then taken. @param extension distinguishes people of one name, and stands in for a name
 * without Latin letters
 */
export function freeUserId(name: string, extension: string, taken: Set<string>): string {
  const plain = shortName(name);
  const wanted = plain === '' ? `user-${extension}` : plain;
  const numbered = `${wanted.slice(0, LONGEST - extension.length - 1)}-${extension}`;
  let id = [wanted.slice(0, LONGEST), numbered].find((one) => !taken.has(one));
  for (let count = 2; id === undefined; count += 1) {
    const end = `-${extension}-${count}`;
    const next = `${wanted.slice(0, LONGEST - end.length)}${end}`;
    if (!taken.has(next)) id = next;
  }
  taken.add(id);
  return id;
}

/** A new part for which nobody has given a short name gets one of its name, where its kind has both. */
export function withShortName<Part extends Readonly<Record<string, unknown>>>(
  kind: PartKind,
  part: Part,
  configuration: Configuration,
): Part {
  const { id = '', name } = part;
  if (kind === 'settings' || LISTS[kind].key !== 'id') return part;
  if (id !== '' || typeof name !== 'string' || name.trim() === '') return part;
  const others: readonly { readonly id: string }[] = configuration[LISTS[kind].list];
  return { ...part, id: freeShortName(name, kind, new Set(others.map((one) => one.id))) };
}

/** A short name that nobody has. @param standIn for a name without Latin letters */
export function freeShortName(name: string, standIn: string, taken: ReadonlySet<string>): string {
  const plain = shortName(name);
  const wanted = plain === '' ? standIn : plain;
  for (let count = 1; ; count += 1) {
    const end = count === 1 ? '' : `-${count}`;
    const id = `${wanted.slice(0, LONGEST - end.length)}${end}`;
    if (!taken.has(id)) return id;
  }
}

/** Empty: it has no Latin letters. */
function shortName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[äöüßæøåł]/g, (letter) => LETTERS[letter] ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .replace(/-+$/, '');
}
