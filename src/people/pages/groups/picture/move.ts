/** Moves a rule, a stage or a member to another place of a group, or takes it out. Pure. */
import { keysOf, valueAt, type Draft } from '../../forms/paths.js';

const PLACE = /^(?:rules|stages|stages\[\d\]\.members)\[\d{1,3}\]$/;

/**
 * @param from `rules[1]`, `stages[0].members[2]`
 * @param to the place that it has afterwards, of the same kind; empty: it is taken out
 * @returns undefined: nothing is there, or the places do not fit each other
 */
export function moved(draft: Draft, from: string, to: string): Draft | undefined {
  if (!PLACE.test(from) || (to !== '' && (!PLACE.test(to) || kindOf(to) !== kindOf(from)))) return undefined;
  const changed = structuredClone(draft);
  const [source, index] = placeIn(changed, from);
  if (source === undefined || index >= source.length) return undefined;
  const [row] = source.splice(index, 1);
  if (to === '') return changed;
  const [target, at] = placeIn(changed, to);
  if (target === undefined) return undefined;
  target.splice(Math.min(at, target.length), 0, row);
  return changed;
}

const kindOf = (path: string): string => path.replaceAll(/\[\d+\]/g, '');

function placeIn(draft: Draft, path: string): [list: unknown[] | undefined, index: number] {
  const list = valueAt(draft, path.replace(/\[\d+\]$/, ''));
  return [Array.isArray(list) ? list : undefined, Number(keysOf(path).at(-1))];
}
