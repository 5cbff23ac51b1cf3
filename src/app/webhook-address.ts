/** Reads where notices about problems are posted. */
import { z } from 'zod';
import { isWebAddress } from '../base/web-address.js';

/** `NOTICE_WEBHOOK`: path and query may hold the receiver's secret. */
export const webhookAddress = z.string().transform((text, context) => {
  if (isWebAddress(text)) return new URL(text).href;
  context.addIssue('must be an http:// or https:// address without user and fragment');
  return z.NEVER;
});
