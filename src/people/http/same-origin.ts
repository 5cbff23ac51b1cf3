/** Checks which site a request comes from. The browser sets these headers, and a page cannot forge them. */
import type { NextFunction, Request, Response } from 'express';

/**
 * Browsers send `Sec-Fetch-Site` to https and loopback addresses; otherwise `Origin` must match the requested host. A
 * client that is not a browser must send one of the two.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  return site === undefined ? ownOrigin(request) : site === 'same-origin';
}

/** Express middleware: refuses requests from other sites. */
export function sameOriginOnly(request: Request, response: Response, next: NextFunction): void {
  if (isSameOrigin(request)) {
    next();
    return;
  }
  response.status(403).type('text').send('This can only be done from the page itself.\n');
}

function ownOrigin(request: Request): boolean {
  const origin = request.get('origin') ?? '';
  // Behind a trusted proxy this is the host that the browser requested.
  const host = request.host as string | undefined;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
