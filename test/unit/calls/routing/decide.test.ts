import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Attempt, Step } from '../../../../src/base/model/call.js';
import type { Destination, Group } from '../../../../src/base/model/snapshot.js';
import { decide } from '../../../../src/calls/routing/decide.js';
import {
  aCall,
  aGroup,
  allowed,
  aSnapshot,
  aStage,
  at,
  aWindow,
  extensionMember,
  externalMember,
  insideCaller,
  manualSwitch,
  outsideCaller,
  refused,
  scheduledSwitch,
  stageTried,
  WITHHELD,
} from '../../../factories.js';

const NOON = at('2026-11-24T12:00');
const VOICEMAIL: Destination = { kind: 'voicemail', box: '1001' };

function toGroup(group: string): Destination {
  return { kind: 'group', group };
}

function decideIn(groups: readonly Group[], call = aCall(), attempts: readonly Attempt[] = []): Step {
  return decide(aSnapshot({ groups }), call, attempts, NOON);
}

function texts(step: Step): readonly string[] {
  return step.why.map(({ group, text }) => `${group}: ${text}`);
}

/** What a step does, without who decides and why. */
function brief(step: Step): object {
  switch (step.kind) {
    case 'ring':
      return {
        ring: step.targets.map((target) => (target.kind === 'extension' ? target.extension : target.e164)),
        place: step.place,
      };
    case 'greet':
      return { greet: step.greeting, noticeFile: step.noticeFile, place: step.place };
    case 'voicemail':
      return { voicemail: step.box, place: step.place };
    case 'announce':
      return { announce: step.file, place: step.place };
    case 'release':
      return { release: step.cause, sipStatus: step.sipStatus };
  }
}

describe('entering a group', () => {
  test('rings stage 1 of the dialled group for its own time', () => {
    const group = aGroup({ stages: [aStage([extensionMember('1001')], 17)] });
    const step = decideIn([group]);
    assert.deepEqual(step, {
      kind: 'ring',
      place: { path: ['700'], part: 'stage', stage: 1 },
      group,
      targets: [{ kind: 'extension', extension: '1001', who: '1001', userId: undefined, ringsOn: false }],
      skipped: [],
      ringSec: 17,
      why: [
        {
          group: '700',
          text: 'stage 1: rings for 17 s',
          fact: { kind: 'stageRings', stage: 1, ringSec: 17 },
        },
      ],
    });
  });

  test('that does not exist releases with UNALLOCATED_NUMBER', () => {
    const step = decideIn([aGroup()], aCall({ groupNumber: '799' }));
    assert.deepEqual(brief(step), { release: 'UNALLOCATED_NUMBER', sipStatus: undefined });
    assert.deepEqual(texts(step), ['799: there is no group 799']);
  });

  test('that is disabled releases with SUBSCRIBER_ABSENT, before any rule', () => {
    const group = aGroup({
      enabled: false,
      anonymous: { kind: 'reject' },
      rules: [{ switch: manualSwitch(true), when: 'on', to: VOICEMAIL }],
    });
    const step = decideIn([group], aCall({ caller: WITHHELD }));
    assert.deepEqual(brief(step), { release: 'SUBSCRIBER_ABSENT', sipStatus: undefined });
    assert.deepEqual(texts(step), ['700: group 700 is disabled']);
  });
});

describe('the anonymous rule', () => {
  test('reject releases a withheld caller with CALL_REJECTED and 433 Anonymity Disallowed', () => {
    const step = decideIn([aGroup({ anonymous: { kind: 'reject' } })], aCall({ caller: WITHHELD }));
    assert.deepEqual(brief(step), {
      release: 'CALL_REJECTED',
      sipStatus: { code: 433, phrase: 'Anonymity Disallowed' },
    });
    assert.deepEqual(texts(step), ['700: anonymous calls are rejected']);
  });

  test('divert sends a withheld caller to the destination, before any switch', () => {
    const group = aGroup({
      anonymous: { kind: 'divert', to: VOICEMAIL },
      rules: [{ switch: manualSwitch(true), when: 'on', to: { kind: 'hangup', cause: 'USER_BUSY' } }],
    });
    const step = decideIn([group], aCall({ caller: WITHHELD }));
    assert.deepEqual(brief(step), {
      voicemail: '1001',
      place: { path: ['700'], part: 'destination', by: 'anonymous' },
    });
    assert.deepEqual(texts(step), ['700: anonymous calls are diverted to voicemail 1001']);
  });

  test('normal lets a withheld caller ring the stages', () => {
    const step = decideIn([aGroup()], aCall({ caller: WITHHELD }));
    assert.equal(step.kind, 'ring');
    assert.deepEqual(texts(step), [
      '700: anonymous calls are treated like any other',
      '700: stage 1: rings for 20 s',
    ]);
  });

  test('does not touch a caller who shows a number', () => {
    assert.equal(decideIn([aGroup({ anonymous: { kind: 'reject' } })]).kind, 'ring');
    assert.equal(decideIn([aGroup({ anonymous: { kind: 'divert', to: VOICEMAIL } })]).kind, 'ring');
  });

  test('of a group that is reached as a destination holds too', () => {
    const first = aGroup({ stages: [], final: toGroup('701') });
    const second = aGroup({ number: '701', anonymous: { kind: 'reject' } });
    assert.deepEqual(brief(decideIn([first, second], aCall({ caller: WITHHELD }))), {
      release: 'CALL_REJECTED',
      sipStatus: { code: 433, phrase: 'Anonymity Disallowed' },
    });
  });
});

