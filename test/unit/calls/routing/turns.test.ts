import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Attempt, Step } from '../../../../src/base/model/call.js';
import type { Member } from '../../../../src/base/model/snapshot.js';
import { decide } from '../../../../src/calls/routing/decide.js';
import { rehearse } from '../../../../src/calls/routing/check.js';
import { firstTurn } from '../../../../src/calls/routing/turns.js';
import {
  aCall,
  aGroup,
  aMobile,
  aSnapshot,
  aStage,
  at,
  aUser,
  extensionMember,
  externalMember,
  userMember,
} from '../../../factories.js';

const NOON = at('2026-11-24T12:00');
type RingStep = Extract<Step, { kind: 'ring' }>;

function stepsOf(...stages: (readonly Member[])[]): readonly RingStep[] {
  const group = aGroup({ stages: stages.map((members) => aStage(members, 30)) });
  return rehearse(aSnapshot({ groups: [group] }), aCall(), NOON).filter((step) => step.kind === 'ring');
}

/** `1001 5-10 ring 30`: who rings in which seconds of a step, and how long the step is. */
function told({ targets, ringSec }: RingStep): string {
  const phones = targets.map((target) => {
    const who = target.kind === 'extension' ? target.extension : target.e164.slice(-3);
    return target.rings === undefined ? who : `${who} ${target.rings.fromSec}-${target.rings.untilSec}`;
  });
  return `${phones.join(', ')} for ${ringSec}`;
}

const row = [
  extensionMember('1001', { ringSec: 10 }),
  extensionMember('1002', { delaySec: 10, ringSec: 10 }),
  extensionMember('1003', { delaySec: 20 }),
];

describe('members of a stage', () => {
  test('without times ring all at once', () => {
    assert.deepEqual(stepsOf([extensionMember('1001'), extensionMember('1002')]).map(told), [
      '1001, 1002 for 30',
    ]);
  });

  test('who follow each other without overlapping ring in turns', () => {
    const steps = stepsOf(row, [extensionMember('1004')]);
    assert.deepEqual(steps.map(told), ['1001 for 10', '1002 for 10', '1003 for 10', '1004 for 30']);
    assert.deepEqual(
      steps.map(({ place }) => (place.part === 'stage' ? [place.stage, place.untilSec] : [])),
      [
        [1, 10],
        [1, 20],
        [1, undefined],
        [2, undefined],
      ],
    );
    assert.deepEqual(
      steps.map(({ why }) => why.at(-1)?.text),
      [
        'stage 1: rings for 10 s',
        'stage 1 goes on: rings for 10 s',
        'stage 1 goes on: rings for 10 s',
        'stage 2: rings for 30 s',
      ],
    );
  });

  test('who overlap are one turn, in which each has its own seconds', () => {
    const members = [extensionMember('1001'), extensionMember('1009', { delaySec: 12, ringSec: 6 })];
    assert.deepEqual(stepsOf(members).map(told), ['1001, 1009 12-18 for 30']);
  });

  test('leave out a time in which nobody is to ring', () => {
    const members = [
      extensionMember('1001', { delaySec: 3, ringSec: 4 }),
      extensionMember('1002', { delaySec: 20, ringSec: 5 }),
    ];
    assert.deepEqual(stepsOf(members).map(told), ['1001 for 4', '1002 for 5']);
  });

  test('who would begin at the end of the stage do not ring, and it is said', () => {
    const [step] = stepsOf([extensionMember('1001'), extensionMember('1002', { delaySec: 30 })]);
    assert.ok(step !== undefined);
    assert.equal(told(step), '1001 for 30');
    assert.deepEqual(
      step.skipped.map(({ who, why }) => [who, why]),
      [['1002', { kind: 'tooLate', delaySec: 30, ringSec: 30 }]],
    );
    const last = stepsOf([extensionMember('1001'), extensionMember('1002', { delaySec: 29 })]);
    assert.deepEqual(last.map(told), ['1001, 1002 29-30 for 30']);
  });

  test('ring for less than a second for nobody, and never longer than the stage', () => {
    const times = fc.record({
      delaySec: fc.integer({ min: 0, max: 40 }),
      ringSec: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(times, { minLength: 1, maxLength: 8 }), (all) => {
        const members = all.map((time, index) => extensionMember(String(1001 + index), time));
        const steps = stepsOf(members);
        const rung = steps.flatMap(({ targets, ringSec }) =>
          targets.map(({ rings, who }) => ({
            who,
            ...(rings ?? { fromSec: 0, untilSec: ringSec }),
            ringSec,
          })),
        );
        for (const { fromSec, untilSec, ringSec } of rung) {
          assert.ok(fromSec >= 0 && untilSec - fromSec >= 1 && untilSec <= ringSec && ringSec <= 30);
        }
        // Everybody who can ring rings once, in the order of the delays from one turn to the next.
        const expected = members.filter(({ delaySec = 0 }) => delaySec < 30).length;
        assert.equal(new Set(rung.map(({ who }) => who)).size, expected);
        assert.equal(rung.length, expected);
        // In each step somebody rings at every moment.
        for (const { targets, ringSec } of steps) {
          const turn = firstTurn(targets.map(({ rings }) => rings ?? { fromSec: 0, untilSec: ringSec }));
          assert.deepEqual(turn, { fromSec: 0, untilSec: ringSec });
        }
      }),
    );
  });
});

