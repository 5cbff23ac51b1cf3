/** Turns switches; pages, interface and command line do it through this function. */
import { DateTime } from 'luxon';
import type { AuditEvent, AuditLog } from '../../base/model/audit-event.js';
import type { Snapshot, Switch } from '../../base/model/snapshot.js';
import type { StoredSwitchState, SwitchStateStore } from '../../base/store/switch-states.js';
import { readSwitch } from '../../calls/routing/switch-reading.js';
import { readState } from '../../calls/routing/switch-state.js';
import { momentOfEnd, type SwitchEnd } from './switch-end.js';
import { seenOf } from './switch-seen.js';

export interface SwitchDesk {
  readonly switchStates: SwitchStateStore;
  readonly snapshot: () => Snapshot | undefined;
  /** Lets the calls of this instance have the change at once. */
  readonly refresh: () => Promise<void>;
  readonly audit: AuditLog;
}

export type SwitchAction =
  /**
   * One turned by hand stays so until somebody changes it, unless it has an end. One with a schedule is overridden up to
   * the end; turned to what its schedule says anyway, it follows the schedule again.
   */
  | { readonly kind: 'turn'; readonly on: boolean; readonly end: SwitchEnd }
  | { readonly kind: 'clear' }
  /** Neither an override nor a state by hand: what the configuration says. */
  | { readonly kind: 'reset' };

export type SwitchResult =
  | { readonly kind: 'unknown' }
  /** It is not as it was seen any more, and nothing was done; `asWanted`: it is already as it was to be. */
  | { readonly kind: 'overtaken'; readonly asWanted: boolean }
  /** `neverChanges`: it was to stay until its schedule changes, which it never does; so until somebody changes it. */
  | { readonly kind: 'done'; readonly neverChanges: boolean };

export interface SwitchActor {
  readonly who: string;
  readonly at: Date;
  /** What `seenOf` said when the order was given; undefined: it is carried out whatever is there. */
  readonly seen?: string | undefined;
}

export async function actOnSwitch(
  desk: SwitchDesk,
  id: string,
  action: SwitchAction,
  { who, at, seen }: SwitchActor,
): Promise<SwitchResult> {
  const { switchStates, snapshot, refresh, audit } = desk;
  const known = snapshot()?.switches.get(id);
  if (known === undefined) return { kind: 'unknown' };
  const now = DateTime.fromJSDate(at);
  if (seen !== undefined && seen !== seenOf(known, now)) {
    return { kind: 'overtaken', asWanted: isSo(known, action, now) };
  }
  let neverChanges = false;
  const by = { by: who, at };
  const before = (await switchStates.all()).find((one) => one.id === id);
  const note = async (
    event: AuditEvent,
    after: StoredSwitchState | undefined,
    facts: Readonly<Record<string, string>> = {},
  ) => {
    // Who ends an override that there is not has done nothing.
    if (after === undefined) return;
    const change = { before: shown(before), after: shown(after) };
    await audit.note(who, event, { subject: `switch ${id}`, ...facts }, change);
  };
  switch (action.kind) {
    case 'turn': {
      const state = action.on ? 'on' : 'off';
      const until = momentOfEnd(action.end, known, now);
      if (known.state.kind === 'manual' && until === undefined) {
        // What somebody wants now must not be hidden by what somebody wanted for a while.
        await switchStates.clearOverride(id, by);
        await note('switchTurned', await switchStates.setManual(id, action.on, by), { state });
      } else if (action.end.kind === 'untilScheduleChanges' && readState(known.state, now).on === action.on) {
        await note('overrideEnded', await switchStates.clearOverride(id, by), { state });
      } else {
        const after = await switchStates.setOverride(id, { on: action.on, until }, by);
        await note('switchOverridden', after, {
          state,
          ...(until !== undefined && { until: until.toISOString() }),
        });
        neverChanges = action.end.kind === 'untilScheduleChanges' && until === undefined;
      }
      break;
    }
    case 'clear':
      await note('overrideEnded', await switchStates.clearOverride(id, by));
      break;
    case 'reset':
      await note('overrideEnded', await switchStates.reset(id, by));
  }
  await refresh();
  return { kind: 'done', neverChanges };
}

/** Whether it is already as the action would leave it. */
function isSo(one: Switch, action: SwitchAction, now: DateTime): boolean {
  const { on, overridden, next } = readSwitch(one, now);
  if (action.kind !== 'turn') return !overridden;
  const until = momentOfEnd(action.end, one, now)?.getTime();
  return on === action.on && until === (next.kind === 'at' ? next.at.toMillis() : undefined);
}

/** What people did to a switch, as the audit log keeps it. Null: nothing, what is configured holds. */
function shown(stored: StoredSwitchState | undefined) {
  const { on = null, override } = stored ?? {};
  const until = override?.until?.toISOString() ?? null;
  return { byHand: on, override: override === undefined ? null : { on: override.on, until } };
}
