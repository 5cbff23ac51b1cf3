/** Which sounds a configuration names, and where. Pure. */
import { Node } from './draft.js';
import { pathText } from './faults.js';
import { LISTS, type ListKind, type PartRef } from './part-names.js';
import { nodesAt, SOUND_PLACES } from './reference-places.js';
import type { Configuration } from './schema.js';

/** A place as pages link it. */
export interface SoundUse {
  /** As the configuration names it. */
  readonly file: string;
  readonly part: PartRef;
  /** In the whole configuration: `groups[0].final.announcement`. */
  readonly path: string;
}

/** Those whose parts are entries of lists, in the order in which they are told. */
const IN_LISTS: readonly ListKind[] = ['group', 'switch'];

/** In the order of the configuration; in steps, one for each entry. */
export function* soundUseSteps(configuration: Configuration): Generator<undefined, readonly SoundUse[]> {
  const root = new Node(configuration);
  const uses = usesIn(root.at('settings'), { kind: 'settings', id: '', name: '' });
  for (const kind of IN_LISTS) {
    const { list, key } = LISTS[kind];
    for (const entry of root.items(list)) {
      const part = { kind, id: entry.at(key).text ?? '', name: entry.at('name').text ?? '' };
      uses.push(...usesIn(entry, part));
      yield;
    }
  }
  return uses;
}

function usesIn(entry: Node, part: PartRef): SoundUse[] {
  return (SOUND_PLACES[part.kind] ?? [])
    .flatMap((way) => nodesAt(entry, way))
    .flatMap(({ text, path }) => (text === undefined ? [] : [{ file: text, part, path: pathText(path) }]));
}
