/** What kinds of accounts there are. What each may do: `people/access/permissions.ts`. */

export const ROLES = ['admin', 'viewer', 'user'] as const;

/**
 * `admin` may everything; `viewer` sees what happens and changes nothing, hears no recording and reads no mail; `user`
 * has the call-back lists of the own groups and the own mobile's settings.
 */
export type Role = (typeof ROLES)[number];
