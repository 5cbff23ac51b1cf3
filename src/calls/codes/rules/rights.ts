/** Whose phone may use which code. Pure. */
import type { CodeAccess, Group, Snapshot, Switch } from '../../../base/model/snapshot.js';

/** The groups in which this phone rings, as the extension of a user or by itself; disabled ones too. */
export function groupsOf(extension: string, { groups }: Pick<Snapshot, 'groups'>): readonly Group[] {
  return [...groups.values()].filter((group) => isMember(extension, group));
}

/** Whether a phone may turn the switch and ask for its state. */
export function mayUseSwitch(
  extension: string,
  one: Pick<Switch, 'id' | 'codeAllowed'>,
  snapshot: Pick<Snapshot, 'groups'>,
): boolean {
  return isAllowed(extension, one.codeAllowed, () =>
    groupsOf(extension, snapshot).some(({ rules }) => rules.some((rule) => rule.switch.id === one.id)),
  );
}

/** Whether a phone may take calls that ring in the group. */
export function mayPickUp(extension: string, group: Group): boolean {
  return isAllowed(extension, group.pickup, () => isMember(extension, group));
}

function isAllowed(extension: string, access: CodeAccess, isOfThem: () => boolean): boolean {
  return access.kind === 'members' ? isOfThem() : access.extensions.has(extension);
}

function isMember(extension: string, { stages }: Group): boolean {
  return stages.some(({ members }) =>
    members.some((member) => {
      if (member.kind === 'external') return false;
      return extension === (member.kind === 'user' ? member.user.extension : member.extension);
    }),
  );
}