describe('switch rules', () => {
  const night = scheduledSwitch([aWindow('18:00-08:00')]);

  test('send the call away when the switch is in the state that the rule asks for', () => {
    const group = aGroup({ rules: [{ switch: night, when: 'on', to: VOICEMAIL }] });
    const step = decide(aSnapshot({ groups: [group] }), aCall(), [], at('2026-11-24T18:00:00'));
    assert.deepEqual(step, {
      kind: 'voicemail',
      place: { path: ['700'], part: 'destination', by: 'switch' },
      group,
      box: '1001',
      why: [
        {
          group: '700',
          text: 'switch Night is on (inside 18:00-08:00, until 25 Nov 2026, 08:00, then off): send to voicemail 1001',
          fact: {
            kind: 'sent',
            by: {
              kind: 'switch',
              switch: {
                name: 'Night',
                on: true,
                why: { kind: 'inside', window: '18:00-08:00' },
                next: { kind: 'at', at: '2026-11-25 08:00', on: false },
              },
            },
            to: { kind: 'voicemail', box: '1001' },
          },
          sends: { by: 'switch', to: 'voicemail' },
        },
      ],
    });
  });

  test('that do not hold are passed, and said so', () => {
    const group = aGroup({ rules: [{ switch: night, when: 'on', to: VOICEMAIL }] });
    const step = decide(aSnapshot({ groups: [group] }), aCall(), [], at('2026-11-24T17:59:59'));
    assert.deepEqual(texts(step), [
      '700: switch Night is off (outside 18:00-08:00, until 24 Nov 2026, 18:00, then on): its rule does not hold',
      '700: stage 1: rings for 20 s',
    ]);
  });

  test('can ask for a switch that is off', () => {
    const open = manualSwitch(false, { name: 'Open' });
    const step = decideIn([aGroup({ rules: [{ switch: open, when: 'off', to: VOICEMAIL }] })]);
    assert.deepEqual(texts(step), [
      '700: switch Open is off (switched off by hand, until somebody changes it): send to voicemail 1001',
    ]);
    const on = manualSwitch(true, { name: 'Open' });
    assert.equal(decideIn([aGroup({ rules: [{ switch: on, when: 'off', to: VOICEMAIL }] })]).kind, 'ring');
  });

  test('are read in order and the first that holds decides', () => {
    const rules = [
      { switch: manualSwitch(false, { name: 'A' }), when: 'on' as const, to: VOICEMAIL },
      {
        switch: manualSwitch(true, { name: 'B' }),
        when: 'on' as const,
        to: { kind: 'announcement', file: 'b.wav' } as const,
      },
      {
        switch: manualSwitch(true, { name: 'C' }),
        when: 'on' as const,
        to: { kind: 'hangup', cause: 'USER_BUSY' } as const,
      },
    ];
    const step = decideIn([aGroup({ rules })]);
    assert.deepEqual(brief(step), {
      announce: 'b.wav',
      place: { path: ['700'], part: 'destination', by: 'switch' },
    });
    assert.deepEqual(texts(step), [
      '700: switch A is off (switched off by hand, until somebody changes it): its rule does not hold',
      '700: switch B is on (switched on by hand, until somebody changes it): send to announcement b.wav',
    ]);
  });

  test('are not asked again once a stage was rung', () => {
    const group = aGroup({
      rules: [{ switch: manualSwitch(true), when: 'on', to: VOICEMAIL }],
      stages: [aStage([extensionMember('1001')]), aStage([extensionMember('1002')])],
    });
    assert.deepEqual(brief(decideIn([group], aCall(), [stageTried(1, '700')])), {
      ring: ['1002'],
      place: { path: ['700'], part: 'stage', stage: 2 },
    });
  });

  test('that ended with their override let the call through', () => {
    const override = { on: true, until: NOON };
    const group = aGroup({
      rules: [{ switch: manualSwitch(false, { override }), when: 'on', to: VOICEMAIL }],
    });
    const snapshot = aSnapshot({ groups: [group] });
    assert.equal(decide(snapshot, aCall(), [], NOON.minus(1)).kind, 'voicemail');
    assert.equal(decide(snapshot, aCall(), [], NOON).kind, 'ring');
  });
});

