/**
 * The state of a switch that somebody saw before turning it: an order that was given for another state is refused.
 * Pure.
 */
import type { DateTime } from 'luxon';
import type { Switch } from '../../base/model/snapshot.js';
import { nextChange } from '../../calls/routing/schedule-change.js';
import { readSwitch } from '../../calls/routing/switch-reading.js';

/**
 * The text differs whenever a page would show something else about the switch: on or off, overridden or not, until
 * when, what then, and when its schedule next changes. It has no blanks or quotation marks, so that it can be an
 * entity tag.
 */
export function seenOf(one: Switch, now: DateTime): string {
  const { on, overridden, next } = readSwitch(one, now);
  const change = one.state.kind === 'schedule' ? nextChange(one.state, now)?.toMillis() : undefined;
  return [
    on ? 'on' : 'off',
    ...(overridden ? ['overridden'] : []),
    next.kind === 'at' ? `${next.at.toMillis()}-${next.on ? 'on' : 'off'}` : next.kind,
    ...(overridden && change !== undefined ? [change] : []),
  ].join('.');
}
