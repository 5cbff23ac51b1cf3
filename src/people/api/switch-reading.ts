/** A switch as the interface tells of it: on or off, why, until when, and what then. */
import type { DateTime } from 'luxon';
import * as z from 'zod';
import type { Switch } from '../../base/model/snapshot.js';
import { switchOutlook } from '../../calls/routing/switch-outlook.js';
import { switchWhyText } from '../../calls/words/words.js';

export const switchReadingShape = {
  on: z.boolean(),
  why: z.string(),
  until: z.iso
    .datetime()
    .nullable()
    .describe('How long it stays so; null: until somebody changes it, or its schedule never changes.'),
  then: z.boolean().nullable().describe('Whether it is on after `until`; null as `until` is.'),
};

export function switchReadingOf(one: Switch, now: DateTime) {
  const { on, why, next } = switchOutlook(one, now);
  const then =
    next.kind === 'at' ? { until: next.at.toJSDate(), then: next.on } : { until: null, then: null };
  return { on, why: switchWhyText(why), ...then };
}