describe('a turn', () => {
  const snapshot = aSnapshot({ groups: [aGroup({ stages: [aStage(row, 30)] })] });
  const after = (...attempts: Attempt[]) => decide(snapshot, aCall(), attempts, NOON);
  const rung = (untilSec?: number): Attempt => ({
    place: { path: ['700'], part: 'stage', stage: 1, ...(untilSec !== undefined && { untilSec }) },
  });

  test('that another controller rang is not rung again', () => {
    const step = after(rung(10));
    assert.ok(step.kind === 'ring');
    assert.equal(told(step), '1002 for 10');
    assert.equal(after(rung()).kind, 'release');
    assert.equal(after(rung(20), rung(10)).kind, 'ring');
    assert.equal(after(rung(10), rung()).kind, 'release');
  });

  test('in which nobody can ring takes no time, and says why', () => {
    const off = aUser({ extension: undefined, mobile: aMobile('+491713920001', { windows: [] }) });
    const steps = stepsOf([
      extensionMember('1001', { ringSec: 10 }),
      userMember(off, { delaySec: 10, ringSec: 10 }),
      extensionMember('1003', { delaySec: 20 }),
    ]);
    assert.deepEqual(steps.map(told), ['1001 for 10', '1003 for 10']);
    assert.deepEqual(
      steps.map(({ skipped }) => skipped.map(({ reason }) => reason)),
      [[], ['no window on any day']],
    );
  });

  test('at the end of a stage in which nobody rings leads to the next stage, with the reasons', () => {
    const off = aUser({ extension: undefined, mobile: aMobile('+491713920001', { windows: [] }) });
    const steps = stepsOf(
      [extensionMember('1001', { ringSec: 10 }), userMember(off, { delaySec: 10 })],
      [extensionMember('1002')],
    );
    assert.deepEqual(steps.map(told), ['1001 for 10', '1002 for 30']);
    assert.deepEqual(
      steps.flatMap(({ skipped }) => skipped.map(({ reason }) => reason)),
      ['no window on any day'],
    );
  });
});

describe('a phone of two members', () => {
  const MOBILE = '+491713920001';
  const anna = aUser({ mobile: aMobile(MOBILE, { delaySec: 8 }) });

  test('rings with the one who begins first, wherever it is listed', () => {
    const members = [extensionMember('1001', { delaySec: 9 }), userMember(aUser(), { delaySec: 4 })];
    const [step] = stepsOf([extensionMember('1002'), ...members]);
    assert.equal(step === undefined ? '' : told(step), '1002, 1001 4-30 for 30');
    assert.deepEqual(
      step?.skipped.map(({ who, reason }) => `${who}: ${reason}`),
      ['1001: already rung as Anna Schmidt'],
    );
  });

  test('rings with the first one listed if both begin together', () => {
    const members = [extensionMember('1001', { ringSec: 5 }), userMember(aUser())];
    const [step] = stepsOf([...members, extensionMember('1002')]);
    assert.equal(step === undefined ? '' : told(step), '1001 0-5, 1002 for 30');
  });

  test('counts what a mobile lets its desk phone ring alone', () => {
    const sooner = externalMember(MOBILE, { delaySec: 7 });
    const [one] = stepsOf([userMember(anna), sooner]);
    assert.equal(one === undefined ? '' : told(one), '1001, 001 7-30 for 30');
    const later = externalMember(MOBILE, { delaySec: 9 });
    const [other] = stepsOf([userMember(anna), later]);
    assert.equal(other === undefined ? '' : told(other), '1001, 001 for 30');
  });

  test('does not ring again in a later turn', () => {
    const steps = stepsOf([...row.slice(0, 2), extensionMember('1001', { delaySec: 20 })]);
    assert.deepEqual(steps.map(told), ['1001 for 10', '1002 for 10']);
  });
});

describe('a phone rings on', () => {
  const onOf = (...stages: (readonly Member[])[]) => {
    const [first] = stepsOf(...stages);
    return first?.targets.flatMap((target) =>
      target.kind === 'extension' && target.ringsOn ? [target.extension] : [],
    );
  };
  const both = [extensionMember('1001'), extensionMember('1002', { ringSec: 10 })];

  test('if it rings to the end of the stage and from the begin of the next', () => {
    assert.deepEqual(onOf(both, [extensionMember('1001'), extensionMember('1002')]), ['1001']);
  });

  test('not if it begins later in the next', () => {
    assert.deepEqual(onOf(both, [extensionMember('1001', { delaySec: 5 }), extensionMember('1003')]), []);
  });

  test('not over other turns of its own stage', () => {
    assert.deepEqual(onOf(row, [extensionMember('1001')]), []);
  });
});
