/** Sends a WAV file that is in memory, in pieces if a player asks for one: some play nothing otherwise. */
import type { Request, Response } from 'express';

/** @param saveAs undefined: it is to be heard, not kept */
export function sendSound(request: Request, response: Response, content: Buffer, saveAs?: string): void {
  if (saveAs !== undefined) response.attachment(saveAs);
  response.set('Content-Type', 'audio/wav').set('Accept-Ranges', 'bytes');
  const ranges = request.range(content.length);
  if (ranges === -1) {
    response.status(416).set('Content-Range', `bytes */${content.length}`).end();
    return;
  }
  const only =
    Array.isArray(ranges) && ranges.type === 'bytes' && ranges.length === 1 ? ranges[0] : undefined;
  if (only === undefined) {
    response.end(content);
    return;
  }
  const { start, end } = only;
  response.status(206).set('Content-Range', `bytes ${start}-${end}/${content.length}`);
  response.end(content.subarray(start, end + 1));
}
