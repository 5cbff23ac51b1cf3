/** Reads a body that may be large, into memory, and refuses one that is larger before it has arrived. */
import type { Request, RequestHandler } from 'express';
import { AppError } from '../../base/errors.js';

class BodyTooLargeError extends AppError {
  readonly status = 413;

  constructor(mostBytes: number) {
    super('BODY_TOO_LARGE', 'the body of a request is too large', { facts: { mostBytes } });
  }
}

/** So much more of a refused body is read and thrown away: most browsers show no answer before they have sent everything. */
const PASSED_BYTES = 256 * 1024 * 1024;
const PASSED_MS = 10_000;

/**
 * Afterwards `request.body` is a Buffer. A body that is larger by its own word is refused at once, another one as soon as it is.
 * Express' own parsers answer only when all of it has arrived. Errors for the next handler: status 413.
 */
export function limitedBody(mostBytes: number): RequestHandler {
  return (request, _response, next) => {
    const pieces: Buffer[] = [];
    let size = 0;
    const refuse = (): void => {
      request.off('data', take).off('end', finish);
      pieces.length = 0;
      passOver(request);
      next(new BodyTooLargeError(mostBytes));
    };
    const take = (piece: Buffer): void => {
      size += piece.length;
      if (size > mostBytes) refuse();
      else pieces.push(piece);
    };
    const finish = (): void => {
      request.body = Buffer.concat(pieces);
      next();
    };
    if (Number(request.get('content-length') ?? 0) > mostBytes) {
      refuse();
      return;
    }
    // A visitor who has gone gets no answer: then neither of them comes.
    request.on('data', take).once('end', finish);
  };
}

/** The answer is on its way. Whoever goes on sending for too long is cut off. */
function passOver(request: Request): void {
  let passed = 0;
  const timer = setTimeout(() => request.destroy(), PASSED_MS).unref();
  request.on('data', (piece: Buffer) => {
    passed += piece.length;
    if (passed > PASSED_BYTES) request.destroy();
  });
  request.once('close', () => clearTimeout(timer));
}
