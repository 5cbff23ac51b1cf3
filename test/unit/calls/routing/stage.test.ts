import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DateTime } from 'luxon';
import type { InboundCall, Target } from '../../../../src/base/model/call.js';
import type { Settings } from '../../../../src/base/model/settings.js';
import type { Group, Member, User } from '../../../../src/base/model/snapshot.js';
import { decide } from '../../../../src/calls/routing/decide.js';
import {
  aCalendar,
  aCall,
  aGroup,
  ALWAYS,
  aMobile,
  aSnapshot,
  aStage,
  at,
  aUser,
  aWindow,
  extensionMember,
  externalMember,
  insideCaller,
  outsideCaller,
  refused,
  userMember,
  WITHHELD,
  WORKDAYS,
} from '../../../factories.js';

const NOON = at('2026-11-24T12:00');
const ANNA_MOBILE = '+491713920001';
const BEN_MOBILE = '+491713920002';
const anna = aUser({ mobile: aMobile(ANNA_MOBILE) });
const ben = aUser({ id: 'ben', name: 'Ben Weber', extension: '1002', mobile: aMobile(BEN_MOBILE) });

interface Scene {
  readonly call?: InboundCall;
  readonly now?: DateTime;
  readonly group?: Partial<Group>;
  readonly settings?: Partial<Settings>;
  readonly users?: readonly User[];
}

/** Stage 1 with these members; 1099 always rings, so that the stage is never passed. */
function stageOf(members: readonly Member[], scene: Scene = {}): { targets: Target[]; skipped: string[] } {
  const { call = aCall(), now = NOON, group = {}, settings = {}, users = [] } = scene;
  const stages = [aStage([...members, extensionMember('1099')])];
  const snapshot = aSnapshot({ groups: [aGroup({ stages, ...group })], settings, users });
  const step = decide(snapshot, call, [], now);
  assert.equal(step.kind, 'ring');
  return {
    targets: step.targets.filter((target) => target.who !== '1099'),
    skipped: step.skipped.map(({ who, what, reason }) => `${what} of ${who}: ${reason}`),
  };
}

function phones(targets: readonly Target[]): readonly string[] {
  return targets.map((target) => (target.kind === 'extension' ? target.extension : target.e164));
}

describe('a user', () => {
  test('rings with desk phone and mobile at once', () => {
    const { targets, skipped } = stageOf([userMember(anna)]);
    assert.deepEqual(targets, [
      { kind: 'extension', extension: '1001', who: 'Anna Schmidt', userId: 'anna', ringsOn: false },
      {
        kind: 'external',
        e164: ANNA_MOBILE,
        who: 'Anna Schmidt',
        userId: 'anna',
        purpose: 'mobile',
        delaySec: 0,
        delayFor: '1001',
        confirm: true,
      },
    ]);
    assert.deepEqual(skipped, []);
  });

  test('with a delay lets the own desk phone come first', () => {
    const user = aUser({ mobile: aMobile(ANNA_MOBILE, { delaySec: 8, confirm: false }) });
    const mobile = stageOf([userMember(user)]).targets[1];
    assert.equal(mobile?.kind, 'external');
    assert.deepEqual([mobile.delaySec, mobile.delayFor, mobile.confirm], [8, '1001', false]);
  });

  test('without a desk phone has nothing to wait for', () => {
    const user = aUser({ extension: undefined, mobile: aMobile(ANNA_MOBILE, { delaySec: 8 }) });
    const { targets } = stageOf([userMember(user)]);
    assert.equal(targets.length, 1);
    assert.equal(targets[0]?.kind, 'external');
    assert.deepEqual([targets[0].delaySec, targets[0].delayFor], [0, undefined]);
  });

  test('with a desk phone only has nothing to explain', () => {
    const { targets, skipped } = stageOf([userMember(aUser())]);
    assert.deepEqual(phones(targets), ['1001']);
    assert.deepEqual(skipped, []);
  });

  test('without any phone is skipped', () => {
    const { targets, skipped } = stageOf([userMember(aUser({ extension: undefined }))]);
    assert.deepEqual(targets, []);
    assert.deepEqual(skipped, ['desk of Anna Schmidt: has neither an extension nor a mobile']);
  });
});

