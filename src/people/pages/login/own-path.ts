/** Where to go back to after a form. Pure. */

/** A path within these pages; anything that a browser could take for another host is replaced. */
export function ownPath(given: string, otherwise: string): string {
  const base = 'http://pages.invalid';
  if (!given.startsWith('/') || /[\\\p{Cc}]/u.test(given) || !URL.canParse(given, base)) return otherwise;
  const url = new URL(given, base);
  return url.origin === base ? `${url.pathname}${url.search}` : otherwise;
}
