/**
 * Answers are compressed where the browser can read it: pages, JSON, CSV, styles, scripts. Not what is compressed
 * already (sound), not pieces of a file (Range counts its bytes), and not server-sent events, each of which is to
 * arrive when it happens.
 *
 * A page that is compressed with a secret and with something that a stranger chose in it tells the secret by its length,
 * bit by bit (BREACH). The only secret that a page shows again and again is the token of its forms, and that looks
 * different in every answer: form-token.ts.
 */
import type { RequestHandler } from 'express';
import compression from 'compression';

export function compressed(): RequestHandler {
  return compression({
    filter: (request, response) => {
      const type = String(response.getHeader('Content-Type') ?? '');
      if (type.startsWith('text/event-stream') || response.statusCode === 206) return false;
      return compression.filter(request, response);
    },
  });
}
