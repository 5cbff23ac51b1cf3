import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Step, Target } from '../../../../src/base/model/call.js';
import { CallLimits } from '../../../../src/calls/limits/call-limits.js';
import { buildSnapshot } from '../../../../src/base/configuration/snapshot.js';
import { checkValue } from '../../../../src/base/configuration/check.js';
import { aCall, aGroup, at, outsideCaller, WITHHELD } from '../../../factories.js';

const HOUR_MS = 3_600_000;

/** The limits of a house that has set none. */
function defaults() {
  const checked = checkValue({ version: 1, settings: { domain: 'pbx.example' } });
  assert.ok(checked.kind === 'good');
  const { configuration: content } = checked;
  return buildSnapshot({ revision: 1, content, switchStates: new Map(), now: at('2026-11-23T10:00') })
    .settings.limits;
}

const mobiles = (count: number): Target[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'external',
    e164: `+4917139200${String(index).padStart(2, '0')}`,
    who: `Member ${index}`,
    userId: undefined,
    purpose: 'mobile',
    delaySec: 0,
    delayFor: undefined,
    confirm: true,
  }));

interface House {
  readonly hours: number;
  readonly callsAnHour: number;
  readonly mobiles: number;
  /** How many stages of a call ring, all with the same mobiles. */
  readonly stages: number;
  readonly groups?: number;
  /** How many callers there are: some call more than once. */
  readonly callers: number;
  /** Of a hundred calls so many come without a number. */
  readonly withheldPercent: number;
}

/** Places the house's calls evenly; what was refused or left out. */
function limited({ hours, callsAnHour, stages, groups = 1, callers, withheldPercent, ...house }: House) {
  const limits = defaults();
  const met: string[] = [];
  const one = new CallLimits({ begun: ({ kind }) => met.push(kind), over: () => undefined });
  const targets = mobiles(house.mobiles);
  const calls = hours * callsAnHour;
  for (let index = 0; index < calls; index += 1) {
    const atMs = Math.floor((index * HOUR_MS) / callsAnHour);
    const number = String(700 + (index % groups));
    const isWithheld = index % 100 < withheldPercent;
    const call = aCall({
      id: `call-${index}`,
      groupNumber: number,
      caller: isWithheld ? WITHHELD : outsideCaller(`+4930${1_000_000 + (index % callers)}`),
    });
    for (let stage = 1; stage <= stages; stage += 1) {
      const step: Step = {
        kind: 'ring',
        place: { path: [number], part: 'stage', stage },
        group: aGroup({ number }),
        targets,
        skipped: [],
        ringSec: 20,
        why: [],
      };
      one.next({ call, attempts: stage === 1 ? [] : [{ place: step.place }], limits, atMs }, () => step);
    }
    one.ended(call);
  }
  return met;
}

describe('With the limits that a house has when it sets none, nothing is refused or left out', () => {
  test('of a practice’s emergency group: one mobile, 200 calls a day, half of them without a number', () => {
    assert.deepEqual(
      limited({ hours: 8, callsAnHour: 25, mobiles: 1, stages: 2, callers: 20, withheldPercent: 50 }),
      [],
    );
  });

  test('of a call center: 30 mobiles in every stage, 450 calls an hour, each caller calls up to ten times', () => {
    assert.deepEqual(
      limited({ hours: 2, callsAnHour: 450, mobiles: 30, stages: 2, callers: 45, withheldPercent: 30 }),
      [],
    );
  });

  test('of a house of 5,000 people: five calls a second in its busiest hour to 100 groups', () => {
    assert.deepEqual(
      limited({
        hours: 1,
        callsAnHour: 18_000,
        mobiles: 5,
        stages: 3,
        groups: 100,
        callers: 2_000,
        withheldPercent: 20,
      }),
      [],
    );
  });

  test('of a caller in need who redials every minute for eight hours', () => {
    assert.deepEqual(
      limited({ hours: 8, callsAnHour: 60, mobiles: 2, stages: 2, callers: 1, withheldPercent: 0 }),
      [],
    );
  });
});

test('With these limits a machine that calls every ten seconds makes no mobile ring for longer than ten minutes', () => {
  assert.deepEqual(
    limited({ hours: 1, callsAnHour: 360, mobiles: 2, stages: 2, callers: 1, withheldPercent: 0 }),
    ['callerRings'],
  );
});
