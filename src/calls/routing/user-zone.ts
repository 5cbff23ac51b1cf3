/** In which time zone a user's own times are. Pure. */
import type { Snapshot, User } from '../../base/model/snapshot.js';

/** The one in which the user's mobile is rung; without a mobile that of the settings. */
export function zoneOf({ mobile }: User, { settings }: Pick<Snapshot, 'settings'>): string {
  return mobile?.timezone ?? settings.timezone;
}
