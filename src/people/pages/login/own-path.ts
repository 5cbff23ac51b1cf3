/** Where a form leads back to. Pure. */

/** A path of these pages; anything that a browser could read as another host is ignored. */
export function ownPath(given: string, otherwise: string): string {
  const base = 'http://pages.invalid';
  if (!given.startsWith('/') || /[\\\p{Cc}]/u.test(given) || !URL.canParse(given, base)) return otherwise;
  const url = new URL(given, base);
  return url.origin === base ? `${url.pathname}${url.search}` : otherwise;
}
