/**
 * Header lines as FreeSWITCH sent them, decoded on demand. A call reads some twenty of the 150 lines of an event,
 * so only the start of each line is noted; a value is cut out and decoded when somebody asks for it.
 */
import { isAscii } from 'node:buffer';
import { decodeBytes, decodePercent } from './percent.js';

export interface Headers {
  /** The decoded value; names are written as FreeSWITCH writes them. Undefined: there is no such line. */
  get(name: string): string | undefined;
}

/**
 * @param lines `Name: value`, separated by LF. If a name occurs twice, the first line counts, as in FreeSWITCH
 * itself.
 * @param encoding of the values. Only a serialized event is percent-encoded; `%41` in a reply is literal.
 */
export function headersOf(lines: Buffer, encoding: 'percent' | 'none'): Headers {
  let beginnings: ReadonlyMap<string, number> | undefined;
  return {
    get: (name) => {
      beginnings ??= valuesIn(lines.toString('latin1'));
      const from = beginnings.get(name);
      if (from === undefined) return undefined;
      const end = lines.indexOf('\n', from);
      const value = textOf(lines, from, end === -1 ? lines.length : end);
      return encoding === 'none' ? value : decodePercent(value);
    },
  };
}

/** Where the value of each name begins. */
function valuesIn(lines: string): ReadonlyMap<string, number> {
  const beginnings = new Map<string, number>();
  for (let from = 0; from < lines.length;) {
    const end = lines.indexOf('\n', from);
    const colon = lines.indexOf(': ', from);
    if (colon === -1) break;
    if (end === -1 || colon < end) {
      const name = lines.slice(from, colon);
      if (!beginnings.has(name)) beginnings.set(name, colon + 2);
    }
    if (end === -1) break;
    from = end + 1;
  }
  return beginnings;
}

/**
 * A part of a message as text of its own. A slice of a longer string would keep all of that in memory: a record that names
 * a channel is kept much longer than the event that told it.
 */
export function textOf(bytes: Buffer, from = 0, end = bytes.length): string {
  const part = bytes.subarray(from, end);
  return isAscii(part) ? part.toString('latin1') : decodeBytes(part);
}
