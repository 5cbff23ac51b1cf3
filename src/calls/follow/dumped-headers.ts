/** Parses the answer to `uuid_dump`, which is written like an event but without percent-encoding. Pure. */
import type { Lookup } from '../story/read-channel.js';

export function dumpedHeaders(dump: string): Lookup {
  const headers = new Map<string, string>();
  for (const line of dump.split('\n')) {
    const colon = line.indexOf(': ');
    const name = line.slice(0, colon);
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 2).trim());
  }
  return (name) => headers.get(name);
}
