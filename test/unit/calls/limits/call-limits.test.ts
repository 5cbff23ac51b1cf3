import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { InboundCall, Step, Target } from '../../../../src/base/model/call.js';
import type { LimitIncident } from '../../../../src/base/model/limit-incident.js';
import type { Limits } from '../../../../src/base/model/settings.js';
import { CallLimits } from '../../../../src/calls/limits/call-limits.js';
import {
  aCall,
  aGroup,
  insideCaller,
  NO_LIMITS,
  outsideCaller,
  stageTried,
  WITHHELD,
} from '../../../factories.js';

const MOBILE = '+491713920001';
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

function mobile(e164 = MOBILE): Target {
  return {
    kind: 'external',
    e164,
    who: 'Anna Schmidt',
    userId: 'anna',
    purpose: 'mobile',
    delaySec: 0,
    delayFor: '1001',
    confirm: true,
  };
}

const DESK: Target = { kind: 'extension', extension: '1001', who: 'Anna', userId: 'anna', ringsOn: false };

function ringing(targets: readonly Target[] = [DESK, mobile()], group = '700'): Step {
  return {
    kind: 'ring',
    place: { path: [group], part: 'stage', stage: 1 },
    group: aGroup({ number: group }),
    targets,
    skipped: [],
    ringSec: 20,
    why: [
      {
        group,
        text: 'stage 1: rings for 20 s',
        fact: { kind: 'stageRings', stage: 1, ringSec: 20 },
      },
    ],
  };
}

/** A house with these limits, and what its administrator is told. */
function house(limits: Partial<Limits>) {
  const told: string[] = [];
  const one = new CallLimits({
    begun: ({ kind, most }) => told.push(`${kind} ${most}`),
    over: ({ kind, count }) => told.push(`${kind} is over: ${count}`),
  });
  let calls = 0;
  const arrives = (atMs: number, call: Partial<InboundCall> = {}, step: Step = ringing()): Step => {
    calls += 1;
    const id = call.id ?? `call-${calls}`;
    return one.next(
      { call: aCall({ id, ...call }), attempts: [], limits: { ...NO_LIMITS, ...limits }, atMs },
      () => step,
    );
  };
  return { one, told, arrives };
}

/** `rings 1001 +491713920001`, `released CALL_REJECTED` */
function text(step: Step): string {
  if (step.kind === 'release') return `released ${step.cause}`;
  if (step.kind !== 'ring') return step.kind;
  const phones = step.targets.map((target) => (target.kind === 'extension' ? target.extension : target.e164));
  return ['rings', ...phones].join(' ');
}

function reasons(step: Step): string[] {
  return step.kind === 'ring' ? step.skipped.map(({ who, reason }) => `${who}: ${reason}`) : [];
}

describe('A number that calls again and again', () => {
  test('is refused with its fourth call within a minute when three are allowed, with the reason', () => {
    const { arrives, told } = house({ callsPerMinute: 3 });
    for (const atMs of [0, 1_000, 2_000]) assert.equal(text(arrives(atMs)), `rings 1001 ${MOBILE}`);
    const refused = arrives(3_000);
    assert.equal(text(refused), 'released CALL_REJECTED');
    assert.deepEqual(
      refused.why.map(({ group, text: words, refused: isRefused }) => [group, words, isRefused]),
      [['700', 'refused: this number calls more than 3 times a minute', true]],
    );
    assert.deepEqual(told, ['callerFloods 3']);
  });

  test('stays refused while it goes on, also when it has another group, and rings when it has paused', () => {
    const { arrives } = house({ callsPerMinute: 3 });
    for (let second = 0; second < 3; second += 1) arrives(second * SECOND_MS);
    for (let second = 3; second < 200; second += 10) {
      const groupNumber = second % 20 === 3 ? '700' : '701';
      assert.equal(text(arrives(second * SECOND_MS, { groupNumber })), 'released CALL_REJECTED');
    }
    assert.equal(text(arrives(260 * SECOND_MS)), `rings 1001 ${MOBILE}`);
  });

  test('keeps nobody else from ringing, and its calls that ring already go on', () => {
    const { one, arrives } = house({ callsPerMinute: 1 });
    arrives(0, { id: 'first' });
    assert.equal(text(arrives(1)), 'released CALL_REJECTED');
    assert.equal(text(arrives(1, { caller: outsideCaller('+493023125002') })), `rings 1001 ${MOBILE}`);
    const later = one.next(
      {
        call: aCall({ id: 'first' }),
        attempts: [stageTried(1)],
        limits: { ...NO_LIMITS, callsPerMinute: 1 },
        atMs: 20_000,
      },
      () => ringing(),
    );
    assert.equal(text(later), `rings 1001 ${MOBILE}`);
  });

  test('is the same number however it is written', () => {
    const { arrives } = house({ callsPerMinute: 1 });
    const written = (number: string) => ({
      caller: { kind: 'known' as const, number, e164: '+493023125001', name: undefined },
    });
    arrives(0, written('03023125001'));
    assert.equal(text(arrives(1, written('+493023125001'))), 'released CALL_REJECTED');
  });

  test('is never a phone of the house', () => {
    const { arrives, told } = house({ callsPerMinute: 1, perCaller: 1 });
    const colleague = { caller: insideCaller('1002'), callerExtension: '1002', fromOutside: false };
    for (let call = 0; call < 50; call += 1) {
      assert.equal(text(arrives(call, colleague)), `rings 1001 ${MOBILE}`);
    }
    assert.deepEqual(told, []);
  });

  test('without a number is one of many: five times as much for each group, never together for the house', () => {
    const { arrives, told } = house({ callsPerMinute: 2 });
    const at = (groupNumber: string) => ({ caller: WITHHELD, groupNumber });
    for (let call = 0; call < 10; call += 1) assert.match(text(arrives(call, at('700'))), /^rings/);
    assert.equal(text(arrives(10, at('700'))), 'released CALL_REJECTED');
    assert.match(text(arrives(10, at('701'))), /^rings/);
    assert.match(text(arrives(10)), /^rings/);
    assert.deepEqual(told, ['withheldFlood 10']);
  });

  test('is told of once, with the count, and once when it is over', () => {
    const { one, arrives, told } = house({ callsPerMinute: 1 });
    for (let call = 0; call < 1_000; call += 1) arrives(call * 10);
    const [incident] = one.incidents(10_000);
    const expected: LimitIncident = {
      kind: 'callerFloods',
      number: '+493023125001',
      most: 1,
      count: 999,
      sinceMs: 10,
      lastMs: 9_990,
    };
    assert.deepEqual(incident, expected);
    assert.deepEqual(one.incidents(9_990 + 60_000), []);
    assert.deepEqual(told, ['callerFloods 1', 'callerFloods is over: 999']);
  });
});

