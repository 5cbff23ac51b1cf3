import { BSONRegExp } from 'bson';
import { fail, unsupported } from './errors.js';

/** What PCRE understands and JavaScript reads as something else without complaint. */
const onlyPcre = /\\[AZzGQEKRHhXC]|\[\[:|\(\?[imsx-]+[:)]|\(\?[>#|R&P+-]|[*+?}]\+/;

/**
 * A MongoDB regex (BSONRegExp, RegExp or pattern text, with $options) as a JavaScript one.
 *
 * Throws CommandError for options other than i, m, s and u, for a pattern that does not parse, and for PCRE
 * syntax that JavaScript would read differently.
 */
export function compileRegex(operand: unknown, options?: unknown): RegExp {
  if (options !== undefined && typeof options !== 'string') fail('BadValue', '$options has to be a string');
  const [pattern, flags] = source(operand, options);
  if (pattern.includes('\0'))
    fail('Location51091', 'Regular expression cannot contain an embedded null byte');
  if (/[^imsu]/.test(flags)) unsupported('Location51091', `The $regex option in "${flags}"`);
  if (onlyPcre.test(pattern))
    unsupported('Location51091', `The PCRE syntax of the regular expression /${pattern}/`);
  try {
    return new RegExp(pattern, [...new Set(flags.replaceAll('u', ''))].join(''));
  } catch (error) {
    return fail('Location51091', `Regular expression is invalid: ${(error as Error).message}`);
  }
}

function source(operand: unknown, options: string | undefined): [string, string] {
  if (typeof operand === 'string') return [operand, options ?? ''];
  if (operand instanceof BSONRegExp) {
    if (options !== undefined && operand.options !== '')
      fail('Location51091', 'options set in both $regex and $options');
    return [operand.pattern, options ?? operand.options];
  }
  if (operand instanceof RegExp) return [operand.source, options ?? operand.flags.replaceAll('g', '')];
  return fail('BadValue', '$regex has to be a string');
}
