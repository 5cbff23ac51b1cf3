/** Whatever is offered, whenever it is pressed: the end is the one that was shown, or none is taken; an hour is an hour. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Switch } from '../../../../src/base/model/snapshot.js';
import { readSwitch } from '../../../../src/calls/routing/switch-reading.js';
import {
  meantBefore,
  offeredEnds,
  offerText,
  takeOffer,
} from '../../../../src/people/operations/offered-end.js';
import { endOf, momentOfEnd } from '../../../../src/people/operations/switch-end.js';
import { seenOf } from '../../../../src/people/operations/switch-seen.js';
import { aWindow, manualSwitch, scheduledSwitch } from '../../../factories.js';

const ZONE = 'Europe/Berlin';
/** From the day before one clock change to the day after the other. */
const moment = fc
  .integer({ min: 0, max: 160 * 86_400 })
  .map((seconds) => DateTime.fromISO('2026-10-24T00:00', { zone: ZONE }).plus({ seconds }));
/** Mostly around a minute, sometimes for days. */
const lateSec = fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 3 * 86_400 }));
const schedule = fc
  .constantFrom('18:00-08:00', '02:15-02:45', '00:00-24:00', '12:00-12:01')
  .map((window) => scheduledSwitch([aWindow(window)]));
const oneSwitch: fc.Arbitrary<Switch> = fc.oneof(
  schedule,
  fc.boolean().map((on) => manualSwitch(on)),
  fc.tuple(schedule, fc.option(moment, { nil: undefined })).map(([one, until]) => {
    const override = { on: true, until, since: undefined };
    return Object.assign({}, one, { override });
  }),
);

function taken(sent: string, one: Switch, now: DateTime): { readonly until: number | undefined } | undefined {
  const offer = takeOffer(sent, one, now, ZONE);
  if (offer.kind === 'overtaken') return undefined;
  const reading = endOf(offer, { now, zone: ZONE, lang: 'en' });
  assert.ok(reading.kind === 'end');
  return { until: momentOfEnd(reading.end, one.state, now)?.getTime() };
}

describe('The end of a form', () => {
  test('is the one that was shown, or none', () => {
    fc.assert(
      fc.property(oneSwitch, moment, lateSec, (one, shownAt, seconds) => {
        const now = shownAt.plus({ seconds });
        for (const offer of offeredEnds(one, shownAt, ZONE)) {
          const end = taken(offerText(offer), one, now);
          if (seconds === 0) assert.ok(end !== undefined, offer.choice);
          if (end === undefined) continue;
          if (offer.choice === 'hour') {
            // However late it is pressed, it is an hour from then, to the minute.
            assert.equal(end.until, now.startOf('minute').plus({ hours: 1 }).toMillis());
            continue;
          }
          assert.equal(end.until, offer.at?.toMillis(), offer.choice);
          assert.ok(offer.at === undefined || offer.at > now, `${offer.choice} is still to come`);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('typed means the same as when the form was shown, or is asked for again', () => {
    const text = fc.constantFrom('18:00', '8 Uhr', 'Monday 8 am', '2 hours', 'morgen 8 Uhr', '24.12. 8 Uhr');
    fc.assert(
      fc.property(text, moment, fc.integer({ min: 0, max: 20 * 3600 }), (given, shownAt, seconds) => {
        const now = shownAt.plus({ seconds });
        const at = (when: DateTime) => {
          const reading = endOf({ typed: given }, { now: when, zone: ZONE, lang: 'en' });
          return reading.kind === 'end' && reading.end.kind === 'until' ? reading.end.at.getTime() : 0;
        };
        if (meantBefore(given, shownAt.toUTC().toISO() ?? '', now, ZONE) !== undefined) return;
        const later = at(now) - at(shownAt);
        // A length of time goes on.
        if (given !== '2 hours') assert.equal(later, 0);
      }),
      { numRuns: 500 },
    );
  });
});

test('What was seen is the same only as long as on or off, until when and what then are', () => {
  fc.assert(
    fc.property(oneSwitch, moment, lateSec, (one, shownAt, seconds) => {
      const now = shownAt.plus({ seconds });
      const told = (when: DateTime) => {
        const { on, overridden, next } = readSwitch(one, when);
        return [on, overridden, next.kind === 'at' ? [next.at.toMillis(), next.on] : next.kind];
      };
      if (seenOf(one, shownAt) === seenOf(one, now)) assert.deepEqual(told(now), told(shownAt));
      assert.match(seenOf(one, now), /^[\w.-]+$/);
    }),
    { numRuns: 500 },
  );
});
