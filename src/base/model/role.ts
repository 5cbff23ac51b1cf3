/** The kinds of accounts. What each may do: `people/access/permissions.ts`. */

export const ROLES = ['admin', 'viewer', 'observer', 'user'] as const;

/**
 * `admin` may do everything. `viewer` sees what happens but changes nothing, hears no recording and reads no mail.
 * `observer` sees the same with masked phone numbers, and finds nobody by a number. `user` has the call-back lists of the user's groups and the settings of the user's mobile.
 */
export type Role = (typeof ROLES)[number];