describe('a mobile', () => {
  function mobileAt(now: string, changes: Parameters<typeof aMobile>[1]): string {
    const user = aUser({ mobile: aMobile(ANNA_MOBILE, changes) });
    const { targets, skipped } = stageOf([userMember(user)], { now: at(now) });
    return phones(targets).includes(ANNA_MOBILE) ? 'rings' : skipped.join();
  }

  test('rings from 08:00:00 until 17:59:59 when its window is 08:00-18:00', () => {
    const windows = [aWindow('08:00-18:00')];
    const outside = 'mobile of Anna Schmidt: outside 08:00-18:00';
    assert.equal(mobileAt('2026-11-24T07:59:59', { windows }), outside);
    assert.equal(mobileAt('2026-11-24T08:00:00', { windows }), 'rings');
    assert.equal(mobileAt('2026-11-24T17:59:59', { windows }), 'rings');
    assert.equal(mobileAt('2026-11-24T18:00:00', { windows }), outside);
  });

  test('names both windows of a day with a break, and the day without one', () => {
    const windows = [aWindow('08:00-12:00', WORKDAYS), aWindow('13:00-18:00', WORKDAYS)];
    assert.equal(
      mobileAt('2026-11-24T12:30', { windows }),
      'mobile of Anna Schmidt: outside 08:00-12:00 and 13:00-18:00',
    );
    assert.equal(mobileAt('2026-11-29T12:30', { windows }), 'mobile of Anna Schmidt: no window on Sunday');
  });

  test('goes by the clock of its owner', () => {
    const kolkata = { windows: [aWindow('08:00-18:00')], timezone: 'Asia/Kolkata' };
    assert.equal(mobileAt('2026-11-24T13:29:59', kolkata), 'rings');
    assert.equal(mobileAt('2026-11-24T13:30:00', kolkata), 'mobile of Anna Schmidt: outside 08:00-18:00');
  });

  test('rings through both passes of the repeated hour, and not where the clock jumped over its window', () => {
    const windows = [aWindow('02:00-03:00')];
    const outside = 'mobile of Anna Schmidt: outside 02:00-03:00';
    assert.equal(mobileAt('2026-10-25T02:59:59+02:00', { windows }), 'rings');
    assert.equal(mobileAt('2026-10-25T02:00:00+01:00', { windows }), 'rings');
    assert.equal(mobileAt('2026-10-25T03:00:00+01:00', { windows }), outside);
    assert.equal(mobileAt('2026-03-29T01:59:59', { windows }), outside);
    assert.equal(mobileAt('2026-03-29T03:00:00', { windows }), outside);
  });

  test('does not ring on a public holiday of its calendar, from the hour on which it begins', () => {
    const notOn = aCalendar({
      '2027-01-01': 'Neujahr',
      '2026-12-31': { name: 'Silvester', fromMinute: 14 * 60 },
    });
    assert.equal(mobileAt('2027-01-01T12:00', { notOn }), 'mobile of Anna Schmidt: public holiday: Neujahr');
    assert.equal(mobileAt('2027-01-02T00:00:00', { notOn }), 'rings');
    assert.equal(mobileAt('2026-12-31T13:59:59', { notOn }), 'rings');
    assert.equal(
      mobileAt('2026-12-31T14:00:00', { notOn }),
      'mobile of Anna Schmidt: public holiday: Silvester',
    );
    assert.equal(mobileAt('2027-01-01T12:00', { notOn: undefined }), 'rings');
  });

  test('does not ring when the group does not ring mobiles, though an external member does', () => {
    const members = [userMember(anna), externalMember('+493023125010')];
    const { targets, skipped } = stageOf(members, { group: { mobiles: false } });
    assert.deepEqual(phones(targets), ['1001', '+493023125010']);
    assert.deepEqual(skipped, ['mobile of Anna Schmidt: the group does not ring mobiles']);
  });

  test('does not ring when its number is not allowed', () => {
    assert.equal(
      mobileAt('2026-11-24T12:00', { number: refused('+88161', 'satellite') }),
      'mobile of Anna Schmidt: number not allowed: satellite',
    );
  });

  test('does not ring without a gateway', () => {
    const { targets, skipped } = stageOf([userMember(anna)], { settings: { gateway: undefined } });
    assert.deepEqual(phones(targets), ['1001']);
    assert.deepEqual(skipped, ['mobile of Anna Schmidt: no gateway is configured']);
  });
});

