/** Identifies states, so that an editor can say which one was shown. */
import { createHash } from 'node:crypto';

/** The same content has the same etag on all instances. */
export function etagOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
}
