/**
 * Header lines as FreeSWITCH sent them, read when somebody asks. Of the 150 lines of an event a call reads some twenty:
 * it is noted where each begins, and no value is cut out or decoded before it is wanted.
 */
import { decodePercent } from './percent.js';

export interface Headers {
  /** The decoded value; names are written as FreeSWITCH writes them. Undefined: there is no such line. */
  get(name: string): string | undefined;
}

/**
 * @param lines `Name: value`, each but the last with LF behind it. Of two lines of one name the first counts, as in
 *   FreeSWITCH itself.
 * @param encoding of the values: only a serialized event is percent-encoded; a `%41` in a reply is what it says.
 */
export function headersOf(lines: string, encoding: 'percent' | 'none'): Headers {
  let beginnings: ReadonlyMap<string, number> | undefined;
  return {
    get: (name) => {
      beginnings ??= valuesIn(lines);
      const from = beginnings.get(name);
      if (from === undefined) return undefined;
      const value = lines.slice(from, endOfLine(lines, from));
      return encoding === 'none' ? value : decodePercent(value);
    },
  };
}

/** Where the value of each name begins. */
function valuesIn(lines: string): ReadonlyMap<string, number> {
  const beginnings = new Map<string, number>();
  for (let from = 0; from < lines.length;) {
    const end = endOfLine(lines, from);
    const colon = lines.indexOf(': ', from);
    if (colon === -1) break;
    if (colon < end) {
      const name = lines.slice(from, colon);
      if (!beginnings.has(name)) beginnings.set(name, colon + 2);
    }
    from = end + 1;
  }
  return beginnings;
}

function endOfLine(lines: string, from: number): number {
  const end = lines.indexOf('\n', from);
  return end === -1 ? lines.length : end;
}
