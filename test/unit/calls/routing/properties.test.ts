import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { InboundCall, Place, Step, Target } from '../../../../src/base/model/call.js';
import type { Snapshot } from '../../../../src/base/model/snapshot.js';
import type { TimeWindow } from '../../../../src/base/model/calendar.js';
import { awayFrom } from '../../../../src/calls/routing/away.js';
import { rehearse } from '../../../../src/calls/routing/check.js';
import { decide } from '../../../../src/calls/routing/decide.js';
import { inWindow } from '../../../../src/base/model/time-window.js';
import {
  attempts,
  call,
  moment,
  snapshot,
  STRANGER_NAME,
  STRANGER_NUMBER,
  timeWindow,
  ZONES,
} from './arbitraries.js';

const RUNS = { numRuns: 500 };

type Ring = Extract<Step, { kind: 'ring' }>;

function rings(steps: readonly Step[]): readonly Ring[] {
  return steps.filter((step) => step.kind === 'ring');
}

/** A turn behind which others of its stage follow. */
function goesOn(place: Place): boolean {
  return place.part === 'stage' && place.untilSec !== undefined;
}

function phone(target: Target): string {
  return target.kind === 'extension' ? target.extension : target.e164;
}

/** Everything that a step says in words. */
function sentences(step: Step): readonly string[] {
  const skipped = step.kind === 'ring' ? step.skipped.map(({ reason }) => reason) : [];
  return [...step.why.map(({ text }) => text), ...skipped];
}

function callersPhones(config: Snapshot, { caller, callerExtension, fromOutside }: InboundCall): Set<string> {
  const own = new Set<string>();
  if (callerExtension !== undefined) own.add(callerExtension);
  if (caller.kind === 'known' && !fromOutside) own.add(caller.number);
  for (const { extension, mobile } of config.users.values()) {
    if (extension === undefined || !own.has(extension)) continue;
    if (mobile?.number.kind === 'allowed') own.add(mobile.number.e164);
  }
  if (caller.kind === 'known' && caller.e164 !== undefined) own.add(caller.e164);
  return own;
}

/** Rehearses random calls through random configurations and checks each whole way. */
function always(check: (steps: readonly Step[], config: Snapshot, one: InboundCall) => void): void {
  fc.assert(
    fc.property(snapshot, call, moment, (config, one, now) => {
      check(rehearse(config, one, now), config, one);
    }),
    RUNS,
  );
}

