/** Where to go back to after a form. Pure. */

/** A path within these pages; anything that a browser could take for another host is replaced. */
export function ownPath(given: string, otherwise: string): string {
  const base = 'http://pages.invalid';
  if (!given.startsWith('/') || /[\\\p{Cc}]/u.test(given) || !URL.canParse(given, base)) return otherwise;
  const url = new URL(given, base);
  // `/.//host` is normalised to `//host`, which is another host.
  const isOwn = url.origin === base && !url.pathname.startsWith('//');
  return isOwn ? `${url.pathname}${url.search}` : otherwise;
}