describe('an external member', () => {
  test('rings after its delay, whatever else rings', () => {
    const { targets } = stageOf([
      externalMember('+493023125010', { label: 'Answering service', delaySec: 5 }),
    ]);
    assert.deepEqual(targets, [
      {
        kind: 'external',
        e164: '+493023125010',
        who: 'Answering service',
        userId: undefined,
        purpose: 'member',
        delaySec: 0,
        delayFor: undefined,
        confirm: false,
        rings: { fromSec: 5, untilSec: 20 },
      },
    ]);
  });

  test('without a label is called by its number', () => {
    assert.equal(stageOf([externalMember('+493023125010')]).targets[0]?.who, '+493023125010');
  });

  test('is skipped when its number is not allowed or there is no gateway', () => {
    const premium = externalMember(refused('0900 123456', 'premium rate'));
    assert.deepEqual(stageOf([premium]).skipped, [
      'external of 0900 123456: number not allowed: premium rate',
    ]);
    const { skipped } = stageOf([externalMember('+493023125010')], { settings: { gateway: undefined } });
    assert.deepEqual(skipped, ['external of +493023125010: no gateway is configured']);
  });
});

describe('nobody is rung twice in one stage', () => {
  test('the same extension as a user and as an extension: the first wins', () => {
    const desk = aUser();
    const userFirst = stageOf([userMember(desk), extensionMember('1001')]);
    assert.deepEqual(
      userFirst.targets.map(({ who }) => who),
      ['Anna Schmidt'],
    );
    assert.deepEqual(userFirst.skipped, ['desk of 1001: already rung as Anna Schmidt']);
    const extensionFirst = stageOf([extensionMember('1001'), userMember(desk)]);
    assert.deepEqual(
      extensionFirst.targets.map(({ who }) => who),
      ['1001'],
    );
    assert.deepEqual(extensionFirst.skipped, ['desk of Anna Schmidt: already rung as 1001']);
  });

  test('two users who share a mobile: it rings once, both desk phones ring', () => {
    const sharing = { ...ben, mobile: aMobile(ANNA_MOBILE) };
    const { targets, skipped } = stageOf([userMember(anna), userMember(sharing)]);
    assert.deepEqual(phones(targets), ['1001', ANNA_MOBILE, '1002']);
    assert.deepEqual(skipped, ['mobile of Ben Weber: already rung as Anna Schmidt']);
  });

  test('an external member that is a user’s mobile rings once', () => {
    const { targets, skipped } = stageOf([
      userMember(anna),
      externalMember(ANNA_MOBILE, { label: 'On call' }),
    ]);
    assert.deepEqual(phones(targets), ['1001', ANNA_MOBILE]);
    assert.deepEqual(skipped, ['external of On call: already rung as Anna Schmidt']);
  });

  test('the sentence shortens a number that has no other name', () => {
    const { skipped } = stageOf([externalMember(ANNA_MOBILE), userMember(anna)]);
    assert.deepEqual(skipped, ['mobile of Anna Schmidt: already rung as …001']);
  });

  test('a later way that asks for confirmation makes the first ask too, and changes nothing else', () => {
    const first = externalMember(ANNA_MOBILE, { label: 'On call', delaySec: 3, confirm: false });
    const user = aUser({ mobile: aMobile(ANNA_MOBILE, { delaySec: 9, confirm: true }) });
    assert.deepEqual(stageOf([first, userMember(user)]).targets[0], {
      kind: 'external',
      e164: ANNA_MOBILE,
      who: 'On call',
      userId: undefined,
      purpose: 'member',
      delaySec: 0,
      delayFor: undefined,
      confirm: true,
      rings: { fromSec: 3, untilSec: 20 },
    });
  });

  test('a later way without confirmation does not lift the first one’s', () => {
    const { targets } = stageOf([
      externalMember(ANNA_MOBILE, { confirm: true }),
      externalMember(ANNA_MOBILE, { confirm: false }),
    ]);
    assert.equal(targets.length, 1);
    assert.equal(targets[0]?.kind === 'external' && targets[0].confirm, true);
  });

  test('a mobile that may not ring now does not keep the same number from ringing another way', () => {
    const closed = aUser({ mobile: aMobile(ANNA_MOBILE, { windows: [] }) });
    const { targets, skipped } = stageOf([userMember(closed), externalMember(ANNA_MOBILE)]);
    assert.deepEqual(phones(targets), ['1001', ANNA_MOBILE]);
    assert.deepEqual(skipped, ['mobile of Anna Schmidt: no window on any day']);
  });
});

