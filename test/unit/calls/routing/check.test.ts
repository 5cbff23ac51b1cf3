import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Step } from '../../../../src/base/model/call.js';
import { rehearse } from '../../../../src/calls/routing/check.js';
import {
  aCall,
  aGroup,
  aMobile,
  aSnapshot,
  aStage,
  at,
  aUser,
  aWindow,
  extensionMember,
  manualSwitch,
  userMember,
} from '../../../factories.js';

const NOON = at('2026-11-24T12:00');

function told(steps: readonly Step[]): readonly string[] {
  return steps.map((step) => {
    if (step.kind !== 'ring') return step.kind === 'release' ? `release ${step.cause}` : step.kind;
    const phones = step.targets.map((target) =>
      target.kind === 'extension' ? target.extension : target.e164,
    );
    return `ring ${phones.join(' ')} for ${step.ringSec} s`;
  });
}

describe('a rehearsal', () => {
  test('runs through three stages, the next group and its destination to the end', () => {
    const groups = [
      aGroup({
        stages: [
          aStage([extensionMember('1001')], 10),
          aStage([extensionMember('1002')], 15),
          aStage([extensionMember('1003')], 20),
        ],
        final: { kind: 'group', group: '701' },
      }),
      aGroup({
        number: '701',
        stages: [aStage([extensionMember('1004')], 25)],
        final: { kind: 'extension', extension: '1005', ringSec: 30 },
      }),
    ];
    assert.deepEqual(told(rehearse(aSnapshot({ groups }), aCall(), NOON)), [
      'ring 1001 for 10 s',
      'ring 1002 for 15 s',
      'ring 1003 for 20 s',
      'ring 1004 for 25 s',
      'ring 1005 for 30 s',
      'release NO_ANSWER',
    ]);
  });

  test('lets the clock go on: a mobile’s window closes while stage 1 rings', () => {
    const anna = aUser({ mobile: aMobile('+491713920001', { windows: [aWindow('08:00-18:00')] }) });
    const stages = [aStage([userMember(anna)], 20), aStage([userMember(anna)], 20)];
    const snapshot = aSnapshot({ groups: [aGroup({ stages })] });
    assert.deepEqual(told(rehearse(snapshot, aCall(), at('2026-11-24T17:59:40'))), [
      'ring 1001 +491713920001 for 20 s',
      'ring 1001 for 20 s',
      'release NO_ANSWER',
    ]);
    assert.deepEqual(told(rehearse(snapshot, aCall(), at('2026-11-24T17:59:39'))), [
      'ring 1001 +491713920001 for 20 s',
      'ring 1001 +491713920001 for 20 s',
      'release NO_ANSWER',
    ]);
  });

  test('ends with the first step that rings nothing', () => {
    const closed = aGroup({
      rules: [{ switch: manualSwitch(true), when: 'on', to: { kind: 'announcement', file: 'closed.wav' } }],
    });
    assert.deepEqual(told(rehearse(aSnapshot({ groups: [closed] }), aCall(), NOON)), ['announce']);
    assert.deepEqual(told(rehearse(aSnapshot({ groups: [] }), aCall(), NOON)), [
      'release UNALLOCATED_NUMBER',
    ]);
  });
});

test('the stages of all groups are counted once, however many calls are rehearsed', () => {
  const snapshot = aSnapshot({ groups: [aGroup({ number: '700' }), aGroup({ number: '701' })] });
  let counts = 0;
  const groups = Object.assign(new Map(snapshot.groups), {
    values: () => {
      counts += 1;
      return snapshot.groups.values();
    },
  });
  const watched = { ...snapshot, groups };
  for (const groupNumber of ['700', '701', '700']) rehearse(watched, aCall({ groupNumber }), NOON);
  assert.equal(counts, 1);
});
