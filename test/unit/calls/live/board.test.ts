import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { UserAway } from '../../../../src/base/model/away.js';
import { groupsView } from '../../../../src/people/pages/now/view.js';
import { warningsOf } from '../../../../src/people/pages/now/warnings.js';
import { atOnce } from '../../../../src/base/in-slices.js';
import { boardCalls, boardGroupSteps, type BoardInput } from '../../../../src/calls/live/board.js';
import { unknownChannel, type ChannelStory } from '../../../../src/calls/story/story.js';
import {
  aGroup,
  aMobile,
  anAway,
  aRecord,
  aRecordedLeg,
  aSnapshot,
  aStage,
  at,
  aUser,
  BERLIN,
  manualSwitch,
  userMember,
} from '../../../factories.js';

const ANNA = aUser({ id: 'anna', name: 'Anna', extension: '1001' });
const BERND = aUser({ id: 'bernd', name: 'Bernd', extension: '1002' });
const NOW = at('2026-11-25T10:00:05');
const since = NOW.toJSDate();
const CHANNEL = aRecord({}).channel;

const ringing = (id: string, to: string) =>
  aRecordedLeg({ id, to, who: to, outcome: 'ringing', rangAt: null, endedAt: null });

const NO_WARNING = {
  nodes: [],
  missing: [],
  limits: [],
  recordsWaiting: 0,
  mailsFailed: 0,
  forgotten: [],
  lost: [],
};

function board(states: Readonly<Record<string, Partial<ChannelStory>>>, changes: Partial<BoardInput> = {}) {
  return boardCalls({
    snapshot: aSnapshot({
      groups: [aGroup({ stages: [aStage([userMember(ANNA), userMember(BERND)], 20)] })],
    }),
    records: [aRecord({ legs: [ringing('a', '1001'), ringing('b', '1002')] })],
    story: () =>
      new Map(Object.entries(states).map(([id, known]) => [id, { ...unknownChannel(id), ...known }])),
    isRegistered: () => undefined,
    isTalking: () => false,
    now: NOW,
    ...changes,
  })[0];
}

describe('A call on the board', () => {
  test('is at the stage of its last legs, which ends when their time is over', () => {
    const call = board({});
    assert.deepEqual([call?.stage, call?.stageEnds], [1, at('2026-11-25T10:00:20').toJSDate()]);
    assert.deepEqual(
      call?.phones.map(({ state }) => state),
      ['calling', 'calling'],
    );
  });

  test('says of a phone that is to ring later when it begins, until then or until it is heard of', () => {
    const later = { ...ringing('b', '1002'), rings: { fromSec: 6, untilSec: 12 } };
    const records = [
      aRecord({ legs: [{ ...ringing('a', '1001'), rings: { fromSec: 0, untilSec: 9 } }, later] }),
    ];
    const call = board({}, { records });
    assert.deepEqual(
      call?.phones.map((one) => [one.state, one.from]),
      [
        ['calling', undefined],
        ['later', at('2026-11-25T10:00:06').toJSDate()],
      ],
    );
    assert.deepEqual(call.stageEnds, at('2026-11-25T10:00:12').toJSDate());
    const begun = board({ b: { rangAtMs: 1 } }, { records });
    assert.equal(begun?.phones[1]?.state, 'ringing');
    const due = board({}, { records, now: NOW.plus({ seconds: 1 }) });
    assert.equal(due?.phones[1]?.state, 'calling');
  });

  test('shows what the phones say, and nobody as talking who has only answered', () => {
    const call = board({ a: { rangAtMs: 1 }, b: { answeredAtMs: 1 } });
    const states = call?.phones.map(({ state }) => state);
    assert.deepEqual([states, call?.talkingSince], [['ringing', 'answered'], undefined]);
  });

  test('talks as soon as it is bridged, and its stage has no end then', () => {
    const call = board({
      a: { talks: [{ with: CHANNEL, fromMs: since.getTime() }] },
      b: { cause: 'LOSE_RACE', endedAtMs: 1 },
    });
    assert.deepEqual([call?.talkingTo, call?.talkingSince, call?.stageEnds], ['1001', since, undefined]);
    assert.deepEqual(
      call?.phones.map(({ state }) => state),
      ['talking', 'ended'],
    );
  });

  test('that has not rung anywhere yet is there all the same', () => {
    const call = board({}, { records: [aRecord({ legs: [] })] });
    assert.deepEqual([call?.stage, call?.phones, call?.stageEnds], [null, [], undefined]);
  });
});

