/**
 * Slows down token guessing: after too many requests without a valid sign-in, an address is refused for a minute. Only
 * refused requests count; an open live stream, or one closed by its reader, does not.
 */
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';

/** Requests without a valid sign-in that one address may make. */
const MOST = 60;
const WINDOW_MS = 60_000;

export interface RefusedSignIns {
  /** Calls `tooMany` instead of the next handler for an address that has been refused too often. */
  readonly before: RequestHandler;
  /** Counts a refused request, then calls `answer`, or `tooMany` if it was one too many. */
  count(request: Request, response: Response, answer: () => void): Promise<void>;
}

export function refusedSignIns(tooMany: (response: Response) => void): RefusedSignIns {
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit: MOST,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Without TRUST_PROXY the header is ignored, so it needs no warning.
    validate: { xForwardedForHeader: false },
    keyGenerator: keyOf,
    handler: (_request, response) => tooMany(response),
  });
  return {
    before: async (request, response, next) => {
      const known = await limiter.getKey(keyOf(request));
      if (known === undefined || known.totalHits <= MOST) {
        next();
        return;
      }
      const waitMs = (known.resetTime?.getTime() ?? 0) - Date.now();
      response.set('Retry-After', String(Math.max(1, Math.ceil(waitMs / 1000))));
      tooMany(response);
    },
    count: async (request, response, answer) => {
      await limiter(request, response, answer);
    },
  };
}

/** All IPv6 addresses of one network share a key. */
function keyOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '');
}
