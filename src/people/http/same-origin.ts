/** Where a request comes from: the browser says so, and no page can forge it. */
import type { NextFunction, Request, Response } from 'express';

/**
 * Browsers send `Sec-Fetch-Site` to https and loopback addresses; elsewhere `Origin` must name the requested host.
 * A client that sends neither is not a browser and must send what a browser would.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.get('sec-fetch-site');
  return site === undefined ? ownOrigin(request) : site === 'same-origin';
}

/** Express middleware: refuses what another site has sent. */
export function sameOriginOnly(request: Request, response: Response, next: NextFunction): void {
  if (isSameOrigin(request)) {
    next();
    return;
  }
  response.status(403).type('text').send('This can only be done from the page itself.\n');
}

function ownOrigin(request: Request): boolean {
  const origin = request.get('origin') ?? '';
  // Behind a trusted proxy: the host that the browser requested.
  const host = request.host as string | undefined;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
