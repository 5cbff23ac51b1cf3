/**
 * Buttons that add, remove and move rows of a form. They submit the whole form, so that nothing typed is lost. Pure.
 */
import { BLANKS } from './fields.js';
import { keysOf, valueAt, type Draft } from './paths.js';

/** Name of these buttons. The value is the action: `add stages[0].members`, `remove rules[1]`, `up rules[1]`. */
export const ACTION = '_do';

const MOST_ROWS = 400;

/** The draft after the action; undefined: it was not one of these buttons. */
export function afterAction(draft: Draft, action: string): Draft | undefined {
  const [, verb, path = ''] = /^(add|remove|up) ([A-Za-z0-9.[\]]{1,80})$/.exec(action) ?? [];
  if (verb === undefined) return undefined;
  const changed = structuredClone(draft);
  const keys = keysOf(path);
  if (verb === 'add') {
    const list = valueAt(changed, path);
    const name = keys.at(-1);
    const blank =
      typeof name === 'string' && Object.hasOwn(BLANKS, name) ? BLANKS[name as keyof typeof BLANKS] : '';
    if (Array.isArray(list) && list.length < MOST_ROWS) list.push(structuredClone(blank));
    return changed;
  }
  const index = keys.at(-1);
  const list = valueAt(changed, path.replace(/\[\d+\]$/, ''));
  if (!Array.isArray(list) || typeof index !== 'number' || index >= list.length) return changed;
  const [row] = list.splice(index, 1) as unknown[];
  if (verb === 'up') list.splice(Math.max(0, index - 1), 0, row);
  return changed;
}
