/** Who is in a group. Pure. */
import type { Group, User } from './snapshot.js';

/** The user is rung by a stage of the group: listed by name, or by the number of the user's extension. */
export function isMember({ stages }: Pick<Group, 'stages'>, { id, extension }: User): boolean {
  return stages.some(({ members }) =>
    members.some(
      (member) =>
        (member.kind === 'user' && member.user.id === id) ||
        (member.kind === 'extension' && member.extension === extension),
    ),
  );
}
