/** Which sounds a configuration names, and where. Pure. */
import { Node } from './draft.js';
import { pathText } from './faults.js';
import { LISTS, type PartRef } from './part-names.js';
import { nodesAt, SETTINGS_SOUNDS, SOUND_PLACES } from './reference-places.js';
import type { Configuration } from './schema.js';

/** A place as pages link it. */
export interface SoundUse {
  /** As the configuration names it. */
  readonly file: string;
  readonly part: PartRef;
  /** In the whole configuration: `groups[0].final.announcement`. */
  readonly path: string;
}

/** In the order of the configuration; in steps, one for each group. */
export function* soundUseSteps(configuration: Configuration): Generator<undefined, readonly SoundUse[]> {
  const root = new Node(configuration);
  const uses = SETTINGS_SOUNDS.flatMap((way) => nodesAt(root.at('settings'), way)).flatMap((node) =>
    useAt(node, { kind: 'settings', id: '', name: '' }),
  );
  const { list, key } = LISTS.group;
  for (const group of root.items(list)) {
    const part: PartRef = { kind: 'group', id: group.at(key).text ?? '', name: group.at('name').text ?? '' };
    uses.push(...SOUND_PLACES.flatMap((way) => nodesAt(group, way)).flatMap((node) => useAt(node, part)));
    yield;
  }
  return uses;
}

function useAt({ text, path }: Node, part: PartRef): SoundUse[] {
  return text === undefined ? [] : [{ file: text, part, path: pathText(path) }];
}