describe('whatever the configuration and the call', () => {
  test('the way ends: at most three stages in each allowed group, one destination that rings, one end', () => {
    always((steps, config) => {
      const stages = steps.filter((step) => !('place' in step) || !goesOn(step.place));
      assert.ok(stages.length <= 3 * config.settings.maxGroups + 2);
      assert.deepEqual(
        steps.map(({ kind }) => kind === 'ring'),
        steps.map((_, index) => index < steps.length - 1),
      );
    });
  });

  test('no phone is rung twice in one step, and each ringing step rings somebody', () => {
    always((steps) => {
      for (const { targets } of rings(steps)) {
        assert.ok(targets.length > 0);
        assert.deepEqual([...new Set(targets.map(phone))], targets.map(phone));
      }
    });
  });

  test('the caller’s own phones are never rung', () => {
    always((steps, config, one) => {
      const own = callersPhones(config, one);
      assert.deepEqual(
        rings(steps).flatMap(({ targets }) => targets.map(phone).filter((number) => own.has(number))),
        [],
      );
    });
  });

  test('no stage rings a phone for a user who is away from its group', () => {
    fc.assert(
      fc.property(snapshot, call, moment, (config, one, now) => {
        for (const { targets, place, group } of rings(rehearse(config, one, now, 'stands'))) {
          if (place.part !== 'stage') continue;
          const away = targets.filter(
            ({ userId }) => userId !== undefined && awayFrom(config, userId, group.number, now) !== undefined,
          );
          assert.deepEqual(away, []);
        }
      }),
      RUNS,
    );
  });

  test('stages are rung in order, none twice, at most three of a group', () => {
    always((steps) => {
      const rung = new Map<string, number[]>();
      for (const { place, group } of rings(steps)) {
        assert.equal(place.path.at(-1), group.number);
        if (place.part !== 'stage' || goesOn(place)) continue;
        rung.set(group.number, [...(rung.get(group.number) ?? []), place.stage]);
      }
      for (const stages of rung.values()) {
        assert.ok(stages.length <= 3);
        assert.deepEqual(
          stages,
          [...new Set(stages)].sort((a, b) => a - b),
        );
      }
    });
  });

  test('paths begin with the dialled group, name no group twice and stay within the limit', () => {
    always((steps, config, one) => {
      for (const step of steps) {
        if (step.kind === 'release') continue;
        const { path } = step.place;
        assert.equal(path[0], one.groupNumber);
        assert.equal(new Set(path).size, path.length);
        assert.ok(path.length <= config.settings.maxGroups);
      }
    });
  });

  test('no sentence contains the caller’s name or number', () => {
    always((steps, _config, { caller }) => {
      const numbers = caller.kind === 'known' && caller.number.length > 4 ? [caller.number] : [];
      for (const secret of [STRANGER_NAME, STRANGER_NUMBER, ...numbers]) {
        assert.deepEqual(
          steps.flatMap(sentences).filter((text) => text.includes(secret)),
          [],
        );
      }
    });
  });

  test('no sentence about a withheld call speaks of the caller’s own phone', () => {
    always((steps, _config, { caller }) => {
      if (caller.kind === 'known') return;
      assert.deepEqual(
        steps.flatMap(sentences).filter((text) => text.includes('own phone')),
        [],
      );
    });
  });

  test('an extension rings on exactly when the next stage that follows rings it', () => {
    fc.assert(
      fc.property(snapshot, call, moment, (config, one, now) => {
        const first = decide(config, one, [], now);
        if (first.kind !== 'ring') return;
        const next = decide(config, one, [{ place: first.place }], now);
        const sameGroup = next.kind === 'ring' && next.place.part === 'stage' && next.group === first.group;
        const atOnce = sameGroup ? next.targets.filter(({ rings }) => (rings?.fromSec ?? 0) === 0) : [];
        const then = atOnce.map(phone);
        for (const target of first.targets) {
          if (target.kind !== 'extension') continue;
          const toTheEnd: boolean = (target.rings?.untilSec ?? first.ringSec) === first.ringSec;
          assert.equal(target.ringsOn, toTheEnd && then.includes(target.extension));
        }
      }),
      RUNS,
    );
  });

  test('the same question has the same answer', () => {
    fc.assert(
      fc.property(snapshot, call, attempts, moment, (config, one, tried, now) => {
        assert.deepEqual(decide(config, one, tried, now), decide(config, one, tried, now));
      }),
      { numRuns: 200 },
    );
  });

  test('no attempts, however damaged, make it throw or ring a stage again', () => {
    fc.assert(
      fc.property(snapshot, call, attempts, moment, (config, one, tried, now) => {
        const step = decide(config, one, tried, now);
        if (step.kind !== 'ring' || step.place.part !== 'stage') return;
        const { path, stage, untilSec = Infinity } = step.place;
        const before = tried.flatMap(({ place }) =>
          place.part === 'stage' && (place.path.at(-1) ?? one.groupNumber) === path.at(-1) ? [place] : [],
        );
        const isBefore = (earlier: (typeof before)[number]) =>
          earlier.stage < stage || (earlier.stage === stage && (earlier.untilSec ?? Infinity) < untilSec);
        assert.deepEqual(
          before.filter((earlier) => !isBefore(earlier)),
          [],
        );
      }),
      { numRuns: 2000 },
    );
  });
});

/** A week as one circle of minutes, on which each window is an arc for each of its days. */
function onTheCircle(window: TimeWindow, minuteOfWeek: number): boolean {
  const { days, fromMinute, toMinute } = window;
  const length = toMinute > fromMinute ? toMinute - fromMinute : toMinute + 1440 - fromMinute;
  return days.some((day) => {
    const since = minuteOfWeek - ((day - 1) * 1440 + fromMinute);
    return (since + 10080) % 10080 < length;
  });
}

test('windows hold as arcs on the circle of the week, in every zone and at every clock change', () => {
  fc.assert(
    fc.property(
      fc.array(timeWindow, { maxLength: 3 }),
      fc.constantFrom(...ZONES),
      moment,
      (windows, zone, now) => {
        const { weekday, hour, minute } = now.setZone(zone);
        const minuteOfWeek = (weekday - 1) * 1440 + hour * 60 + minute;
        assert.equal(
          inWindow(windows, zone, now),
          windows.some((window) => onTheCircle(window, minuteOfWeek)),
        );
      },
    ),
    { numRuns: 3000 },
  );
});
