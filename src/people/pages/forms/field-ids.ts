/** Ids of form controls, derived from their names. Pure. */

/** `f-stages-0-members-1-value` for `stages[0].members[1].value`. */
export function idOf(name: string): string {
  return `f-${name.replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`;
}