describe('stages', () => {
  const three = aGroup({
    stages: [
      aStage([extensionMember('1001')]),
      aStage([extensionMember('1002')]),
      aStage([extensionMember('1003')]),
    ],
    final: VOICEMAIL,
  });

  test('follow one another and then the final destination', () => {
    const [one, two, last] = [stageTried(1, '700'), stageTried(2, '700'), stageTried(3, '700')];
    assert.deepEqual(brief(decideIn([three], aCall(), [one])), {
      ring: ['1002'],
      place: { path: ['700'], part: 'stage', stage: 2 },
    });
    assert.deepEqual(brief(decideIn([three], aCall(), [one, two])), {
      ring: ['1003'],
      place: { path: ['700'], part: 'stage', stage: 3 },
    });
    const end = decideIn([three], aCall(), [one, two, last]);
    assert.deepEqual(brief(end), {
      voicemail: '1001',
      place: { path: ['700'], part: 'destination', by: 'final' },
    });
    assert.deepEqual(texts(end), ['700: final destination: voicemail 1001']);
  });

  test('without members take no time', () => {
    const group = aGroup({ stages: [aStage([]), aStage([extensionMember('1002')])] });
    const step = decideIn([group]);
    assert.deepEqual(brief(step), { ring: ['1002'], place: { path: ['700'], part: 'stage', stage: 2 } });
    assert.deepEqual(texts(step), [
      '700: stage 1 skipped: it has no members',
      '700: stage 2: rings for 20 s',
    ]);
  });

  test('in which nobody can be rung take no time and say why nobody could', () => {
    const satellite = refused('+881612345678', 'satellite numbers are too dear');
    const group = aGroup({
      stages: [
        aStage([extensionMember('1001')]),
        aStage([externalMember(satellite), externalMember(satellite, { label: 'Ship' })]),
      ],
      final: VOICEMAIL,
    });
    const step = decideIn([group], aCall(), [stageTried(1, '700')]);
    assert.equal(step.kind, 'voicemail');
    assert.deepEqual(texts(step), [
      '700: stage 2 skipped: nobody can be rung',
      '700: external number …678: number not allowed: satellite numbers are too dear',
      '700: Ship: number not allowed: satellite numbers are too dear',
      '700: final destination: voicemail 1001',
    ]);
  });

  test('a group without stages goes to its final destination at once', () => {
    assert.equal(decideIn([aGroup({ stages: [], final: VOICEMAIL })]).kind, 'voicemail');
  });
});

describe('a phone of the next stage', () => {
  function ringsOn(stages: Group['stages'], attempts: readonly Attempt[] = []): Record<string, boolean> {
    const step = decideIn([aGroup({ stages })], aCall(), attempts);
    assert.equal(step.kind, 'ring');
    return Object.fromEntries(
      step.targets.flatMap((target) =>
        target.kind === 'extension' ? [[target.extension, target.ringsOn]] : [],
      ),
    );
  }
  const both = aStage([extensionMember('1001'), extensionMember('1002')]);
  const second = aStage([extensionMember('1002'), extensionMember('1003')]);

  test('is marked as ringing on, the others are not', () => {
    assert.deepEqual(ringsOn([both, second]), { '1001': false, '1002': true });
  });

  test('is found behind a stage in which nobody can be rung', () => {
    const dead = aStage([externalMember(refused('0900', 'premium rate'))]);
    assert.deepEqual(ringsOn([both, dead, second]), { '1001': false, '1002': true });
  });

  test('does not count when another stage rings between', () => {
    assert.deepEqual(ringsOn([both, aStage([extensionMember('1004')]), second]), {
      '1001': false,
      '1002': false,
    });
  });

  test('does not count when it rang in the stage before', () => {
    assert.deepEqual(ringsOn([both, second], [stageTried(1, '700')]), { '1002': false, '1003': false });
  });
});

