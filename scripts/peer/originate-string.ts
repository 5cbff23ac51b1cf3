/**
 * Reads a `bridge` argument as switch_ivr_originate() does. It was written from FreeSWITCH's source, independently
 * of the code that writes dial strings, so tests can use it to check that a hostile name cannot break out of its
 * place.
 */
import { findEnd, readBrackets, separate } from './separate.js';

export interface OriginateLeg {
  /** `sofia`, `error`, `user`, `loopback`, …: what stands before the first slash. */
  readonly endpoint: string;
  readonly data: string;
  /** From `{}` and `[]`; the leg's own variables win. */
  readonly variables: ReadonlyMap<string, string>;
}

export interface Originate {
  readonly globals: ReadonlyMap<string, string>;
  /** Alternatives tried one after another (`|`); the legs of one are rung together (`,`). */
  readonly attempts: readonly (readonly OriginateLeg[])[];
}

export type OriginateResult =
  | { readonly kind: 'ok'; readonly originate: Originate }
  | { readonly kind: 'refused'; readonly reason: string };

const ENTERPRISE = ':_:';
const MAX_PEERS = 128;
const QUOTED_COMMA = '\u0001';
const UNQUOTED_COMMA = '\u0002';

export function parseOriginate(text: string): OriginateResult {
  if (text.includes(ENTERPRISE)) return refused(`several originates at once (${ENTERPRISE})`);
  const globals = new Map<string, string>();
  let rest = text.replace(/^ +/, '');
  for (const [open, close] of [
    ['<', '>'],
    ['{', '}'],
  ] as const) {
    while (rest.startsWith(open)) {
      const brackets = readBrackets(rest, open, close, ',');
      if (brackets === undefined) return refused(`no ${close} behind ${open}`);
      for (const [name, value] of brackets.variables) globals.set(name, value);
      rest = brackets.rest;
    }
  }
  rest = rest.replace(/^ +/, '');
  if (rest === '') return refused('no origination URL specified');
  const attempts: OriginateLeg[][] = [];
  for (const part of separate(rest, '|', MAX_PEERS)) {
    const legs: OriginateLeg[] = [];
    for (const peer of separate(markCommas(part), ',', MAX_PEERS)) {
      const leg = parseLeg(peer, globals);
      if (leg === undefined) return refused('no ] behind [');
      legs.push(leg);
    }
    attempts.push(legs);
  }
  return { kind: 'ok', originate: { globals, attempts } };
}

/** Commas inside `[…]` must not split the legs; FreeSWITCH swaps them for control characters first. */
function markCommas(text: string): string {
  const chars = text.split('');
  let end: number | undefined;
  let quoted = false;
  let ownDelimiter = false;
  for (let at = 0; at < chars.length; at += 1) {
    if (end === undefined && chars[at] === '[') {
      const length = findEnd(text.slice(at), '[', ']');
      end = length === undefined ? undefined : at + length;
      ownDelimiter = chars[at + 1] === '^' && chars[at + 2] === '^';
      quoted = false;
    }
    if (chars[at] === "'") quoted = !quoted;
    if (end !== undefined && at < end && chars[at] === ',' && chars[at - 1] !== '\\') {
      chars[at] = quoted || ownDelimiter ? QUOTED_COMMA : UNQUOTED_COMMA;
    }
    if (at === end) end = undefined;
  }
  return chars.join('');
}

function parseLeg(text: string, globals: ReadonlyMap<string, string>): OriginateLeg | undefined {
  const variables = new Map(globals);
  let rest = text.replace(/^ +/, '');
  while (rest.startsWith('[')) {
    const end = findEnd(rest, '[', ']');
    if (end === undefined) return undefined;
    const restored = rest.slice(0, end).replaceAll(QUOTED_COMMA, ',') + rest.slice(end);
    const brackets = readBrackets(restored, '[', ']', UNQUOTED_COMMA);
    if (brackets === undefined) return undefined;
    // switch_channel_set_variable_var_check(): refuses to set a value that would be expanded later.
    for (const [name, value] of brackets.variables) if (!holdsVariable(value)) variables.set(name, value);
    rest = brackets.rest;
  }
  rest = rest.replace(/^ +/, '');
  const slash = rest.indexOf('/');
  if (slash === -1) return { endpoint: rest, data: '', variables };
  return { endpoint: rest.slice(0, slash), data: rest.slice(slash + 1), variables };
}

/** switch_string_var_check_const() */
export function holdsVariable(text: string): boolean {
  return /\$[\\$]*\{/.test(text);
}

function refused(reason: string): OriginateResult {
  return { kind: 'refused', reason };
}
