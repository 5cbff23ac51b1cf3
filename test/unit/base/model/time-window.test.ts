import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import type { TimeWindow } from '../../../../src/base/model/calendar.js';
import {
  clockText,
  holidayAt,
  inWindow,
  whyOutside,
  windowAt,
  windowText,
} from '../../../../src/base/model/time-window.js';
import { switchWhyText } from '../../../../src/calls/words/words.js';
import { aCalendar, at, aWindow, BERLIN, WORKDAYS } from '../../../factories.js';

function outsideText(windows: readonly TimeWindow[], timezone: string, now: DateTime): string {
  return switchWhyText(whyOutside(windows, timezone, now));
}

/** Each time of day on the date, and whether the windows hold there. */
function check(
  windows: readonly TimeWindow[],
  timezone: string,
  expected: Readonly<Record<string, boolean>>,
): void {
  for (const [isoTime, holds] of Object.entries(expected)) {
    assert.equal(inWindow(windows, timezone, at(isoTime, timezone)), holds, isoTime);
  }
}

describe('a window within one day', () => {
  test('begins at 08:00:00 and has ended at 18:00:00', () => {
    check([aWindow('08:00-18:00')], BERLIN, {
      '2026-11-24T07:59:59.999': false,
      '2026-11-24T08:00:00': true,
      '2026-11-24T17:59:59.999': true,
      '2026-11-24T18:00:00': false,
    });
  });

  test('holds on its weekdays only: Friday yes, Saturday no, Monday yes', () => {
    check([aWindow('08:00-18:00', WORKDAYS)], BERLIN, {
      '2026-11-27T12:00': true,
      '2026-11-28T12:00': false,
      '2026-11-29T12:00': false,
      '2026-11-30T12:00': true,
    });
  });

  test('with a lunch break is closed from 12:00:00 until 13:00:00', () => {
    check([aWindow('08:00-12:00'), aWindow('13:00-18:00')], BERLIN, {
      '2026-11-24T11:59:59': true,
      '2026-11-24T12:00:00': false,
      '2026-11-24T12:59:59': false,
      '2026-11-24T13:00:00': true,
    });
  });

  test('of no list at all never holds', () => {
    check([], BERLIN, { '2026-11-24T12:00': false });
  });

  test('without weekdays never holds', () => {
    check([aWindow('08:00-18:00', [])], BERLIN, { '2026-11-24T12:00': false });
  });

  test('holds on a leap day, by that day’s own weekday (29 February 2028 is a Tuesday)', () => {
    check([aWindow('08:00-18:00', [2])], BERLIN, {
      '2028-02-28T12:00': false,
      '2028-02-29T12:00': true,
      '2028-03-01T12:00': false,
    });
  });
});

describe('a window that touches midnight', () => {
  test('18:00-08:00 of Friday holds until Saturday 07:59:59 and not on Friday morning', () => {
    check([aWindow('18:00-08:00', [5])], BERLIN, {
      '2026-11-27T07:59:59': false,
      '2026-11-27T17:59:59': false,
      '2026-11-27T18:00:00': true,
      '2026-11-27T23:59:59': true,
      '2026-11-28T00:00:00': true,
      '2026-11-28T07:59:59': true,
      '2026-11-28T08:00:00': false,
      '2026-11-28T18:00:00': false,
    });
  });

  test('of Sunday goes on into Monday', () => {
    check([aWindow('22:00-06:00', [7])], BERLIN, {
      '2026-11-29T22:00:00': true,
      '2026-11-30T05:59:59': true,
      '2026-11-30T06:00:00': false,
      '2026-11-30T22:00:00': false,
    });
  });

  test('18:00-24:00 ends with the day', () => {
    check([aWindow('18:00-24:00', [5])], BERLIN, {
      '2026-11-27T23:59:59': true,
      '2026-11-28T00:00:00': false,
    });
  });

  test('18:00-00:00 means the same as 18:00-24:00', () => {
    check([aWindow('18:00-00:00', [5])], BERLIN, {
      '2026-11-27T17:59:59': false,
      '2026-11-27T23:59:59': true,
      '2026-11-28T00:00:00': false,
    });
  });

  test('00:00-24:00 is the whole day and nothing of the next', () => {
    check([aWindow('00:00-24:00', [5])], BERLIN, {
      '2026-11-26T23:59:59': false,
      '2026-11-27T00:00:00': true,
      '2026-11-27T23:59:59': true,
      '2026-11-28T00:00:00': false,
    });
  });

  test('08:00-08:00 holds for one turn of the clock', () => {
    check([aWindow('08:00-08:00', [5])], BERLIN, {
      '2026-11-27T07:59:59': false,
      '2026-11-27T08:00:00': true,
      '2026-11-28T07:59:59': true,
      '2026-11-28T08:00:00': false,
    });
  });
});

