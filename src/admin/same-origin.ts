/** Refuses forms that another site has sent: the browser says where they come from. */
import type { NextFunction, Request, Response } from 'express';

/**
 * Express middleware for requests that change something.
 *
 * `Sec-Fetch-Site` is what browsers send to https and loopback addresses, and no page can forge it; elsewhere `Origin`
 * must name the host that was asked. Who sends neither is no browser and has to say what a browser would.
 */
export function sameOriginOnly(request: Request, response: Response, next: NextFunction): void {
  const site = request.get('sec-fetch-site');
  if (site === undefined ? ownOrigin(request) : site === 'same-origin') {
    next();
    return;
  }
  response.status(403).type('text').send('This can only be done from the page itself.\n');
}

function ownOrigin(request: Request): boolean {
  const origin = request.get('origin') ?? '';
  const host = request.get('host');
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}
