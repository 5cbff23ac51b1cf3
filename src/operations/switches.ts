/** Turns switches; pages and interface do it through these functions. */
import { DateTime } from 'luxon';
import type { AuditLog } from '../access/audit.js';
import type { Snapshot } from '../model/snapshot.js';
import type { SwitchStateStore } from '../store/switch-states.js';
import { readWallClock } from './wall-clock.js';

export interface SwitchDesk {
  readonly switchStates: SwitchStateStore;
  readonly snapshot: () => Snapshot | undefined;
  /** Lets the calls of this instance have the change at once. */
  readonly refresh: () => Promise<void>;
  readonly audit: AuditLog;
}

export type SwitchAction =
  /** By hand: until somebody changes it. With `until`, or for one that has a schedule: an override. */
  | { readonly kind: 'turn'; readonly on: boolean; readonly until: Date | undefined }
  | { readonly kind: 'clear' }
  /** Neither an override nor a state by hand: what the configuration says. */
  | { readonly kind: 'reset' };

/** False: there is no such switch. */
export async function actOnSwitch(
  desk: SwitchDesk,
  id: string,
  action: SwitchAction,
  { who, at }: { readonly who: string; readonly at: Date },
): Promise<boolean> {
  const { switchStates, snapshot, refresh, audit } = desk;
  const known = snapshot()?.switches.get(id);
  if (known === undefined) return false;
  const by = { by: who, at };
  const subject = `switch ${id}`;
  switch (action.kind) {
    case 'turn': {
      const { on, until } = action;
      const state = on ? 'on' : 'off';
      if (known.state.kind === 'manual' && until === undefined) {
        // What somebody wants now must not be hidden by what somebody wanted for a while.
        await switchStates.clearOverride(id, by);
        await switchStates.setManual(id, on, by);
        await audit.note(who, 'switchTurned', { subject, state });
      } else {
        await switchStates.setOverride(id, { on, until }, by);
        await audit.note(who, 'switchOverridden', {
          subject,
          state,
          ...(until && { until: until.toISOString() }),
        });
      }
      break;
    }
    case 'clear':
      await switchStates.clearOverride(id, by);
      await audit.note(who, 'overrideEnded', { subject });
      break;
    case 'reset':
      await switchStates.reset(id, by);
      await audit.note(who, 'overrideEnded', { subject });
  }
  await refresh();
  return true;
}

/** ISO 8601 with a zone: `2026-12-24T08:00:00+01:00`, `2026-12-24T07:00Z`. */
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/i;

/** What `momentOf` reads, for those who typed something else. */
export const MOMENT_FORMS = '2026-12-24T08:00:00+01:00, 2026-12-24 08:00, 24.12.2026 08:00 or 08:00';

/**
 * A moment in the future: with a zone, or as people type it on the wall clock of `timezone`: `2026-12-24 08:00`,
 * `2026-12-24T08:00`, `24.12.2026 08:00`, or `08:00` for the next time that the clock shows it. Undefined: it is none.
 * An hour that the clock change leaves out is the one after it; of an hour that comes twice it is the first.
 */
export function momentOf(given: string, now: DateTime, timezone: string): DateTime | undefined {
  const text = given.trim();
  const local = now.setZone(timezone);
  if (WITH_ZONE.test(text)) {
    const moment = DateTime.fromISO(text, { zone: timezone });
    return moment.isValid && moment > local ? moment : undefined;
  }
  if (/^\d{1,2}:\d{2}$/.test(text)) {
    const [hour = 0, minute = 0] = text.split(':').map(Number);
    if (hour > 23 || minute > 59) return undefined;
    const today = local.set({ hour, minute, second: 0, millisecond: 0 });
    return today > local ? today : today.plus({ days: 1 }).set({ hour, minute });
  }
  for (const format of ['yyyy-MM-dd HH:mm', "yyyy-MM-dd'T'HH:mm", 'd.M.yyyy HH:mm']) {
    const moment = readWallClock(text, format, timezone);
    if (moment !== undefined) return moment > local ? moment : undefined;
  }
  return undefined;
}
