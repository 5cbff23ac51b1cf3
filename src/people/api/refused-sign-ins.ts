/**
 * Whoever guesses tokens is slowed down: after so many requests without a valid sign-in, an address gets no answer for a
 * minute. Only what was refused counts: a live stream that is open, or that its reader ends, is no guess.
 */
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';

/** Requests without a valid sign-in, from one address. */
const MOST = 60;
const WINDOW_MS = 60_000;

export interface RefusedSignIns {
  /** Calls `tooMany` instead of the next handler for an address that was refused too often. */
  readonly before: RequestHandler;
  /** Counts a refused request, and calls `answer`, or `tooMany` where it is one too many. */
  count(request: Request, response: Response, answer: () => void): Promise<void>;
}

export function refusedSignIns(tooMany: (response: Response) => void): RefusedSignIns {
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit: MOST,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Without TRUST_PROXY the header counts for nothing, and is nothing to complain about.
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

/** All addresses of one network of IPv6 are one. */
function keyOf(request: Request): string {
  return ipKeyGenerator(request.ip ?? '');
}
