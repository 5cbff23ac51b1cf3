import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEGS_MAX, planLegs } from '../../../../src/telephony/dialstring/legs.js';
import type { Target } from '../../../../src/base/model/call.js';

function desk(extension: string, who = extension): Target {
  return { kind: 'extension', extension, who, userId: undefined, ringsOn: false };
}

function mobile(e164: string, changes: Partial<Extract<Target, { kind: 'external' }>> = {}): Target {
  return {
    kind: 'external',
    e164,
    who: 'Anna',
    userId: 'anna',
    purpose: 'mobile',
    delaySec: 0,
    delayFor: undefined,
    confirm: true,
    ...changes,
  };
}

function ids(): () => string {
  let next = 0;
  return () => `leg-${(next += 1)}`;
}

const CONTACTS = new Map([
  ['1001', ['sofia/internal/sip:1001@10.0.0.1', 'sofia/internal/sip:1001@10.0.0.2']],
  ['1002', ['sofia/internal/sip:1002@10.0.0.3']],
]);

test('every registered phone of an extension gets a leg of its own', () => {
  const { legs, unreachable } = planLegs([desk('1001'), desk('1002')], CONTACTS, 20, ids());
  assert.deepEqual(
    legs.map(({ id, endpoint }) => [id, endpoint]),
    [
      ['leg-1', { kind: 'contact', contact: 'sofia/internal/sip:1001@10.0.0.1' }],
      ['leg-2', { kind: 'contact', contact: 'sofia/internal/sip:1001@10.0.0.2' }],
      ['leg-3', { kind: 'contact', contact: 'sofia/internal/sip:1002@10.0.0.3' }],
    ],
  );
  assert.deepEqual(unreachable, []);
});

test('an extension without a registration is named as such', () => {
  const target = desk('1009');
  assert.deepEqual(planLegs([target], CONTACTS, 20, ids()), {
    legs: [],
    unreachable: [{ target, reason: 'not registered' }],
  });
});

test('a contact that two extensions registered rings once', () => {
  const contacts = new Map([
    ['1001', ['sofia/internal/sip:x@10.0.0.1']],
    ['1002', ['sofia/internal/sip:x@10.0.0.1']],
  ]);
  const { legs, unreachable } = planLegs([desk('1001'), desk('1002')], contacts, 20, ids());
  assert.equal(legs.length, 1);
  assert.equal(unreachable[0]?.reason, 'its contact is rung already');
});

test('a mobile waits for its desk phone, and rings at once when that phone is not there', () => {
  const waits = planLegs(
    [desk('1001'), mobile('+4917139200010', { delaySec: 5, delayFor: '1001' })],
    CONTACTS,
    20,
    ids(),
  );
  assert.deepEqual(
    waits.legs.map(({ delaySec }) => delaySec),
    [0, 0, 5],
  );
  const alone = planLegs(
    [desk('1009'), mobile('+4917139200010', { delaySec: 5, delayFor: '1009' })],
    CONTACTS,
    20,
    ids(),
  );
  assert.deepEqual(
    alone.legs.map(({ delaySec, confirm }) => [delaySec, confirm]),
    [[0, true]],
  );
});

const timed = (target: Target, fromSec: number, untilSec: number): Target => ({
  ...target,
  rings: { fromSec, untilSec },
});
const times = (targets: readonly Target[], ringSec = 20) =>
  planLegs(targets, CONTACTS, ringSec, ids()).legs.map(({ delaySec, ringSec: own }) => [delaySec, own]);

test('a phone rings in its own seconds; one that rings to the end needs no time of its own', () => {
  assert.deepEqual(times([timed(desk('1002'), 0, 20), timed(mobile('+493023125002'), 7, 12)]), [
    [0, undefined],
    [7, 5],
  ]);
});

test('the delay of a mobile comes on top of that of its member, and both stop together', () => {
  const late = timed(mobile('+4917139200010', { delaySec: 5, delayFor: '1002' }), 4, 15);
  assert.deepEqual(times([desk('1001'), timed(desk('1002'), 4, 15), late]), [
    [0, undefined],
    [0, undefined],
    [4, 11],
    [9, 6],
  ]);
});

test('nobody waits for phones that are not registered', () => {
  assert.deepEqual(times([desk('1009'), timed(mobile('+493023125002'), 7, 20), timed(desk('1002'), 9, 12)]), [
    [0, undefined],
    [2, 3],
  ]);
});

test('a phone that would ring for less than a second is no leg, one that rings for a second is', () => {
  const last = timed(mobile('+4917139200010', { delaySec: 5, delayFor: '1001' }), 10, 16);
  assert.deepEqual(times([desk('1001'), last]).at(-1), [15, 1]);
  const none = timed(mobile('+4917139200010', { delaySec: 6, delayFor: '1001' }), 10, 16);
  assert.equal(
    planLegs([desk('1001'), none], CONTACTS, 20, ids()).unreachable[0]?.reason,
    'delay beyond the stage',
  );
});

test('a delay that reaches the end of the stage is no leg', () => {
  const late = mobile('+4917139200010', { delaySec: 20, delayFor: '1001' });
  const { legs, unreachable } = planLegs([desk('1001'), late], CONTACTS, 20, ids());
  assert.equal(legs.length, 2);
  assert.deepEqual(unreachable, [{ target: late, reason: 'delay beyond the stage' }]);
});

test('FreeSWITCH takes 128 legs: more phones than that do not end up inside the last one’s name', () => {
  const targets = Array.from({ length: 200 }, (_, index) => desk(String(2000 + index)));
  const contacts = new Map(
    targets.map((target) => [target.who, [`sofia/internal/sip:${target.who}@10.0.0.1`]]),
  );
  const { legs, unreachable } = planLegs(targets, contacts, 20, ids());
  assert.equal(legs.length, LEGS_MAX);
  assert.equal(unreachable.length, 200 - LEGS_MAX);
  assert.equal(unreachable[0]?.reason, 'too many phones at once');
});

test('the limit cuts through the contacts of one extension too', () => {
  const contacts = new Map(
    Array.from({ length: 13 }, (_, index) => [
      String(2000 + index),
      Array.from({ length: 10 }, (__, phone) => `sofia/internal/sip:${index}@10.0.${phone}.1`),
    ]),
  );
  const targets = [...contacts.keys()].map((extension) => desk(extension));
  assert.equal(
    planLegs([desk('1002'), ...targets], new Map([...CONTACTS, ...contacts]), 20, ids()).legs.length,
    120,
  );
});
