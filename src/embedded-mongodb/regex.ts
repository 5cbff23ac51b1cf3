import { BSONRegExp } from 'bson';
import { fail, unsupported } from './errors.js';

/** What PCRE understands and JavaScript reads as something else without complaint. */
const onlyPcre = /\\[AZzGQEKRHhXC]|\[\[:|\(\?[imsx-]+[:)]|\(\?[>#|R&P+-]|[*+?}]\+/;

/**
 * A MongoDB regex (a pattern as text or a BSONRegExp, with $options) as a JavaScript one.
 *
 * Throws CommandError for options other than i, m, s and u, for a pattern that does not parse, and for PCRE
 * syntax that JavaScript would read differently.
 */
export function compileRegex(operand: unknown, options: unknown): RegExp {
  const isRegex = operand instanceof BSONRegExp;
  const pattern = isRegex ? operand.pattern : operand;
  const flags = options ?? (isRegex ? operand.options : '');
  if (typeof pattern !== 'string' || typeof flags !== 'string')
    return fail('BadValue', '$regex and $options have to be strings');
  if (isRegex && options !== undefined && operand.options !== '')
    fail('Location51091', 'options set in both $regex and $options');
  if (/[^imsu]/.test(flags)) unsupported('Location51091', `The $regex option in "${flags}"`);
  if (onlyPcre.test(pattern))
    unsupported('Location51091', `The PCRE syntax of the regular expression /${pattern}/`);
  try {
    return new RegExp(pattern, [...new Set(flags.replaceAll('u', ''))].join(''));
  } catch (error) {
    return fail('Location51091', `Regular expression is invalid: ${(error as Error).message}`);
  }
}
