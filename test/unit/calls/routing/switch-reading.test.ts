import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Switch } from '../../../../src/base/model/snapshot.js';
import { readSwitch } from '../../../../src/calls/routing/switch-reading.js';
import { at, aWindow, manualSwitch, scheduledSwitch } from '../../../factories.js';

function outlook(one: Switch, now: DateTime) {
  const { on, overridden, next } = readSwitch(one, now);
  return [on, overridden, next.kind === 'at' ? [next.at.toUTC().toISO(), next.on] : next.kind];
}

const NIGHT = scheduledSwitch([aWindow('18:00-08:00')]);
const NOON = at('2026-11-24T12:00');

describe('A switch stays as it is', () => {
  test('by schedule until that turns it', () => {
    assert.deepEqual(outlook(NIGHT, NOON), [false, false, ['2026-11-24T17:00:00.000Z', true]]);
    assert.deepEqual(outlook(NIGHT, at('2026-11-24T18:00')), [
      true,
      false,
      ['2026-11-25T07:00:00.000Z', false],
    ]);
  });

  test('for good when its schedule never says anything else', () => {
    assert.deepEqual(outlook(scheduledSwitch([]), NOON), [false, false, 'never']);
    assert.deepEqual(outlook(scheduledSwitch([aWindow('00:00-24:00')]), NOON), [true, false, 'never']);
  });

  test('by hand until somebody changes it', () => {
    assert.deepEqual(outlook(manualSwitch(true), NOON), [true, false, 'byHand']);
    const open = { ...NIGHT, override: { on: true, until: undefined } };
    assert.deepEqual(outlook(open, NOON), [true, true, 'byHand']);
  });

  test('overridden until the end of that, and then as the schedule says at that moment', () => {
    const until = (time: string) => ({ ...NIGHT, override: { on: true, until: at(time) } });
    assert.deepEqual(outlook(until('2026-11-24T17:00'), NOON), [
      true,
      true,
      ['2026-11-24T16:00:00.000Z', false],
    ]);
    assert.deepEqual(outlook(until('2026-11-24T18:00'), NOON), [
      true,
      true,
      ['2026-11-24T17:00:00.000Z', true],
    ]);
  });

  test('as scheduled again at the end of an override', () => {
    const over = { ...NIGHT, override: { on: true, until: NOON } };
    assert.deepEqual(outlook(over, NOON), [false, false, ['2026-11-24T17:00:00.000Z', true]]);
  });
});

test('What is told comes so: the same up to the moment before, and then what was said', () => {
  const minute = fc.integer({ min: 0, max: 400 * 1440 });
  const windows = fc.constantFrom('18:00-08:00', '08:00-12:00', '02:30-03:30', '00:00-24:00', '00:00-02:00');
  fc.assert(
    fc.property(minute, windows, fc.option(minute), (from, window, until) => {
      const start = DateTime.fromISO('2026-01-01T00:00', { zone: 'Europe/Berlin' });
      const now = start.plus({ minutes: from });
      const end = until === null ? undefined : start.plus({ minutes: until });
      const one = {
        ...scheduledSwitch([aWindow(window, [1, 2, 3, 7])]),
        override: end === undefined ? undefined : { on: true, until: end },
      };
      const { on, next } = readSwitch(one, now);
      if (next.kind !== 'at') return;
      assert.ok(next.at > now);
      assert.equal(readSwitch(one, next.at.minus({ milliseconds: 1 })).on, on);
      assert.equal(readSwitch(one, next.at).on, next.on);
    }),
  );
});
