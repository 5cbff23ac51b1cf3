/** Turns switches; pages, interface and command line do it through this function. */
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

/**
 * Carries the action out, leaves an audit entry where something was changed, and lets the calls have it. With `seen` only on
 * the state that was seen: of two who turn the same one at once, on whichever instance, the later one changes nothing.
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
  // Another instance may have turned it, and this one has not taken that up yet.
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
  // Who ends what there is not has done nothing, and nobody was faster.
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

/** Whether the snapshot knows what is stored. */
function isAsStored({ override, state }: Switch, stored: StoredSwitchState | undefined): boolean {
  const isSameOverride =
    override?.on === stored?.override?.on &&
    override?.until?.toMillis() === stored?.override?.until?.getTime();
  return isSameOverride && (state.kind !== 'manual' || stored?.on === undefined || stored.on === state.on);
}

/** Whether it is already as the action would leave it. */
function isSo(one: Switch, action: SwitchAction, now: DateTime): boolean {
  const { on, overridden, next } = readSwitch(one, now);
  if (action.kind !== 'turn') return !overridden;
  const until = momentOfEnd(action.end, one.state, now)?.getTime();
  return on === action.on && until === (next.kind === 'at' ? next.at.toMillis() : undefined);
}

/** What people did to a switch, as the audit log keeps it. Null: nothing, what is configured holds. */
function shown(stored: StoredSwitchState | undefined) {
  const { on = null, override } = stored ?? {};
  const until = override?.until?.toISOString() ?? null;
  return { byHand: on, override: override === undefined ? null : { on: override.on, until } };
}
