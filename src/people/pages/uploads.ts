/** Files that come with a form: how they are read before the page's handler is called. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { limitedBody } from '../http/limited-body.js';
import { readMultipart, type UploadedFile } from '../http/multipart.js';
import { commonTexts } from '../words/words.js';
import { fill, languageOf } from './language.js';

/** The other fields of a form and what surrounds them. */
const AROUND = 16 * 1024;

const uploads = new WeakMap<Request, readonly UploadedFile[]>();

export function uploadsOf(request: Request): readonly UploadedFile[] {
  return uploads.get(request) ?? [];
}

/**
 * After these a form with files is like others: its fields are the body of the request.
 *
 * @param mostBytes of the files
 * @param refuse answers with a page that says why
 */
export function uploadReaders(
  mostBytes: number,
  refuse: (request: Request, response: Response, status: number, message: string) => void,
): readonly [RequestHandler, ErrorRequestHandler, RequestHandler] {
  const tooLarge: ErrorRequestHandler = (error: unknown, request, response, next) => {
    const isTooLarge = error instanceof Error && 'status' in error && error.status === 413;
    const kilobytes = Math.floor(mostBytes / 1024);
    const most = kilobytes < 1024 ? `${kilobytes} KB` : `${Math.floor(kilobytes / 1024)} MB`;
    if (isTooLarge)
      refuse(request, response, 413, fill(commonTexts[languageOf(request)].fileTooLarge, { most }));
    else next(error);
  };
  const read: RequestHandler = (request, response, next) => {
    if (takeFiles(request)) next();
    else refuse(request, response, 400, commonTexts[languageOf(request)].formTooOld);
  };
  return [limitedBody(mostBytes + AROUND), tooLarge, read];
}

/** False: it cannot be read. */
function takeFiles(request: Request): boolean {
  const body: unknown = request.body;
  const form = Buffer.isBuffer(body) ? readMultipart(body, request.get('content-type') ?? '') : undefined;
  if (form === undefined) return false;
  request.body = form.fields;
  uploads.set(request, form.files);
  return true;
}