describe('the caller’s own phone', () => {
  const fromAnna = aCall({ fromOutside: false, caller: insideCaller('1001'), callerExtension: '1001' });

  test('is left out with the whole user: desk phone and mobile', () => {
    const { targets, skipped } = stageOf([userMember(anna), userMember(ben)], { call: fromAnna });
    assert.deepEqual(phones(targets), ['1002', BEN_MOBILE]);
    assert.deepEqual(skipped, [
      "desk of Anna Schmidt: the caller's own phone",
      "mobile of Anna Schmidt: the caller's own phone",
    ]);
  });

  test('is known by the caller’s number when a phone of this system calls', () => {
    const call = { ...fromAnna, callerExtension: undefined };
    assert.deepEqual(phones(stageOf([userMember(anna)], { call }).targets), []);
  });

  test('is not meant by a number from outside that looks like an extension', () => {
    const call = aCall({ caller: { kind: 'known', number: '1001', e164: undefined, name: undefined } });
    assert.deepEqual(phones(stageOf([userMember(anna)], { call }).targets), ['1001', ANNA_MOBILE]);
  });

  test('is left out as an extension member too', () => {
    const { targets, skipped } = stageOf([extensionMember('1001')], { call: fromAnna });
    assert.deepEqual(targets, []);
    assert.deepEqual(skipped, ["desk of 1001: the caller's own phone"]);
  });

  test('is left out as an external member that is the calling user’s mobile', () => {
    const { targets, skipped } = stageOf([externalMember(ANNA_MOBILE)], { call: fromAnna, users: [anna] });
    assert.deepEqual(targets, []);
    assert.deepEqual(skipped, [`external of ${ANNA_MOBILE}: the caller's own phone`]);
  });

  test('is left out when a mobile calls: that mobile, not its owner’s desk phone', () => {
    const call = aCall({ caller: outsideCaller(ANNA_MOBILE) });
    const members = [userMember(anna), externalMember(ANNA_MOBILE, { label: 'On call' })];
    const { targets, skipped } = stageOf(members, { call });
    assert.deepEqual(phones(targets), ['1001']);
    assert.deepEqual(skipped, [
      "mobile of Anna Schmidt: the caller's own phone",
      "external of On call: the caller's own phone",
    ]);
  });

  test('is left out too when its number came in a form that could be two numbers', () => {
    const ambiguous = (number: string) =>
      aCall({ caller: { kind: 'known', number, e164: undefined, name: undefined } });
    for (const number of ['1713920001', '491713920001']) {
      assert.deepEqual(phones(stageOf([userMember(anna)], { call: ambiguous(number) }).targets), ['1001']);
    }
    for (const number of ['3920001', '1713920002', 'anna']) {
      const { targets } = stageOf([userMember(anna)], { call: ambiguous(number) });
      assert.deepEqual(phones(targets), ['1001', ANNA_MOBILE]);
    }
  });

  test('goes before every other reason', () => {
    const closed = aUser({ mobile: aMobile(ANNA_MOBILE, { windows: [] }) });
    const { skipped } = stageOf([userMember(closed)], { call: fromAnna, group: { mobiles: false } });
    assert.equal(skipped[1], "mobile of Anna Schmidt: the caller's own phone");
  });

  test('of a withheld caller is left out without a word about who calls', () => {
    const call = { ...fromAnna, caller: WITHHELD };
    const { targets, skipped } = stageOf([userMember(anna), userMember(ben)], { call });
    assert.deepEqual(phones(targets), ['1002', BEN_MOBILE]);
    assert.deepEqual(skipped, ['desk of Anna Schmidt: left out', 'mobile of Anna Schmidt: left out']);
  });

  test('alone in a stage lets the stage be passed, and nothing names its owner', () => {
    for (const caller of [WITHHELD, insideCaller('1001', 'Anna Schmidt')]) {
      const night = aUser({
        id: 'cem',
        name: 'Cem',
        extension: undefined,
        mobile: aMobile(BEN_MOBILE, { windows: [] }),
      });
      const stages = [aStage([userMember(anna), userMember(night)])];
      const step = decide(aSnapshot({ groups: [aGroup({ stages })] }), { ...fromAnna, caller }, [], NOON);
      assert.deepEqual(
        step.why.map(({ text }) => text).filter((text) => !text.startsWith('anonymous')),
        [
          'stage 1 skipped: nobody can be rung',
          'mobile of Cem: no window on any day',
          'final destination: hang up (no answer)',
        ],
      );
    }
  });

  test('does not ring on in the next stage', () => {
    const stages = [
      aStage([extensionMember('1002')]),
      aStage([extensionMember('1001'), extensionMember('1002')]),
    ];
    const step = decide(aSnapshot({ groups: [aGroup({ stages })] }), fromAnna, [], NOON);
    assert.equal(step.kind, 'ring');
    assert.deepEqual(step.targets, [
      { kind: 'extension', extension: '1002', who: '1002', userId: undefined, ringsOn: true },
    ]);
  });
});

