import { holdsVariable } from './originate-string.js';

/** A lookup or program run that FreeSWITCH did because of a string. */
export interface Expansion {
  readonly text: string;
  /** Inner text of each `${…}` that was met, such as `sip_from_user` or `system(rm -rf /)`. */
  readonly expressions: readonly string[];
}

const MAX_DEPTH = 100;

/**
 * switch_channel_expand_variables(): FreeSWITCH does this to the argument of every executed application, including
 * the inserted values, again and again. A caller named `${system(…)}` would run a program.
 */
export function expandVariables(
  text: string,
  variable: (name: string) => string | undefined,
  depth = 0,
): Expansion {
  const escaped = /\\[\\nst']/.test(text);
  if (depth > MAX_DEPTH || (!holdsVariable(text) && !escaped)) return { text, expressions: [] };
  const expressions: string[] = [];
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === '\\' && next === '$') {
      at += text.charAt(at + 2) === '$' ? 2 : 1;
      out += '$';
    } else if (char === '\\' && next === "'") {
      at += 1;
    } else if (char === '\\' && next === '\\') {
      at += 1;
      out += char;
    } else {
      const inner = char === '$' ? innerOf(text, at) : undefined;
      if (inner === undefined) {
        out += char;
        continue;
      }
      expressions.push(inner.text);
      at = inner.end;
      const value = /[ (]/.test(inner.text) ? '' : (variable(inner.text) ?? '');
      const again = expandVariables(value, variable, depth + 1);
      expressions.push(...again.expressions);
      out += again.text;
      // The character after the expression is copied unchanged, even a backslash.
      if (at + 1 < text.length && text.charAt(at + 1) !== '$') {
        at += 1;
        out += text.charAt(at);
      }
    }
  }
  return { text: out, expressions };
}

function innerOf(text: string, dollar: number): { text: string; end: number } | undefined {
  const open = text.charAt(dollar + 1) === '$' ? dollar + 2 : dollar + 1;
  if (text.charAt(open) !== '{') return undefined;
  let depth = 1;
  for (let at = open + 1; at < text.length; at += 1) {
    if (text.charAt(at) === '{') depth += 1;
    else if (text.charAt(at) === '}') depth -= 1;
    if (depth === 0) return { text: text.slice(open + 1, at), end: at };
  }
  return { text: text.slice(open + 1), end: text.length };
}
