/** The kinds of accounts. What each may do: `people/access/permissions.ts`. */

export const ROLES = ['admin', 'receptionist', 'leader', 'viewer', 'observer', 'user'] as const;

/**
 * `admin` may do everything. `receptionist` works with the calls of all groups: switches, call-backs, address book, members'
 * absences. `leader` sees calls, call-backs, reports and recordings of the groups that the account's user leads, and sends
 * their members away. `viewer` sees what happens but changes nothing, hears no recording and reads no mail. `observer` sees
 * the same with masked phone numbers, and finds nobody by a number. `user` has the call-back lists of the user's groups and
 * the settings of the user's mobile.
 */
export type Role = (typeof ROLES)[number];

/** Whether such an account sees only what belongs to its configured user, so that it shows nothing without one. */
export function needsUser(role: Role): boolean {
  return role === 'user' || role === 'leader';
}
