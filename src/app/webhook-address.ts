/** Reads where notices about problems are posted. */
import { z } from 'zod';

/** `NOTICE_WEBHOOK`: path and query may hold the receiver's secret. */
export const webhookAddress = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // fetch refuses an address with a user.
  const isPlain = url?.username === '' && url.password === '' && url.hash === '';
  if (isPlain && ['http:', 'https:'].includes(url.protocol)) return url.href;
  context.addIssue('must be an http:// or https:// address without user and fragment');
  return z.NEVER;
});
