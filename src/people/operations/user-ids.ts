/** Makes short names of names: `Anna Ölmann` is `anna-oelmann`. Pure. */

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