describe('a destination', () => {
  function finalStep(final: Destination, call = aCall(), gateway: string | undefined = 'carrier'): Step {
    const group = aGroup({ stages: [], final });
    return decide(aSnapshot({ groups: [group], settings: { gateway } }), call, [], NOON);
  }

  test('extension rings that one phone for its own time', () => {
    const step = finalStep({ kind: 'extension', extension: '1009', ringSec: 33 });
    assert.equal(step.kind, 'ring');
    assert.deepEqual(step.place, { path: ['700'], part: 'destination', by: 'final' });
    assert.deepEqual(step.targets, [
      { kind: 'extension', extension: '1009', who: '1009', userId: undefined, ringsOn: false },
    ]);
    assert.equal(step.ringSec, 33);
    assert.deepEqual(step.skipped, []);
    assert.deepEqual(texts(step), ['700: final destination: extension 1009']);
  });

  test('external number rings without delay and without confirmation; its digits stay out of the sentence', () => {
    const step = finalStep({ kind: 'external', number: allowed('+493023125010'), ringSec: 45 });
    assert.equal(step.kind, 'ring');
    assert.deepEqual(step.targets, [
      {
        kind: 'external',
        e164: '+493023125010',
        who: '+493023125010',
        userId: undefined,
        purpose: 'destination',
        delaySec: 0,
        delayFor: undefined,
        confirm: false,
      },
    ]);
    assert.equal(step.ringSec, 45);
    assert.deepEqual(texts(step), ['700: final destination: external number …010']);
  });

  test('external number that is not allowed releases with SUBSCRIBER_ABSENT and says why', () => {
    const step = finalStep({ kind: 'external', number: refused('0900 123456', 'premium rate'), ringSec: 45 });
    assert.deepEqual(brief(step), { release: 'SUBSCRIBER_ABSENT', sipStatus: undefined });
    assert.deepEqual(texts(step), [
      '700: final destination: external number …456, which cannot be rung: number not allowed: premium rate',
    ]);
  });

  test('external number without a gateway releases with SUBSCRIBER_ABSENT and says why', () => {
    const group = aGroup({
      stages: [],
      final: { kind: 'external', number: allowed('+493023125010'), ringSec: 45 },
    });
    const step = decide(aSnapshot({ groups: [group], settings: { gateway: undefined } }), aCall(), [], NOON);
    assert.deepEqual(brief(step), { release: 'SUBSCRIBER_ABSENT', sipStatus: undefined });
    assert.deepEqual(texts(step), [
      '700: final destination: external number …010, which cannot be rung: no gateway is configured',
    ]);
  });

  test('voicemail, announcement and hangup are steps of their own', () => {
    const place = { path: ['700'], part: 'destination', by: 'final' };
    assert.deepEqual(brief(finalStep({ kind: 'voicemail', box: '1005' })), { voicemail: '1005', place });
    assert.deepEqual(brief(finalStep({ kind: 'announcement', file: 'closed.wav' })), {
      announce: 'closed.wav',
      place,
    });
    const hangup = finalStep({ kind: 'hangup', cause: 'USER_BUSY' });
    assert.deepEqual(brief(hangup), { release: 'USER_BUSY', sipStatus: undefined });
    assert.deepEqual(texts(hangup), ['700: final destination: hang up (busy)']);
  });

  test('that did not take the call releases with NO_ANSWER, whoever sent the call there', () => {
    const group = aGroup({ final: { kind: 'extension', extension: '1009', ringSec: 30 } });
    for (const by of ['final', 'switch', 'anonymous'] as const) {
      const step = decideIn([group], aCall(), [{ place: { path: ['700'], part: 'destination', by } }]);
      assert.deepEqual(brief(step), { release: 'NO_ANSWER', sipStatus: undefined });
      assert.deepEqual(texts(step), ['700: the destination did not take the call']);
    }
  });

  test('extension is not rung when it is the caller’s own phone, and the sentence does not name it', () => {
    const final: Destination = { kind: 'extension', extension: '1009', ringSec: 30 };
    const call = aCall({ fromOutside: false, caller: insideCaller('1009'), callerExtension: '1009' });
    const known = finalStep(final, call);
    assert.deepEqual(brief(known), { release: 'USER_BUSY', sipStatus: undefined });
    assert.deepEqual(texts(known), [
      "700: final destination: a phone that is not rung: the caller's own phone",
    ]);
    const withheld = finalStep(final, { ...call, caller: WITHHELD });
    assert.deepEqual(brief(withheld), { release: 'USER_BUSY', sipStatus: undefined });
    assert.deepEqual(texts(withheld).slice(1), [
      '700: final destination: a phone that is not rung: left out',
    ]);
  });

  test('external number is not rung when the call comes from it', () => {
    const final: Destination = { kind: 'external', number: allowed('+493023125010'), ringSec: 30 };
    const step = finalStep(final, aCall({ caller: outsideCaller('+493023125010') }));
    assert.deepEqual(brief(step), { release: 'USER_BUSY', sipStatus: undefined });
    assert.deepEqual(texts(step), [
      "700: final destination: a phone that is not rung: the caller's own phone",
    ]);
  });
});

