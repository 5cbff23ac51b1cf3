/** Turns switches, for pages, interface and command line. */
import { DateTime } from 'luxon';
import type { AuditEvent, AuditLog } from '../../base/model/audit-event.js';
import type { Snapshot, Switch } from '../../base/model/snapshot.js';
import type { StoredSwitchState, SwitchChangedBy, SwitchStateStore } from '../../base/store/switch-states.js';
import { readSwitch } from '../../calls/routing/switch-reading.js';
import { readState } from '../../calls/routing/switch-state.js';
import { momentOfEnd, type SwitchEnd } from './switch-end.js';
import { seenOf } from './switch-seen.js';

export interface SwitchDesk {
  readonly switchStates: SwitchStateStore;
  readonly snapshot: () => Snapshot | undefined;
  /** Makes the change take effect at once for the calls of this instance. */
  readonly refresh: () => Promise<void>;
  readonly audit: AuditLog;
}

export type SwitchAction =
  /**
   * A switch turned by hand stays so until somebody changes it, unless an end is given. A switch with a schedule is
   * overridden until the end; if it is turned to what its schedule says anyway, it follows the schedule again.
   */
  | { readonly kind: 'turn'; readonly on: boolean; readonly end: SwitchEnd }
  | { readonly kind: 'clear' }
  /** Removes an override or a state set by hand: the configuration applies again. */
  | { readonly kind: 'reset' };

export type SwitchResult =
  | { readonly kind: 'unknown' }
  /** The switch is no longer as it was seen, and nothing was done; `asWanted`: it is already in the wanted state. */
  | { readonly kind: 'overtaken'; readonly asWanted: boolean }
  /**
   * `neverChanges`: it was to stay until its schedule changes, but the schedule never does; it stays until somebody
   * changes it.
   */
  | { readonly kind: 'done'; readonly neverChanges: boolean };

export interface SwitchActor {
  readonly who: string;
  readonly at: Date;
  /** The result of `seenOf` when the order was given; undefined: it is carried out whatever the state. */
  readonly seen?: string | undefined;
}

/**
 * Carries out the action, writes an audit entry if something changed, and makes it take effect for calls. With
 * `seen`, only if the switch is still in that state: if two people turn it at once, on whichever instances, the
 * later order changes nothing.
 */
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
  const before = (await switchStates.all()).find((one) => one.id === id);
  const by = { by: who, at, version: seen === undefined ? undefined : (before?.version ?? 0) };
  // Another instance may have turned it, and this instance has not read that yet.
  const isStale = seen !== undefined && !isAsStored(known, before);
  const change = isStale ? undefined : await carryOut(switchStates, known, action, by, now);
  const { after, event, facts, neverChanges } = change ?? NOTHING;
  if (after !== undefined) {
    await audit.note(
      who,
      event,
      { subject: `switch ${id}`, ...facts },
      { before: shown(before), after: shown(after) },
    );
  }
  await refresh();
  // Ending an override that does not exist changes nothing, but nobody else was faster.
  const had = before?.override !== undefined || (action.kind === 'reset' && before?.on !== undefined);
  const nothingToEnd = event === 'overrideEnded' && !had;
  const isLate = seen !== undefined && after === undefined && (isStale || !nothingToEnd);
  return isLate
    ? { kind: 'overtaken', asWanted: isSo(snapshot()?.switches.get(id) ?? known, action, now) }
    : { kind: 'done', neverChanges };
}

interface Change {
  readonly event: AuditEvent;
  /** Undefined: nothing was changed. */
  readonly after: StoredSwitchState | undefined;
  readonly facts: Readonly<Record<string, string>>;
  readonly neverChanges: boolean;
}

const NOTHING: Change = { event: 'overrideEnded', after: undefined, facts: {}, neverChanges: false };

async function carryOut(
  switchStates: SwitchStateStore,
  { id, state }: Switch,
  action: SwitchAction,
  by: SwitchChangedBy,
  now: DateTime,
): Promise<Change> {
  const ended = (after: StoredSwitchState | undefined, facts: Change['facts']): Change => ({
    event: 'overrideEnded',
    after,
    facts,
    neverChanges: false,
  });
  if (action.kind === 'clear') return ended(await switchStates.clearOverride(id, by), {});
  if (action.kind === 'reset') return ended(await switchStates.reset(id, by), {});
  const { on, end } = action;
  const facts = { state: on ? 'on' : 'off' };
  const until = momentOfEnd(end, state, now);
  if (state.kind === 'manual' && until === undefined) {
    const after = await switchStates.setManual(id, on, by);
    return { event: 'switchTurned', after, facts, neverChanges: false };
  }
  const followsSchedule = end.kind === 'untilScheduleChanges';
  if (followsSchedule && readState(state, now).on === on) {
    return ended(await switchStates.clearOverride(id, by), facts);
  }
  const after = await switchStates.setOverride(id, { on, until }, by);
  return {
    event: 'switchOverridden',
    after,
    facts: until === undefined ? facts : Object.assign({}, facts, { until: until.toISOString() }),
    neverChanges: followsSchedule && until === undefined,
  };
}

/** Whether the snapshot has the stored state. */
function isAsStored({ override, state }: Switch, stored: StoredSwitchState | undefined): boolean {
  const isSameOverride =
    override?.on === stored?.override?.on &&
    override?.until?.toMillis() === stored?.override?.until?.getTime();
  return isSameOverride && (state.kind !== 'manual' || stored?.on === undefined || stored.on === state.on);
}

/** Whether the switch is already as the action would leave it. */
function isSo(one: Switch, action: SwitchAction, now: DateTime): boolean {
  const { on, overridden, next } = readSwitch(one, now);
  if (action.kind !== 'turn') return !overridden;
  const until = momentOfEnd(action.end, one.state, now)?.getTime();
  return on === action.on && until === (next.kind === 'at' ? next.at.toMillis() : undefined);
}

/** A switch's stored state in the audit log. Null: nobody has turned it, the configuration applies. */
function shown(stored: StoredSwitchState | undefined) {
  const { on = null, override } = stored ?? {};
  const until = override?.until?.toISOString() ?? null;
  return { byHand: on, override: override === undefined ? null : { on: override.on, until } };
}
