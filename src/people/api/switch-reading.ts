/** The state of a switch in the REST interface: on or off, why, until when, and what comes next. */
import type { DateTime } from 'luxon';
import * as z from 'zod';
import type { SwitchContent } from '../../base/configuration/schema.js';
import type { Snapshot, Switch } from '../../base/model/snapshot.js';
import { nextFactOf, readSwitch } from '../../calls/routing/switch-reading.js';
import { switchNextText, switchWhyText } from '../../calls/words/words.js';

export const switchReadingShape = {
  on: z.boolean(),
  why: z.string().describe('In words, with until when and what then, in the zone of the settings.'),
  until: z.iso
    .datetime()
    .nullable()
    .describe('How long it stays so; null: until somebody changes it, or its schedule never changes.'),
  then: z.boolean().nullable().describe('Whether it is on after `until`; null as `until` is.'),
};

/** The state that a configured switch carries. */
export const switchStateNow = z.object(switchReadingShape).nullable();

/** @param timezone from the settings */
export function switchReadingOf(one: Switch, now: DateTime, timezone: string) {
  const { on, why, next } = readSwitch(one, now);
  const then =
    next.kind === 'at' ? { until: next.at.toJSDate(), then: next.on } : { until: null, then: null };
  return { on, why: `${switchWhyText(why)}, ${switchNextText(nextFactOf(next, timezone))}`, ...then };
}

/** A configured switch with its current state. */
export function withSwitchState(content: SwitchContent, snapshot: Snapshot | undefined, now: DateTime) {
  const one = snapshot?.switches.get(content.id);
  const state = one === undefined ? null : switchReadingOf(one, now, snapshot?.settings.timezone ?? 'utc');
  return Object.assign({}, content, { state });
}

/** Drops the state from a switch that a client has read and sends back. */
export function withoutSwitchState(content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content;
  return Object.fromEntries(Object.entries(content).filter(([key]) => key !== 'state'));
}