describe('group after group', () => {
  const second = aGroup({ number: '701', stages: [aStage([extensionMember('1002')])] });

  test('the path grows and the second group decides', () => {
    const step = decideIn([aGroup({ stages: [], final: toGroup('701') }), second]);
    assert.equal(step.kind, 'ring');
    assert.deepEqual(step.place, { path: ['700', '701'], part: 'stage', stage: 1 });
    assert.equal(step.group, second);
    assert.deepEqual(texts(step), ['700: final destination: group 701', '701: stage 1: rings for 20 s']);
  });

  test('the second group’s own rules hold', () => {
    const closed = { ...second, rules: [{ switch: manualSwitch(true), when: 'on' as const, to: VOICEMAIL }] };
    assert.deepEqual(brief(decideIn([aGroup({ stages: [], final: toGroup('701') }), closed])), {
      voicemail: '1001',
      place: { path: ['700', '701'], part: 'destination', by: 'switch' },
    });
  });

  test('a second group that is unknown or disabled releases as when dialled', () => {
    const first = aGroup({ stages: [], final: toGroup('701') });
    const unknown = decideIn([first]);
    assert.deepEqual(brief(unknown), { release: 'UNALLOCATED_NUMBER', sipStatus: undefined });
    assert.deepEqual(texts(unknown), ['700: final destination: group 701', '701: there is no group 701']);
    const disabled = decideIn([first, { ...second, enabled: false }]);
    assert.deepEqual(brief(disabled), { release: 'SUBSCRIBER_ABSENT', sipStatus: undefined });
  });

  test('the second group goes on with its own stages after its first', () => {
    const groups = [aGroup(), { ...second, final: VOICEMAIL }];
    const step = decideIn(groups, aCall(), [stageTried(1, '700'), stageTried(1, '700', '701')]);
    assert.deepEqual(brief(step), {
      voicemail: '1001',
      place: { path: ['700', '701'], part: 'destination', by: 'final' },
    });
  });

  test('a circle 700 → 701 → 700 ends with EXCHANGE_ROUTING_ERROR', () => {
    const groups = [
      aGroup({ stages: [], final: toGroup('701') }),
      aGroup({ number: '701', stages: [], final: toGroup('700') }),
    ];
    const step = decideIn(groups);
    assert.deepEqual(brief(step), { release: 'EXCHANGE_ROUTING_ERROR', sipStatus: undefined });
    assert.deepEqual(texts(step), [
      '700: final destination: group 701',
      '701: final destination: group 700',
      '700: the groups send the call in a circle: 700 → 701 → 700',
    ]);
  });

  test('a circle is seen although stages were rung on the way', () => {
    const groups = [aGroup({ final: toGroup('701') }), { ...second, final: toGroup('700') }];
    const step = decideIn(groups, aCall(), [stageTried(1, '700'), stageTried(1, '700', '701')]);
    assert.deepEqual(brief(step), { release: 'EXCHANGE_ROUTING_ERROR', sipStatus: undefined });
  });

  test('a group that sends to itself ends with EXCHANGE_ROUTING_ERROR', () => {
    const step = decideIn([aGroup({ stages: [], final: toGroup('700') })]);
    assert.deepEqual(brief(step), { release: 'EXCHANGE_ROUTING_ERROR', sipStatus: undefined });
    assert.equal(texts(step).at(-1), '700: the groups send the call in a circle: 700 → 700');
  });

  test('circles by switch and by anonymous rule are seen too', () => {
    const bySwitch = aGroup({ rules: [{ switch: manualSwitch(true), when: 'on', to: toGroup('700') }] });
    assert.equal(decideIn([bySwitch]).kind, 'release');
    const byRule = aGroup({ anonymous: { kind: 'divert', to: toGroup('700') } });
    assert.equal(decideIn([byRule], aCall({ caller: WITHHELD })).kind, 'release');
  });

  test('as many groups as allowed pass, one more ends with EXCHANGE_ROUTING_ERROR', () => {
    const groups = [
      aGroup({ stages: [], final: toGroup('701') }),
      aGroup({ number: '701', stages: [], final: toGroup('702') }),
      aGroup({ number: '702', stages: [], final: VOICEMAIL }),
    ];
    const allowedThree = decide(aSnapshot({ groups, settings: { maxGroups: 3 } }), aCall(), [], NOON);
    assert.equal(allowedThree.kind, 'voicemail');
    const allowedTwo = decide(aSnapshot({ groups, settings: { maxGroups: 2 } }), aCall(), [], NOON);
    assert.deepEqual(brief(allowedTwo), { release: 'EXCHANGE_ROUTING_ERROR', sipStatus: undefined });
    assert.equal(
      texts(allowedTwo).at(-1),
      '702: more groups than one call may pass through (2): 700 → 701 → 702',
    );
  });
});

