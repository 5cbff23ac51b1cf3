/** What a group would do over a week: the routing decision at every moment at which it can change. Pure. */
import { DateTime } from 'luxon';
import type { InboundCall, Step } from '../../base/model/call.js';
import { destinationsOf } from '../../base/model/destinations.js';
import type { Group, Snapshot } from '../../base/model/snapshot.js';
import type { HolidayCalendar, TimeWindow } from '../../base/model/calendar.js';
import { rehearse } from './check.js';

export interface WeekSegment {
  readonly from: DateTime;
  readonly to: DateTime;
  /** The steps of a call that nobody answers, all decided as of the moment at which it begins. */
  readonly steps: readonly Step[];
}

const DAYS = 7;

/**
 * Adjacent segments with the same decision become one. Days are those of `from`'s zone and begin at midnight.
 * Yields after each decision, because many members with different hours take long and calls must not wait.
 */
export function* weekOf(
  snapshot: Snapshot,
  call: InboundCall,
  from: DateTime,
): Generator<undefined, readonly WeekSegment[]> {
  const begin = from.startOf('day');
  const end = begin.plus({ days: DAYS });
  const segments: WeekSegment[] = [];
  for (const moment of moments(snapshot, call.groupNumber, begin, end)) {
    const steps = rehearse(snapshot, call, moment, 'stands');
    const last = segments.at(-1);
    if (last === undefined) segments.push({ from: moment, to: end, steps });
    else if (signature(steps) !== signature(last.steps)) {
      segments[segments.length - 1] = { ...last, to: moment };
      segments.push({ from: moment, to: end, steps });
    }
    yield;
  }
  return segments;
}

/** The names of the switches whose rules send the call on, in order. */
export function decidingSwitches(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ why }) =>
    why.flatMap(({ fact }) =>
      fact.kind === 'sent' && fact.by.kind === 'switch' ? [fact.by.switch.name] : [],
    ),
  );
}

/** What callers and members would notice: who rings and for how long, where the call goes, and by which switch. */
function signature(steps: readonly Step[]): string {
  return JSON.stringify([
    decidingSwitches(steps),
    steps.map((step) => {
      switch (step.kind) {
        case 'ring':
          return ['ring', step.group.number, step.ringSec, step.targets];
        case 'greet':
          return ['greet', step.group.number, step.greeting, step.noticeFile];
        case 'voicemail':
          return ['voicemail', step.group.number, step.box];
        case 'announce':
          return ['announce', step.group.number, step.file];
        case 'release':
          return ['release', step.cause];
      }
    }),
  ]);
}

/** The wall clocks and calendars used by the group and by the groups to which it sends calls. */
interface Clocks {
  readonly windows: { readonly timezone: string; readonly windows: readonly TimeWindow[] }[];
  readonly calendars: { readonly timezone: string; readonly calendar: HolidayCalendar }[];
  readonly ends: DateTime[];
}

function clocksOf(snapshot: Snapshot, start: string): Clocks {
  const clocks: Clocks = { windows: [], calendars: [], ends: [] };
  const seen = new Set<string>();
  const visit = (number: string): void => {
    const group = snapshot.groups.get(number);
    if (group === undefined || seen.has(number)) return;
    seen.add(number);
    noteGroup(group, clocks);
    noteAway(group, snapshot, clocks);
    for (const to of destinationsOf(group)) if (to.kind === 'group') visit(to.group);
  };
  visit(start);
  return clocks;
}

function noteGroup(group: Group, clocks: Clocks): void {
  for (const rule of group.rules) {
    const { state, override } = rule.switch;
    if (override?.until !== undefined) clocks.ends.push(override.until);
    if (state.kind !== 'schedule') continue;
    clocks.windows.push({ timezone: state.timezone, windows: state.windows });
    if (state.holidays !== undefined)
      clocks.calendars.push({ timezone: state.timezone, calendar: state.holidays });
  }
  for (const { members } of group.stages) {
    for (const member of members) {
      const mobile = member.kind === 'user' ? member.user.mobile : undefined;
      if (mobile === undefined) continue;
      clocks.windows.push({ timezone: mobile.timezone, windows: mobile.windows });
      if (mobile.notOn !== undefined)
        clocks.calendars.push({ timezone: mobile.timezone, calendar: mobile.notOn });
    }
  }
}

/** Somebody who is away rings again from the end on. */
function noteAway(group: Group, { away }: Snapshot, clocks: Clocks): void {
  for (const { all, groups } of away.values()) {
    const own = groups.get(group.number);
    for (const span of [all, own]) {
      if (span !== undefined && span !== 'in' && span.until !== undefined) clocks.ends.push(span.until);
    }
  }
}

/** Every moment of the week at which something can change, in order, the start first. */
function moments(snapshot: Snapshot, start: string, begin: DateTime, end: DateTime): readonly DateTime[] {
  const clocks = clocksOf(snapshot, start);
  const found = new Set<number>([begin.toMillis()]);
  const add = (moment: DateTime): void => {
    found.add(moment.toMillis());
  };
  for (const end of clocks.ends) add(end);
  const onClock = (timezone: string, day: DateTime, minute: number): void => {
    for (const moment of wallMoments(timezone, day, minute)) add(moment);
  };
  // One more day on each side, for other zones and for windows that begin the day before.
  for (let offset = -1; offset <= DAYS; offset += 1) {
    const day = begin.plus({ days: offset });
    for (const { timezone, windows } of clocks.windows) {
      onClock(timezone, day, 0);
      for (const { fromMinute, toMinute } of windows) {
        onClock(timezone, day, fromMinute);
        onClock(timezone, day, toMinute % 1440);
      }
    }
    for (const { timezone, calendar } of clocks.calendars) {
      onClock(timezone, day, 0);
      const holiday = calendar.days.get(day.setZone(timezone, { keepLocalTime: true }).toISODate() ?? '');
      if (holiday !== undefined) onClock(timezone, day, holiday.fromMinute);
    }
  }
  const [first, last] = [begin.toMillis(), end.toMillis()];
  return [...found]
    .filter((moment) => moment >= first && moment < last)
    .sort((one, other) => one - other)
    .map((moment) => DateTime.fromMillis(moment, { zone: begin.zone }));
}

/**
 * When the wall clock shows this minute of the day: usually once, twice in a repeated hour. On a day with a clock
 * change every half hour is added, because the clock can jump into and out of windows.
 */
function wallMoments(timezone: string, day: DateTime, minute: number): DateTime[] {
  const midnight = day.setZone(timezone, { keepLocalTime: true }).startOf('day');
  const next = midnight.plus({ days: 1 });
  const hours = Math.round(next.diff(midnight).as('hours') * 2) / 2;
  const at = midnight.set({ hour: Math.floor(minute / 60), minute: minute % 60 });
  if (hours === 24) return [at];
  const every = Array.from({ length: Math.ceil(hours * 2) }, (_, index) =>
    midnight.plus({ minutes: 30 * index }),
  );
  // Lord Howe Island changes its clocks by half an hour.
  const again = [-60, -30, 30, 60]
    .map((minutes) => at.plus({ minutes }))
    .filter((other) => other.hour === at.hour && other.minute === at.minute);
  return [at, ...again, ...every];
}