describe('when clocks go forward in Berlin, 02:00 to 03:00 on 29 March 2026 and 28 March 2027', () => {
  for (const date of ['2026-03-29', '2027-03-28']) {
    test(`a window 02:15-02:45 never comes on ${date}`, () => {
      check([aWindow('02:15-02:45', [7])], BERLIN, {
        [`${date}T01:59:59`]: false,
        [`${date}T03:00:00`]: false,
      });
    });

    test(`a window from 02:30 holds as soon as the clock shows 03:00 on ${date}`, () => {
      check([aWindow('02:30-05:00', [7])], BERLIN, {
        [`${date}T01:59:59`]: false,
        [`${date}T03:00:00`]: true,
        [`${date}T04:59:59`]: true,
        [`${date}T05:00:00`]: false,
      });
    });

    test(`a window until 02:30 ends with the jump on ${date}`, () => {
      check([aWindow('22:00-02:30', [6])], BERLIN, {
        [`${date}T01:59:59`]: true,
        [`${date}T03:00:00`]: false,
      });
    });

    test(`08:00-18:00 still means the wall clock on ${date}`, () => {
      check([aWindow('08:00-18:00', [7])], BERLIN, {
        [`${date}T07:59:59`]: false,
        [`${date}T08:00:00`]: true,
        [`${date}T17:59:59`]: true,
        [`${date}T18:00:00`]: false,
      });
    });
  }
});

describe('when clocks go back in Berlin, 03:00 to 02:00 on 25 October 2026 and 31 October 2027', () => {
  for (const date of ['2026-10-25', '2027-10-31']) {
    test(`both passes of 02:30 have the same answer on ${date}`, () => {
      const windows = [aWindow('02:30-02:45', [7])];
      check(windows, BERLIN, {
        [`${date}T02:29:59+02:00`]: false,
        [`${date}T02:30:00+02:00`]: true,
        [`${date}T02:44:59+02:00`]: true,
        [`${date}T02:45:00+02:00`]: false,
        [`${date}T02:29:59+01:00`]: false,
        [`${date}T02:30:00+01:00`]: true,
        [`${date}T02:44:59+01:00`]: true,
        [`${date}T02:45:00+01:00`]: false,
      });
    });

    test(`a window across that midnight until 02:30 opens again when the hour repeats on ${date}`, () => {
      check([aWindow('22:00-02:30', [6])], BERLIN, {
        [`${date}T02:29:59+02:00`]: true,
        [`${date}T02:30:00+02:00`]: false,
        [`${date}T02:00:00+01:00`]: true,
        [`${date}T02:30:00+01:00`]: false,
      });
    });

    test(`a window until 03:00 lasts through both passes on ${date}`, () => {
      check([aWindow('22:00-03:00', [6])], BERLIN, {
        [`${date}T02:59:59+02:00`]: true,
        [`${date}T02:59:59+01:00`]: true,
        [`${date}T03:00:00+01:00`]: false,
      });
    });
  }
});