describe('A phone outside that has rung too often', () => {
  test('for one caller is left out with the reason; the desk phone and other callers’ mobiles ring', () => {
    const { arrives, told } = house({ perCaller: 2 });
    arrives(0);
    arrives(1);
    const third = arrives(2);
    assert.equal(text(third), 'rings 1001');
    assert.deepEqual(reasons(third), [
      'Anna Schmidt: has rung 2 times for this caller within an hour; more is not allowed',
    ]);
    assert.equal(text(arrives(2, {}, ringing([DESK, mobile('+491713920002')]))), 'rings 1001 +491713920002');
    assert.equal(text(arrives(3, { caller: outsideCaller('+493023125002') })), `rings 1001 ${MOBILE}`);
    assert.deepEqual(told, ['callerRings 2']);
    assert.equal(text(arrives(HOUR_MS)), `rings 1001 ${MOBILE}`);
  });

  test('for one group is left out there, and rings for another one', () => {
    const { arrives, told } = house({ perGroup: 2 });
    for (let call = 0; call < 5; call += 1) {
      const rang = text(arrives(call, { caller: outsideCaller(`+49302312500${call}`) }));
      assert.equal(rang, call < 2 ? `rings 1001 ${MOBILE}` : 'rings 1001');
    }
    assert.equal(text(arrives(5, { groupNumber: '701' }, ringing(undefined, '701'))), `rings 1001 ${MOBILE}`);
    assert.deepEqual(told, ['groupRings 2']);
  });

  test('of a stage without desk phones leaves nobody, which the timeline says', () => {
    const { arrives } = house({ perCaller: 1 });
    arrives(0, {}, ringing([mobile()]));
    const second = arrives(1, {}, ringing([mobile()]));
    assert.equal(text(second), 'rings');
    assert.deepEqual(
      second.why.map(({ text: words }) => words),
      ['stage 1 skipped: nobody can be rung'],
    );
  });

  test('for callers without a number has five times as much in each group', () => {
    const { arrives, told } = house({ perCaller: 1 });
    const withheld = { caller: WITHHELD };
    for (let call = 0; call < 5; call += 1)
      assert.equal(text(arrives(call, withheld)), `rings 1001 ${MOBILE}`);
    assert.equal(text(arrives(5, withheld)), 'rings 1001');
    assert.deepEqual(told, ['withheldRings 5']);
  });
});

describe('Numbers outside that ring at the same time', () => {
  test('are no more than allowed, of all calls together; desk phones ring on', () => {
    const { arrives, told } = house({ atOnce: 3 });
    const three = ringing([DESK, mobile('+491713920001'), mobile('+491713920002')]);
    assert.equal(text(arrives(0, { id: 'a' }, three)), 'rings 1001 +491713920001 +491713920002');
    const second = arrives(1, { id: 'b' }, three);
    assert.equal(text(second), 'rings 1001 +491713920001');
    assert.deepEqual(reasons(second), ['Anna Schmidt: 3 numbers outside ring already; more is not allowed']);
    assert.deepEqual(told, ['ringAtOnce 3']);
  });

  test('are free again when the call is over, goes on, or its time is up', () => {
    const { one, arrives } = house({ atOnce: 1 });
    const rings = (atMs: number, id: string) => text(arrives(atMs, { id }));
    assert.equal(rings(0, 'a'), `rings 1001 ${MOBILE}`);
    assert.equal(rings(1, 'b'), 'rings 1001');
    one.ended({ id: 'a' });
    assert.equal(rings(2, 'c'), `rings 1001 ${MOBILE}`);
    assert.equal(rings(3, 'c'), `rings 1001 ${MOBILE}`);
    assert.equal(rings(21_002, 'd'), 'rings 1001');
    assert.equal(rings(21_003, 'd'), `rings 1001 ${MOBILE}`);
  });
});

test('without limits nothing is refused, left out or told', () => {
  const { arrives, told } = house({});
  for (let call = 0; call < 2_000; call += 1) assert.equal(text(arrives(0)), `rings 1001 ${MOBILE}`);
  assert.deepEqual(told, []);
});