describe('A group on the board', () => {
  const groups = (
    isRegistered: BoardInput['isRegistered'],
    group = aGroup({ stages: [aStage([userMember(ANNA)]), aStage([userMember(BERND)])] }),
    isTalking: BoardInput['isTalking'] = () => false,
  ) =>
    atOnce(boardGroupSteps({ snapshot: aSnapshot({ groups: [group] }), isRegistered, isTalking, now: NOW }));

  test('warns of a stage whose phones are all unregistered, and not while nobody knows', () => {
    const nobody = (list: ReturnType<typeof groups>) => list[0]?.stages.map(({ ringsNobody }) => ringsNobody);
    assert.deepEqual(nobody(groups((extension) => extension === '1001')), [false, true]);
    assert.deepEqual(nobody(groups(() => undefined)), [false, false]);
  });

  test('shows who talks only where it leaves them out, and rings nobody if all do', () => {
    const stages = [aStage([userMember(ANNA)]), aStage([userMember(BERND)])];
    const told = (busy: 'ring' | 'skip') =>
      groups(
        () => true,
        aGroup({ stages, busy }),
        (extension) => extension === '1001',
      )[0]?.stages.map(({ ringsNobody, members }) => [ringsNobody, members[0]?.isLeftOut]);
    assert.deepEqual(told('skip'), [
      [true, true],
      [false, false],
    ]);
    assert.deepEqual(told('ring'), [
      [false, false],
      [false, false],
    ]);
  });

  test('rings by a mobile alone, registered or not', () => {
    const mobile = aUser({ ...ANNA, mobile: aMobile('+491713920011') });
    const [group] = groups(() => false, aGroup({ stages: [aStage([userMember(mobile)])] }));
    assert.equal(group?.stages[0]?.ringsNobody, false);
  });

  test('that a switch has closed rings nobody on purpose, and warns of nothing', () => {
    const closed = aGroup({
      rules: [{ switch: manualSwitch(true), when: 'on', to: { kind: 'announcement', file: 'closed.wav' } }],
      stages: [aStage([userMember(ANNA)])],
    });
    const [group] = groups(() => false, closed);
    assert.deepEqual([group?.stages[0]?.ringsNobody, group?.diverted?.kind], [false, 'announce']);
  });

  test('says who is away until when, and where callers go when nobody is left', () => {
    const group = aGroup({
      stages: [aStage([userMember(ANNA)]), aStage([userMember(BERND)])],
      final: { kind: 'voicemail', box: '1001' },
    });
    const shown = (away: Readonly<Record<string, UserAway>>) => {
      const snapshot = aSnapshot({ groups: [group], away });
      const groups = atOnce(
        boardGroupSteps({ snapshot, isRegistered: () => true, isTalking: () => false, now: NOW }),
      );
      const [view] = groupsView(groups, { lang: 'en', timezone: BERLIN, now: NOW }).groups;
      return [view?.away, warningsOf({ ...NO_WARNING, groups }, 'en').map(({ text }) => text)];
    };
    assert.deepEqual(shown({}), [null, []]);
    assert.deepEqual(shown({ anna: anAway(['700'], '2026-11-25T14:00') }), [
      'Away: Anna (until 14:00)',
      ['Stage 1 of Sales would ring nobody now: members of it are away.'],
    ]);
    assert.deepEqual(shown({ anna: anAway('all', '2026-11-27T08:00'), bernd: anAway('all') }), [
      'Away: Anna (until 27 Nov 2026, 08:00), Bernd',
      ['Nobody is left in Sales: callers now go to voicemail 1001.'],
    ]);
  });

  test('that a switch sends to another group names both', () => {
    const support = aGroup({ number: '701', name: 'Support', stages: [aStage([userMember(BERND)])] });
    const rule = { switch: manualSwitch(true), when: 'on', to: { kind: 'group', group: '701' } } as const;
    const sales = aGroup({ number: '700', rules: [rule], stages: [aStage([userMember(ANNA)])] });
    const all = atOnce(
      boardGroupSteps({
        snapshot: aSnapshot({ groups: [sales, support] }),
        isRegistered: () => true,
        isTalking: () => false,
        now: NOW,
      }),
    );
    assert.deepEqual(
      all.map(({ leadsTo }) => leadsTo),
      [{ number: '701', name: 'Support' }, undefined],
    );
    const reader = { lang: 'en', timezone: BERLIN, now: NOW } as const;
    const [shown] = groupsView(all, reader).groups;
    assert.equal(
      shown?.diverted,
      'switch Night is on (switched on by hand, until somebody changes it): send to group 701',
    );
    assert.deepEqual(shown.leadsTo, { number: '701', name: 'Support', path: '/groups/701' });
  });

  test('has a person with a desk phone and a mobile once', () => {
    const both = aUser({ ...ANNA, mobile: aMobile('+491713920011') });
    const [group] = groups(() => true, aGroup({ stages: [aStage([userMember(both)])] }));
    assert.deepEqual(
      group?.stages[0]?.members.map(({ who, hasMobile }) => [who, hasMobile]),
      [[ANNA.name, true]],
    );
  });
});
