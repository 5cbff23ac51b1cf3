/** Which switches are not as receivers know them: turned by their schedule, by the end of an override, by a new configuration. Pure. */
import { DateTime } from 'luxon';
import type { Switch } from '../../base/model/snapshot.js';
import type { SwitchTold, Told } from '../../base/store/webhook-states.js';
import { isOn, readSwitch } from '../../calls/routing/switch-reading.js';
import type { SwitchEvent } from './events.js';

type KnownSwitches = Told['switches'];

/** A switch that receivers take to be otherwise. */
export interface Turned {
  readonly event: SwitchEvent;
  /** Whether time alone explains it. Otherwise somebody may just have turned it, and the audit log will say who. */
  readonly byTime: boolean;
}

/** Longer ago it is told as of now: a controller that was away for a year need not look through all of it. */
const LOOKED_BACK = { days: 1 };

/** What receivers know after people have turned switches, the oldest first. An entry that is read again changes nothing. */
export function knownAfter(known: KnownSwitches, events: readonly SwitchEvent[]): KnownSwitches {
  const after = new Map(known);
  for (const { at, data } of events) {
    const before = after.get(data.switch.id);
    if (before === undefined || before.at < at) after.set(data.switch.id, { on: data.on, at });
  }
  return after;
}

/** What they know after they have been told. A switch that they do not know yet is no news, one that is gone is forgotten. */
export function knownOnceTold(
  known: KnownSwitches,
  told: readonly SwitchEvent[],
  switches: Iterable<Switch>,
  now: Date,
): KnownSwitches {
  const moment = DateTime.fromJSDate(now);
  const news = new Map(told.map(({ at, data }) => [data.switch.id, { on: data.on, at }]));
  return new Map(
    [...switches].map((one) => {
      const { id } = one;
      return [id, news.get(id) ?? known.get(id) ?? { on: isOn(one, moment), at: now }];
    }),
  );
}

/** @param from when this was last looked at */
export function turnedSwitches(
  known: KnownSwitches,
  switches: Iterable<Switch>,
  { from, now }: { readonly from: Date; readonly now: Date },
): readonly Turned[] {
  const last = DateTime.fromJSDate(from);
  const moment = DateTime.fromJSDate(now);
  return [...switches].flatMap((one) => {
    const told = known.get(one.id);
    const on = isOn(one, moment);
    if (told === undefined || told.on === on) return [];
    const byTime = isOn(one, last) === told.on;
    const at = byTime ? lastChange(one, last, moment) : now;
    return [{ event: eventOf(one, told, { on, at }), byTime }];
  });
}

/** When it last changed by itself. */
function lastChange(one: Switch, from: DateTime, now: DateTime): Date {
  let moment: DateTime = DateTime.max(from, now.minus(LOOKED_BACK));
  let found: DateTime = now;
  for (;;) {
    const { next } = readSwitch(one, moment);
    if (next.kind !== 'at' || next.at.toMillis() > now.toMillis()) return found.toJSDate();
    found = moment = next.at;
  }
}

/** Its id says from when to when: the same on every controller, and another one if the clock is set back and the switch turns again. */
function eventOf({ id, name }: Switch, told: SwitchTold, { on, at }: SwitchTold): SwitchEvent {
  return {
    id: `switch ${id} ${told.at.toISOString()} ${at.toISOString()}`,
    type: 'switch.turned',
    at,
    data: { switch: { id, name }, on, until: null, who: null },
  };
}