test('a mobile whose window is always open rings at any hour', () => {
  const user = aUser({ mobile: aMobile(ANNA_MOBILE, { windows: ALWAYS }) });
  const { targets } = stageOf([userMember(user)], { now: at('2026-11-29T03:00') });
  assert.deepEqual(phones(targets), ['1001', ANNA_MOBILE]);
});

describe('a group that leaves out who talks', () => {
  const talking =
    (...extensions: string[]) =>
    (extension: string) =>
      extensions.includes(extension);
  const stepOf = (busy: Group['busy'], isTalking: (extension: string) => boolean) => {
    const stages = [aStage([userMember(anna), extensionMember('1002')]), aStage([extensionMember('1003')])];
    return decide(aSnapshot({ groups: [aGroup({ stages, busy })] }), aCall(), [], NOON, isTalking);
  };
  const rung = (...given: Parameters<typeof stepOf>) => {
    const step = stepOf(...given);
    assert.ok(step.kind === 'ring');
    return {
      phones: phones(step.targets),
      why: step.skipped.map(({ what, who, why }) => [what, who, why.kind]),
    };
  };

  test('rings neither desk phone nor mobile of somebody who does', () => {
    assert.deepEqual(rung('skip', talking('1001')), {
      phones: ['1002'],
      why: [
        ['desk', 'Anna Schmidt', 'busy'],
        ['mobile', 'Anna Schmidt', 'busy'],
      ],
    });
    assert.deepEqual(rung('skip', talking('1002')).phones, ['1001', ANNA_MOBILE]);
  });

  test('passes over a stage in which all talk, and says so', () => {
    const step = stepOf('skip', talking('1001', '1002'));
    assert.ok(step.kind === 'ring');
    assert.deepEqual(phones(step.targets), ['1003']);
    assert.deepEqual(
      step.why.map(({ text }) => text),
      [
        'stage 1 skipped: nobody can be rung',
        'desk phone of Anna Schmidt: talks on the phone',
        'mobile of Anna Schmidt: talks on the phone',
        'extension 1002: talks on the phone',
        'stage 2: rings for 20 s',
      ],
    );
  });

  test('is asked for by no other group', () => {
    assert.deepEqual(rung('ring', talking('1001', '1002')).phones, ['1001', ANNA_MOBILE, '1002']);
  });
});
