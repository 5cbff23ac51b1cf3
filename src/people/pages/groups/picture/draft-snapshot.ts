/** The running configuration with a draft of one group in it, so that a call can be tried before anything is saved. Pure. */
import { groupSchema } from '../../../../base/configuration/group-schema.js';
import type { Configuration } from '../../../../base/configuration/schema.js';
import { groupOf } from '../../../../base/configuration/snapshot-group.js';
import { AppError } from '../../../../base/errors.js';
import type { Group, Snapshot } from '../../../../base/model/snapshot.js';
import type { Draft } from '../../forms/paths.js';
import { withoutEmptyRows } from '../../forms/read.js';

/** Stands for the number of a new group until one is typed. */
const NO_NUMBER = '0';

/**
 * Undefined: the draft has faults, or names something that is not there; saving says which.
 * @param id the group that the draft is of; it may have another number in the draft
 */
export function draftSnapshot(
  snapshot: Snapshot,
  { settings }: Configuration,
  draft: Draft,
  id: string,
): { readonly snapshot: Snapshot; readonly group: Group } | undefined {
  const { number, name } = draft;
  const named = { ...withoutEmptyRows(draft), number: number || NO_NUMBER, name: name || NO_NUMBER };
  const read = groupSchema.safeParse(named);
  if (!read.success) return undefined;
  try {
    const { users, switches, groups: all, extensions } = snapshot;
    const group = groupOf(read.data, { settings, users, switches, calendars: new Map() });
    const groups = new Map(all);
    groups.delete(id);
    groups.set(group.number, group);
    const named = group.stages.flatMap(({ members }) =>
      members.flatMap((member) => (member.kind === 'extension' ? [member.extension] : [])),
    );
    return { group, snapshot: { ...snapshot, groups, extensions: new Set([...extensions, ...named]) } };
  } catch (error) {
    if (error instanceof AppError && error.code === 'CONFIGURATION_BROKEN') return undefined;
    throw error;
  }
}
