/** The groups that an account wants to see first. Pure. */

/** More than these would be no favourites. */
const MOST = 20;

/** Adds the group, or takes it out; beyond twenty, the oldest one goes. */
export function toggledFavourite(favourites: readonly string[], group: string): readonly string[] {
  return favourites.includes(group)
    ? favourites.filter((one) => one !== group)
    : [...favourites, group].slice(-MOST);
}
