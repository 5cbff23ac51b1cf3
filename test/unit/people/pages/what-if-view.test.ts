import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rehearse } from '../../../../src/calls/routing/check.js';
import type { Group } from '../../../../src/base/model/snapshot.js';
import { stepView } from '../../../../src/people/pages/what-if/view.js';
import { aCall, aGroup, aSnapshot, aStage, at, extensionMember } from '../../../factories.js';

const STAGES = [aStage([extensionMember('1001')])];

/** What the page notes on the stage that rings for a call. */
function notes(part: Partial<Group>, fromOutside = true): readonly string[] {
  const call = aCall({ fromOutside });
  const steps = rehearse(
    aSnapshot({ groups: [aGroup({ stages: STAGES, ...part })] }),
    call,
    at('2026-11-24T12:00'),
  );
  return steps.flatMap((step) => stepView(step, call, 'en').notes);
}

describe('what would happen says of a stage', () => {
  test('nothing more where nothing is recorded and all ring', () => {
    assert.deepEqual(notes({ recording: 'never' }), []);
  });

  test('that the talk is recorded, of calls that are', () => {
    assert.deepEqual(notes({ recording: 'outside' }), ['The talk is recorded.']);
    assert.deepEqual(notes({ recording: 'outside' }, false), []);
    assert.deepEqual(notes({ recording: 'always' }, false), ['The talk is recorded.']);
  });

  test('what who answers hears before that, and that talkers are left out', () => {
    const recordingNotice = { file: 'notice.wav', memberFile: 'member.wav' };
    assert.deepEqual(notes({ recording: 'always', recordingNotice, busy: 'skip' }), [
      'Who talks on the phone then is left out.',
      'The talk is recorded, after who answers has heard member.wav.',
    ]);
  });
});
