/**
 * Pages below a path of a host that serves other things too: `https://pbx.example/rufgruppe/`. Inside, every path is
 * written as if the pages stood at `/`. The prefix is taken off before a request is handled, and put on where an answer
 * leaves: in HTML, redirects, cookies and the OpenAPI document.
 */
import type { RequestListener } from 'node:http';

/** The path of `PUBLIC_URL` without the slash at its end: `/rufgruppe`, or empty. */
export function prefixOf(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/**
 * Handles requests with and without the prefix: some proxies remove it, and monitoring on this machine does not know it.
 * `originalUrl` always has it, because express-session ignores a request outside of its cookie's path.
 */
export function below(prefix: string, app: RequestListener): RequestListener {
  if (prefix === '') return app;
  return (request, response) => {
    const url = inside(prefix, request.url ?? '/');
    request.url = url;
    Object.assign(request, { originalUrl: prefix + url });
    app(request, response);
  };
}

function inside(prefix: string, url: string): string {
  if (!url.startsWith(prefix)) return url;
  const rest = url.slice(prefix.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url;
}

const LINKS = / (?:href|action|src|data-(?:events|refresh|ask))="(?=\/)/g;

/** Puts the prefix before every path of a page. What people typed cannot look like one: quotes are escaped. */
export function linksBelow(prefix: string, html: string): string {
  return prefix === '' ? html : html.replaceAll(LINKS, (attribute) => attribute + prefix);
}
