/** Where a group may send its calls. Pure. */
import type { Destination, Group } from './snapshot.js';

/** All destinations of a group: for callers without a number, by its rules, and the last one. */
export function destinationsOf({
  anonymous,
  rules,
  final,
}: Pick<Group, 'anonymous' | 'rules' | 'final'>): readonly Destination[] {
  return [...(anonymous.kind === 'divert' ? [anonymous.to] : []), ...rules.map(({ to }) => to), final];
}
