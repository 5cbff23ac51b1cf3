/** Where a request comes from: the browser says, and no page can forge it. */
import type { NextFunction, Request, Response } from 'express';

/**
 * `Sec-Fetch-Site` is what browsers send to https and loopback addresses; elsewhere `Origin` must name the host that was
 * asked. Who sends neither is no browser and has to say what a browser would.
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
  // Behind a proxy that is trusted, the host that the browser asked.
  const host = request.host as string | undefined;
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
