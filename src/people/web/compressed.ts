/**
 * Compresses pages, JSON, CSV, styles and scripts if the browser accepts it. Leaves out what is compressed already
 * (sound), partial content (a Range counts bytes), and server-sent events, which must arrive at once.
 *
 * If a compressed page holds both a secret and text chosen by an attacker, its length leaks the secret bit by bit
 * (BREACH). The only secret that a page repeats is the form token, and it looks different in every answer: see
 * form-token.ts.
 */
import { constants } from 'node:zlib';
import type { RequestHandler } from 'express';
import compression from 'compression';

export function compressed(): RequestHandler {
  return compression({
    // The style kit: 81 KB at the default of 4, 71 at 5, and 80 with gzip; more takes more time than it saves.
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
    filter: (request, response) => {
      const type = String(response.getHeader('Content-Type') ?? '');
      if (type.startsWith('text/event-stream') || response.statusCode === 206) return false;
      return compression.filter(request, response);
    },
  });
}