describe('a window means the clock of its own zone', () => {
  test('08:00-18:00 in Kolkata (five and a half hours ahead) begins at 02:30 UTC', () => {
    const windows = [aWindow('08:00-18:00')];
    const inKolkata = (iso: string): boolean =>
      inWindow(windows, 'Asia/Kolkata', DateTime.fromISO(iso, { zone: 'utc' }));
    assert.equal(inKolkata('2026-11-24T02:29:59Z'), false);
    assert.equal(inKolkata('2026-11-24T02:30:00Z'), true);
    assert.equal(inKolkata('2026-11-24T12:29:59Z'), true);
    assert.equal(inKolkata('2026-11-24T12:30:00Z'), false);
  });

  test('Friday in Kolkata begins on Thursday 18:30 UTC', () => {
    const friday = [aWindow('00:00-24:00', [5])];
    assert.equal(inWindow(friday, 'Asia/Kolkata', DateTime.fromISO('2026-11-26T18:29:59Z')), false);
    assert.equal(inWindow(friday, 'Asia/Kolkata', DateTime.fromISO('2026-11-26T18:30:00Z')), true);
  });

  test('in Cairo, whose clock jumps from 00:00 to 01:00 on Friday 24 April 2026, Friday begins at 01:00', () => {
    const friday = [aWindow('00:00-24:00', [5])];
    const before = DateTime.fromISO('2026-04-23T21:59:59Z');
    assert.equal(before.setZone('Africa/Cairo').toISO(), '2026-04-23T23:59:59.000+02:00');
    assert.equal(inWindow(friday, 'Africa/Cairo', before), false);
    assert.equal(inWindow(friday, 'Africa/Cairo', before.plus({ seconds: 1 })), true);
  });

  test('in Cairo a window that ends at 00:30 ends with that jump', () => {
    const late = [aWindow('22:00-00:30', [4])];
    assert.equal(inWindow(late, 'Africa/Cairo', DateTime.fromISO('2026-04-23T21:59:59Z')), true);
    assert.equal(inWindow(late, 'Africa/Cairo', DateTime.fromISO('2026-04-23T22:00:00Z')), false);
  });

  test('in Beirut, which falls back from Sunday 00:00 to Saturday 23:00 on 25 October 2026, 23:30 comes twice on Saturday', () => {
    const saturday = [aWindow('23:30-24:00', [6])];
    const inBeirut = (iso: string): boolean => inWindow(saturday, 'Asia/Beirut', DateTime.fromISO(iso));
    assert.equal(inBeirut('2026-10-24T20:29:59Z'), false);
    assert.equal(inBeirut('2026-10-24T20:30:00Z'), true);
    assert.equal(inBeirut('2026-10-24T20:59:59Z'), true);
    assert.equal(inBeirut('2026-10-24T21:00:00Z'), false);
    assert.equal(inBeirut('2026-10-24T21:30:00Z'), true);
    assert.equal(inBeirut('2026-10-24T22:00:00Z'), false);
  });
});

describe('a holiday', () => {
  const calendar = aCalendar({
    '2026-12-24': { name: 'Heiligabend', fromMinute: 14 * 60 },
    '2026-12-25': 'Christmas Day',
  });

  test('lasts from 00:00:00 to 23:59:59 of its local date', () => {
    assert.equal(holidayAt(calendar, BERLIN, at('2026-12-25T00:00:00'))?.name, 'Christmas Day');
    assert.equal(holidayAt(calendar, BERLIN, at('2026-12-25T23:59:59'))?.name, 'Christmas Day');
    assert.equal(holidayAt(calendar, BERLIN, at('2026-12-26T00:00:00')), undefined);
  });

  test('that is half a day begins at its hour', () => {
    assert.equal(holidayAt(calendar, BERLIN, at('2026-12-24T13:59:59')), undefined);
    assert.equal(holidayAt(calendar, BERLIN, at('2026-12-24T14:00:00'))?.name, 'Heiligabend');
    assert.equal(holidayAt(calendar, BERLIN, at('2026-12-24T23:59:59'))?.name, 'Heiligabend');
  });

  test('begins when the date changes there, not here: 25 December in Kolkata is 19:30 of the 24th in Berlin', () => {
    assert.equal(holidayAt(calendar, 'Asia/Kolkata', at('2026-12-24T19:29:59'))?.name, 'Heiligabend');
    assert.equal(holidayAt(calendar, 'Asia/Kolkata', at('2026-12-24T19:30:00'))?.name, 'Christmas Day');
  });

  test('needs a calendar', () => {
    assert.equal(holidayAt(undefined, BERLIN, at('2026-12-25T12:00:00')), undefined);
  });
});

