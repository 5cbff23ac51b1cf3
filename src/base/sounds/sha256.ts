import { webcrypto } from 'node:crypto';

/**
 * Hexadecimal. Not in the event loop: twenty megabytes would hold it for as long as a call takes.
 * @param bytes not shared with another thread
 */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  const sum = await webcrypto.subtle.digest('SHA-256', bytes);
  return Buffer.from(sum).toString('hex');
}
