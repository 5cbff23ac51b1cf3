/**
 * FreeSWITCH's own string rules, ported from switch_utils.c and switch_event.c (1.11). They are odd (quotes and
 * escapes are removed once per level, and `|` splits before brackets are looked at), and dial strings are written
 * for them, so this port stays close to the original.
 */

const ESCAPE = '\\';
const UNESCAPED = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['s', ' '],
]);

/** switch_separate_string(): splits at the delimiter outside quotes, then cleans each part. */
export function separate(text: string, delimiter: string, max: number): string[] {
  let rest = text;
  let delim = delimiter;
  if (rest.startsWith('^^') && rest.length >= 4) {
    delim = rest.charAt(2);
    rest = rest.slice(3);
  }
  return delim === ' ' ? separateBlank(rest, max) : separateChar(rest, delim, max);
}

/** separate_string_char_delim() */
function separateChar(text: string, delim: string, max: number): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length && parts.length < max) {
    const start = at;
    if (parts.length === max - 1) {
      parts.push(text.slice(start));
      break;
    }
    const end = findDelimiter(text, start, delim);
    parts.push(text.slice(start, end));
    at = end + 1;
  }
  return parts.map((part) => clean(part, delim));
}

function findDelimiter(text: string, from: number, delim: string): number {
  let quoted = false;
  let at = from;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === ESCAPE) at += 1;
    else if (char === "'" && (quoted || text.includes("'", at + 1))) quoted = !quoted;
    else if (char === delim && !quoted) return at;
    at += 1;
  }
  return text.length;
}

/** separate_string_blank_delim() */
function separateBlank(text: string, max: number): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length && parts.length < max) {
    let end = at;
    while (text.charAt(end) === ' ') end += 1;
    let quoted = false;
    while (end < text.length) {
      const char = text.charAt(end);
      if (char === ESCAPE) end += 1;
      else if (char === "'") quoted = !quoted;
      else if (char === ' ' && !quoted) break;
      end += 1;
    }
    parts.push(text.slice(at, end));
    at = end + 1;
    while (text.charAt(at) === ' ') at += 1;
  }
  return parts.map((part) => clean(part, ''));
}

/** cleanup_separated_string(): removes one level of quotes and escapes, and outer spaces. */
function clean(text: string, delim: string): string {
  let out = '';
  let end = 0;
  let seen = false;
  let quoted = false;
  let at = 0;
  while (text.charAt(at) === ' ') at += 1;
  for (; at < text.length; at += 1) {
    const char = text.charAt(at);
    const escaped = char === ESCAPE ? unescape(text.charAt(at + 1), delim) : undefined;
    if (escaped !== undefined) {
      at += 1;
      out += escaped;
      [end, seen] = [out.length, true];
    } else if (char === "'" && (quoted || text.includes("'", at + 1))) {
      quoted = !quoted;
      if (quoted) [end, seen] = [out.length, true];
    } else {
      out += char;
      if (char !== ' ' || quoted) [end, seen] = [out.length, true];
    }
  }
  return seen ? out.slice(0, end) : out;
}

function unescape(next: string, delim: string): string | undefined {
  if (next === "'" || next === '"' || next === ESCAPE || (delim !== '' && next === delim)) return next;
  return UNESCAPED.get(next);
}

/** switch_find_end_paren(): index of the closing bracket; it ignores quotes. */
export function findEnd(text: string, open: string, close: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === open) depth += 1;
    else if (char === close) {
      depth -= 1;
      if (depth === 0) return at;
    }
    if (at === 0 && depth !== 1) return undefined;
  }
  return undefined;
}

export interface Brackets {
  readonly variables: readonly (readonly [name: string, value: string])[];
  readonly rest: string;
}

/** switch_event_create_brackets(): `{a=1,b=2}rest`; undefined is FreeSWITCH's "Parse Error!". */
export function readBrackets(
  text: string,
  open: string,
  close: string,
  delimiter: string,
): Brackets | undefined {
  const end = findEnd(text, open, close);
  if (end === undefined) return undefined;
  let inner = text.slice(1, end);
  let delim = delimiter;
  if (inner.startsWith('^^')) {
    delim = inner.charAt(2);
    inner = inner.slice(3);
  }
  const variables: [string, string][] = [];
  for (const pair of separate(inner, delim, 1024)) {
    const [name, value] = separate(pair, '=', 2);
    if (name !== undefined && value !== undefined) variables.push([name, value]);
  }
  return { variables, rest: text.slice(end + 1) };
}
