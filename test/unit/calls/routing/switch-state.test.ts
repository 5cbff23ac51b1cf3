import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { Switch } from '../../../../src/base/model/snapshot.js';
import { nextFactOf, readSwitch } from '../../../../src/calls/routing/switch-reading.js';
import { switchNextText, switchWhyText } from '../../../../src/calls/words/words.js';
import { aCalendar, at, aWindow, manualSwitch, scheduledSwitch } from '../../../factories.js';

/** The reading with its reason in words. */
function switchIsOn(one: Switch, now: DateTime) {
  const { on, why } = readSwitch(one, now);
  return { on, why: switchWhyText(why) };
}

/** The same with until when, and what then. */
function inWhole(one: Switch, now: DateTime, timezone = 'Europe/Berlin') {
  const { on, why, next } = readSwitch(one, now);
  return { on, why: `${switchWhyText(why)}, ${switchNextText(nextFactOf(next, timezone))}` };
}

describe('a manual switch', () => {
  test('is what it was set to', () => {
    const now = at('2026-11-24T12:00');
    assert.deepEqual(switchIsOn(manualSwitch(true), now), { on: true, why: 'switched on by hand' });
    assert.deepEqual(switchIsOn(manualSwitch(false), now), { on: false, why: 'switched off by hand' });
  });
});

describe('a scheduled switch', () => {
  const night = scheduledSwitch([aWindow('18:00-08:00')]);

  test('is on inside its window, edges 18:00:00 and 08:00:00', () => {
    assert.deepEqual(switchIsOn(night, at('2026-11-24T17:59:59')), { on: false, why: 'outside 18:00-08:00' });
    assert.deepEqual(switchIsOn(night, at('2026-11-24T18:00:00')), { on: true, why: 'inside 18:00-08:00' });
    assert.deepEqual(switchIsOn(night, at('2026-11-25T07:59:59')), { on: true, why: 'inside 18:00-08:00' });
    assert.deepEqual(switchIsOn(night, at('2026-11-25T08:00:00')), { on: false, why: 'outside 18:00-08:00' });
  });

  test('goes by the clock of its own zone', () => {
    const kolkata = scheduledSwitch([aWindow('18:00-08:00')], { timezone: 'Asia/Kolkata' });
    assert.equal(switchIsOn(kolkata, at('2026-11-24T13:29:59')).on, false);
    assert.equal(switchIsOn(kolkata, at('2026-11-24T13:30:00')).on, true);
  });

  test('says on a day without windows that there is none', () => {
    const workdays = scheduledSwitch([aWindow('08:00-18:00', [1, 2, 3, 4, 5])]);
    assert.deepEqual(switchIsOn(workdays, at('2026-11-29T12:00')), { on: false, why: 'no window on Sunday' });
  });
});

describe('a scheduled switch on holidays', () => {
  const holidays = aCalendar({
    '2026-12-24': { name: 'Christmas Eve', fromMinute: 14 * 60 },
    '2026-12-25': 'Christmas Day',
  });
  const windows = [aWindow('18:00-08:00')];

  test('is on all day when holidays switch it on', () => {
    const night = scheduledSwitch(windows, { holidays, onHolidays: 'on' });
    assert.deepEqual(switchIsOn(night, at('2026-12-25T12:00')), { on: true, why: 'Christmas Day' });
    assert.deepEqual(switchIsOn(night, at('2026-12-25T19:00')), { on: true, why: 'Christmas Day' });
  });

  test('is off all day when holidays switch it off', () => {
    const night = scheduledSwitch(windows, { holidays, onHolidays: 'off' });
    assert.deepEqual(switchIsOn(night, at('2026-12-25T19:00')), { on: false, why: 'Christmas Day' });
  });

  test('follows its windows when holidays are as usual', () => {
    const night = scheduledSwitch(windows, { holidays, onHolidays: 'asUsual' });
    assert.deepEqual(switchIsOn(night, at('2026-12-25T12:00')), { on: false, why: 'outside 18:00-08:00' });
    assert.deepEqual(switchIsOn(night, at('2026-12-25T19:00')), { on: true, why: 'inside 18:00-08:00' });
  });

  test('follows its windows on a half day until the holiday begins at 14:00:00', () => {
    const night = scheduledSwitch(windows, { holidays, onHolidays: 'on' });
    assert.deepEqual(switchIsOn(night, at('2026-12-24T13:59:59')), {
      on: false,
      why: 'outside 18:00-08:00',
    });
    assert.deepEqual(switchIsOn(night, at('2026-12-24T14:00:00')), { on: true, why: 'Christmas Eve' });
  });
});