describe('windows in words', () => {
  const tuesday = at('2026-11-24T20:00');

  test('times of day have two digits and the end of the day is 24:00', () => {
    assert.equal(clockText(0), '00:00');
    assert.equal(clockText(485), '08:05');
    assert.equal(clockText(1440), '24:00');
    assert.equal(windowText(aWindow('18:00-08:00')), '18:00-08:00');
  });

  test('outside names the window of today', () => {
    assert.equal(outsideText([aWindow('08:00-18:00')], BERLIN, tuesday), 'outside 08:00-18:00');
  });

  test('outside names all windows of today in the order of the clock, each once, and none of other days', () => {
    const windows = [
      aWindow('19:00-19:30', [2]),
      aWindow('13:00-18:00', [2]),
      aWindow('08:00-12:00', [2]),
      aWindow('08:00-12:00', [2]),
      aWindow('09:00-10:00', [3]),
    ];
    assert.equal(outsideText(windows, BERLIN, tuesday), 'outside 08:00-12:00, 13:00-18:00 and 19:00-19:30');
    assert.equal(outsideText(windows.slice(1), BERLIN, tuesday), 'outside 08:00-12:00 and 13:00-18:00');
  });

  test('of two windows that begin together the shorter is named first', () => {
    const windows = [aWindow('08:00-18:00'), aWindow('08:00-12:00')];
    assert.equal(outsideText(windows, BERLIN, tuesday), 'outside 08:00-12:00 and 08:00-18:00');
  });

  test('outside names the day when it has no window, and says when no day has one', () => {
    assert.equal(
      outsideText([aWindow('08:00-18:00', WORKDAYS)], BERLIN, at('2026-11-29T12:00')),
      'no window on Sunday',
    );
    assert.equal(
      outsideText([aWindow('08:00-18:00', [7])], BERLIN, at('2026-11-30T12:00')),
      'no window on Monday',
    );
    assert.equal(outsideText([], BERLIN, tuesday), 'no window on any day');
  });

  test('outside names a window of yesterday that ended today, but not one that ended at midnight', () => {
    const saturdayNoon = at('2026-11-28T12:00');
    assert.equal(outsideText([aWindow('18:00-08:00', [5])], BERLIN, saturdayNoon), 'outside 18:00-08:00');
    assert.equal(outsideText([aWindow('18:00-00:00', [5])], BERLIN, saturdayNoon), 'no window on Saturday');
    assert.equal(outsideText([aWindow('18:00-24:00', [5])], BERLIN, saturdayNoon), 'no window on Saturday');
  });

  test('the window that holds is the first of the list', () => {
    const windows = [aWindow('08:00-18:00'), aWindow('19:00-22:00'), aWindow('00:00-24:00')];
    assert.equal(windowAt(windows, BERLIN, tuesday), windows[1]);
  });

  test('the weekday is the one of the zone: Tuesday 20:00 in Berlin is Wednesday in Kolkata', () => {
    assert.equal(
      outsideText([aWindow('08:00-18:00', [2])], 'Asia/Kolkata', tuesday),
      'no window on Wednesday',
    );
  });
});
