import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Attempt, Place, Step } from '../../../../src/base/model/call.js';
import type { Destination, Group } from '../../../../src/base/model/snapshot.js';
import { rehearse } from '../../../../src/calls/routing/check.js';
import { decide } from '../../../../src/calls/routing/decide.js';
import { aCall, aGroup, aSnapshot, aStage, at, extensionMember, manualSwitch } from '../../../factories.js';

const NOON = at('2026-11-24T12:00');
const HELLO = { file: 'hello.wav', answer: false, whenDiverted: false };
const NOTICE = { file: 'notice.wav', memberFile: undefined };
const STAGES = [aStage([extensionMember('1001')]), aStage([extensionMember('1002')])];

const step = (groups: readonly Group[], attempts: readonly Attempt[] = [], call = aCall()): Step =>
  decide(aSnapshot({ groups }), call, attempts, NOON);
const texts = ({ why }: Step) => why.map(({ group, text }) => `${group}: ${text}`);
const greeted = (path: readonly string[], isNoticeHeard: boolean): Attempt => ({
  place: { path, part: 'greeting', isNoticeHeard },
});
const rang = (stage: number, path = ['700']): Attempt => ({ place: { path, part: 'stage', stage } });

/** The sounds of a step; undefined: it plays none. */
function heard(one: Step): readonly (string | undefined)[] | undefined {
  return one.kind === 'greet' ? [one.greeting?.file, one.noticeFile] : undefined;
}

describe('a greeting', () => {
  const group = aGroup({ greeting: HELLO, stages: STAGES });

  test('comes before the first phone rings', () => {
    const place: Place = { path: ['700'], part: 'greeting', isNoticeHeard: false };
    const first = step([group]);
    assert.deepEqual(first.kind === 'greet' && [first.greeting, first.noticeFile, first.place], [
      HELLO,
      undefined,
      place,
    ]);
    assert.deepEqual(texts(first), ['700: greeting hello.wav, without answering the call']);
  });

  test('is followed by the stages, with their own reasons', () => {
    const next = step([group], [greeted(['700'], false)]);
    assert.deepEqual(texts(next), ['700: stage 1: rings for 20 s']);
    assert.equal(next.kind, 'ring');
  });

  test('comes once: not before the next stage', () => {
    assert.equal(heard(step([group], [greeted(['700'], false), rang(1)])), undefined);
  });

  test('does not come late, when another configuration has one all at once', () => {
    assert.equal(heard(step([group], [rang(1)])), undefined);
  });

  test('is left out where nobody would ring: the announcement is heard instead', () => {
    const empty = aGroup({
      greeting: HELLO,
      stages: [],
      final: { kind: 'announcement', file: 'closed.wav' },
    });
    assert.equal(step([empty]).kind, 'announce');
  });

  test('of the second group is left out when the first one has greeted', () => {
    const first = aGroup({ greeting: HELLO, stages: STAGES, final: { kind: 'group', group: '701' } });
    const second = aGroup({ number: '701', greeting: { ...HELLO, file: 'second.wav' }, stages: STAGES });
    const before = [greeted(['700'], false), rang(1), rang(2)];
    assert.equal(heard(step([first, second], before)), undefined);
  });

  test('of the second group is heard when the first one has none, and the first one is told of once', () => {
    const first = aGroup({ stages: [], final: { kind: 'group', group: '701' } });
    const second = aGroup({ number: '701', greeting: HELLO, stages: STAGES });
    const greets = step([first, second]);
    assert.deepEqual(texts(greets), [
      '700: final destination: group 701',
      '701: greeting hello.wav, without answering the call',
    ]);
    assert.deepEqual(texts(step([first, second], [{ place: placeOf(greets) }])), [
      '701: stage 1: rings for 20 s',
    ]);
  });
});

function placeOf(one: Step): Place {
  assert.ok(one.kind === 'greet');
  return one.place;
}

describe('a greeting where a switch sends the call elsewhere', () => {
  const night = manualSwitch(true);
  const to = (destination: Destination, whenDiverted: boolean) =>
    aGroup({
      greeting: { ...HELLO, whenDiverted },
      rules: [{ switch: night, when: 'on', to: destination }],
      stages: STAGES,
    });

  test('is left out unless it is wished', () => {
    assert.equal(step([to({ kind: 'voicemail', box: '1001' }, false)]).kind, 'voicemail');
  });

  test('comes before the destination if it is wished, and the rule is told of once', () => {
    const group = to({ kind: 'voicemail', box: '1001' }, true);
    assert.deepEqual(heard(step([group])), ['hello.wav', undefined]);
    const next = step([group], [greeted(['700'], false)]);
    assert.equal(next.kind, 'voicemail');
    assert.deepEqual(texts(next), [
      '700: switch Night is on (switched on by hand, until somebody changes it): send to voicemail 1001',
    ]);
  });

  test('is not played before a hangup', () => {
    assert.equal(step([to({ kind: 'hangup', cause: 'USER_BUSY' }, true)]).kind, 'release');
  });
});

describe('the notice of a recording', () => {
  const group = aGroup({ recording: 'outside', recordingNotice: NOTICE, stages: STAGES });

  test('is given to those whom the group records', () => {
    assert.deepEqual(heard(step([group])), [undefined, 'notice.wav']);
    assert.equal(heard(step([group], [], aCall({ fromOutside: false }))), undefined);
    assert.equal(heard(step([{ ...group, recording: 'never' }])), undefined);
  });

  test('follows the greeting', () => {
    assert.deepEqual(heard(step([{ ...group, greeting: HELLO }])), ['hello.wav', 'notice.wav']);
  });

  test('is given by the second group when the first one does not record', () => {
    const first = aGroup({ greeting: HELLO, stages: STAGES, final: { kind: 'group', group: '701' } });
    const before = [greeted(['700'], false), rang(1), rang(2)];
    assert.deepEqual(heard(step([first, { ...group, number: '701' }], before)), [undefined, 'notice.wav']);
  });

  test('is not repeated by the second group once it was heard', () => {
    const first = { ...group, final: { kind: 'group', group: '701' } } as const;
    const before = [greeted(['700'], true), rang(1), rang(2)];
    assert.equal(heard(step([first, { ...group, number: '701' }], before)), undefined);
  });

  test('comes before a destination that rings, not before an announcement', () => {
    const rings = {
      ...group,
      stages: [],
      final: { kind: 'extension', extension: '1009', ringSec: 20 },
    } as const;
    assert.deepEqual(heard(step([rings])), [undefined, 'notice.wav']);
    const told = { ...group, stages: [], final: { kind: 'announcement', file: 'closed.wav' } } as const;
    assert.equal(heard(step([told])), undefined);
  });
});

test('what would happen shows the greeting and then the phones', () => {
  const group = aGroup({
    greeting: HELLO,
    recording: 'always',
    recordingNotice: NOTICE,
    stages: STAGES,
    final: { kind: 'hangup', cause: 'NO_ANSWER' },
  });
  const kinds = rehearse(aSnapshot({ groups: [group] }), aCall(), NOON).map(({ kind }) => kind);
  assert.deepEqual(kinds, ['greet', 'ring', 'ring', 'release']);
});