describe('a configuration that changed while the call was ringing', () => {
  test('goes to the final destination when the stage that was rung is now the last or gone', () => {
    const group = aGroup({ final: VOICEMAIL });
    assert.equal(decideIn([group], aCall(), [stageTried(1, '700'), stageTried(2, '700')]).kind, 'voicemail');
  });

  test('rings a stage that was added behind', () => {
    const group = aGroup({ stages: [aStage([extensionMember('1001')]), aStage([extensionMember('1002')])] });
    assert.deepEqual(brief(decideIn([group], aCall(), [stageTried(1, '700')])), {
      ring: ['1002'],
      place: { path: ['700'], part: 'stage', stage: 2 },
    });
  });

  test('goes on with a group that was disabled meanwhile', () => {
    const group = aGroup({ enabled: false, final: VOICEMAIL });
    assert.equal(decideIn([group], aCall(), [stageTried(1, '700')]).kind, 'voicemail');
  });

  test('releases with NO_ANSWER when the group was removed', () => {
    const step = decideIn([aGroup()], aCall(), [stageTried(1, '700', '701')]);
    assert.deepEqual(brief(step), { release: 'NO_ANSWER', sipStatus: undefined });
    assert.deepEqual(texts(step), ['701: the group was removed while the call was ringing']);
  });

  test('releases with NO_ANSWER when the destination rang out and its group was removed', () => {
    const place = { path: ['702'], part: 'destination', by: 'final' } as const;
    assert.deepEqual(brief(decideIn([aGroup()], aCall(), [{ place }])), {
      release: 'NO_ANSWER',
      sipStatus: undefined,
    });
  });

  test('never rings an earlier stage again, even when attempts arrive out of order', () => {
    const group = aGroup({
      stages: [
        aStage([extensionMember('1001')]),
        aStage([extensionMember('1002')]),
        aStage([extensionMember('1003')]),
      ],
    });
    assert.deepEqual(brief(decideIn([group], aCall(), [stageTried(2, '700'), stageTried(1, '700')])), {
      ring: ['1003'],
      place: { path: ['700'], part: 'stage', stage: 3 },
    });
  });

  test('never rings a stage of another group again that it reaches once more', () => {
    const groups = [
      aGroup({ stages: [], final: toGroup('701') }),
      aGroup({
        number: '701',
        stages: [aStage([extensionMember('1001')]), aStage([extensionMember('1002')])],
      }),
    ];
    const attempts = [stageTried(1, '700', '701'), stageTried(1, '700')];
    assert.deepEqual(brief(decideIn(groups, aCall(), attempts)), {
      ring: ['1002'],
      place: { path: ['700', '701'], part: 'stage', stage: 2 },
    });
  });

  test('takes an attempt without a path for one of the dialled group', () => {
    const place = { path: [], part: 'stage', stage: 1 } as const;
    const group = aGroup({ stages: [aStage([extensionMember('1001')]), aStage([extensionMember('1002')])] });
    assert.deepEqual(brief(decideIn([group], aCall(), [{ place }])), {
      ring: ['1002'],
      place: { path: ['700'], part: 'stage', stage: 2 },
    });
  });

  test('rings nothing again after an attempt whose stage number is damaged', () => {
    const group = aGroup({ final: VOICEMAIL });
    assert.equal(decideIn([group], aCall(), [stageTried(Number.NaN, '700')]).kind, 'voicemail');
  });
});