describe('an override', () => {
  const until = at('2026-11-24T08:00');

  test('wins over a manual state in both directions', () => {
    const now = at('2026-11-24T07:00');
    const why = 'overridden, until 24 Nov 2026, 08:00';
    assert.deepEqual(inWhole(manualSwitch(false, { override: { on: true, until } }), now), {
      on: true,
      why: `${why}, then off`,
    });
    assert.deepEqual(inWhole(manualSwitch(true, { override: { on: false, until } }), now), {
      on: false,
      why: `${why}, then on`,
    });
  });

  test('ends at exactly its end: on at 07:59:59.999, as scheduled at 08:00:00', () => {
    const day = { ...scheduledSwitch([aWindow('20:00-22:00')]), override: { on: true, until } };
    assert.equal(switchIsOn(day, at('2026-11-24T07:59:59.999')).on, true);
    assert.deepEqual(switchIsOn(day, at('2026-11-24T08:00:00')), { on: false, why: 'outside 20:00-22:00' });
    assert.deepEqual(switchIsOn(day, at('2026-11-25T07:00:00')), { on: false, why: 'outside 20:00-22:00' });
  });

  test('that ends in the hour which comes twice says in which of the two', () => {
    const untilText = (end: string) => {
      const one = manualSwitch(false, { override: { on: true, until: at(end) } });
      return inWhole(one, at('2026-10-24T12:00')).why;
    };
    const then = 'then off';
    assert.match(untilText('2026-10-25T02:30:00+02:00'), new RegExp(`02:30 \\(summer time\\), ${then}`));
    assert.match(untilText('2026-10-25T02:30:00+01:00'), new RegExp(`02:30 \\(winter time\\), ${then}`));
  });

  test('without an end lasts until somebody changes it', () => {
    const night = manualSwitch(false, { override: { on: true, until: undefined } });
    assert.deepEqual(inWhole(night, at('2036-11-24T12:00')), {
      on: true,
      why: 'overridden, until somebody changes it',
    });
  });

  test('wins over a holiday', () => {
    const holidays = aCalendar({ '2026-11-24': 'Founding Day' });
    const night = scheduledSwitch([], { holidays, onHolidays: 'off' });
    assert.equal(switchIsOn({ ...night, override: { on: true, until } }, at('2026-11-24T07:00')).on, true);
  });

  test('ends in the right one of two equal hours: until the first 02:30 of 25 October 2026', () => {
    const first = DateTime.fromISO('2026-10-25T02:30:00+02:00', { setZone: true });
    const night = manualSwitch(false, { override: { on: true, until: first } });
    assert.equal(switchIsOn(night, at('2026-10-25T02:29:59+02:00')).on, true);
    assert.equal(switchIsOn(night, at('2026-10-25T02:29:59+01:00')).on, false);
  });

  test('names its end on the wall clock that is asked for', () => {
    const inUtc = manualSwitch(false, { override: { on: true, until: until.toUTC() } });
    assert.equal(
      inWhole(inUtc, at('2026-11-24T07:00')).why,
      'overridden, until 24 Nov 2026, 08:00, then off',
    );
    assert.equal(
      inWhole(inUtc, at('2026-11-24T07:00'), 'utc').why,
      'overridden, until 24 Nov 2026, 07:00, then off',
    );
  });
});
