import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallSocket } from '../../../../src/calls/session/call-socket.js';
import { ringbackValue } from '../../../../src/calls/session/channel-variables.js';
import { RINGBACK_TONES } from '../../../../src/telephony/dialstring/tones.js';
import { ring, type RingStep } from '../../../../src/calls/session/ring.js';
import { TONES } from '../../../../src/base/configuration/group-schema.js';
import type { Target } from '../../../../src/base/model/call.js';
import type { Fact } from '../../../../src/base/model/reason.js';
import { aCall, aGroup, aSnapshot, at } from '../../../factories.js';

const STEP: RingStep = {
  kind: 'ring',
  why: [],
  place: { path: ['700'], part: 'stage', stage: 1 },
  group: aGroup(),
  targets: ['1001', '1002'].map((extension) => ({
    kind: 'extension',
    extension,
    who: extension,
    userId: undefined,
    ringsOn: false,
  })),
  skipped: [],
  ringSec: 5,
};

/** A FreeSWITCH that answers with these variables after the bridge. */
function socketWith(variables: Readonly<Record<string, string>>): CallSocket {
  return {
    uuid: 'call-1',
    execute: () => Promise.resolve('+OK'),
    api: (command) => Promise.resolve(`sofia/internal/sip:${command.slice(14, 18)}@10.0.0.1:5060`),
    getVariables: (names) => Promise.resolve(names.map((name) => variables[name])),
    batch: (work) => work(),
    subscribe: () => Promise.resolve(),
    onEvent: () => undefined,
    isCallerGone: false,
    ended: new Promise(() => undefined),
    close: () => undefined,
  };
}

function ringWith(variables: Readonly<Record<string, string>>) {
  return ringOn(socketWith(variables));
}

function ringOn(socket: CallSocket, step = STEP, told: Fact[] = []) {
  let next = 0;
  return ring({
    socket,
    call: aCall(),
    snapshot: aSnapshot(),
    step,
    channelVariables: [],
    callerProfile: [],
    newId: () => `leg-${(next += 1)}`,
    now: () => at('2026-11-23T10:00:00'),
    onPlan: (_legs, notRung) => told.push(...notRung),
  });
}

test('a controller that stops before the phones ring has not told the channel that they did', async () => {
  const told: string[] = [];
  const socket: CallSocket = {
    ...socketWith({}),
    execute: (application) => {
      told.push(application);
      return Promise.resolve('+OK');
    },
    api: (command) => {
      told.push(command);
      return Promise.reject(new Error('the control has ended'));
    },
  };
  await assert.rejects(ringOn(socket));
  assert.deepEqual(told, ['sofia_contact 1001@pbx.example', 'sofia_contact 1002@pbx.example']);
});

test('for a caller who has gone while it was asked who is registered, nothing rings', async () => {
  const told: string[] = [];
  const socket: CallSocket = {
    ...socketWith({}),
    isCallerGone: true,
    execute: (application) => {
      told.push(application);
      return Promise.resolve('+OK');
    },
  };
  assert.deepEqual(await ringOn(socket), { kind: 'callerGone', legs: [] });
  assert.deepEqual(told, []);
});

test('a talk that the member transferred is still answered by that member, and nobody is rung again', async () => {
  const result = await ringWith({
    originate_disposition: 'SUCCESS',
    originate_causes: 'ARRAY::leg-1;LOSE_RACE|:leg-2;NONE',
    last_bridge_to: 'a-leg-of-the-transfer',
  });
  assert.equal(result.kind, 'answered');
  assert.deepEqual(
    result.legs.map(({ outcome }) => outcome),
    ['colleagueAnswered', 'answered'],
  );
});

test('a phone that ends its leg with 487 by itself has not made the caller give up', async () => {
  const result = await ringWith({
    originate_disposition: 'NO_ANSWER',
    originate_causes: 'ARRAY::leg-1;ORIGINATOR_CANCEL|:leg-2;NO_ANSWER',
  });
  assert.equal(result.kind, 'unanswered');
  assert.deepEqual(
    result.legs.map(({ outcome }) => outcome),
    ['unreachable', 'noAnswer'],
  );
});

test('every national tone that the configuration offers has a cadence, and lasts as long as the stage', () => {
  assert.deepEqual(Object.keys(RINGBACK_TONES).sort(), [...TONES].sort());
  assert.equal(ringbackValue({ kind: 'tone', country: 'de' }), 'tone_stream://%(1000,4000,425);loops=-1');
  assert.equal(ringbackValue({ kind: 'file', file: 'hold.wav' }), 'file_string://hold.wav');
});

/** Extension 1001 rings; 1002 from 2 to 4 of 5 seconds. */
const SHORT: RingStep = {
  ...STEP,
  targets: STEP.targets.map((target, index) =>
    index === 1 ? { ...target, rings: { fromSec: 2, untilSec: 4 } } : target,
  ),
};

test('the record says when a phone was to ring, and that one which stopped earlier was not answered', async () => {
  const causes = 'ARRAY::leg-1;NO_ANSWER|:leg-2;ALLOTTED_TIMEOUT';
  const result = await ringOn(socketWith({ originate_causes: causes }), SHORT);
  assert.deepEqual(
    result.legs.map(({ outcome, rings }) => [outcome, rings]),
    [
      ['noAnswer', { fromSec: 0, untilSec: 5 }],
      ['noAnswer', { fromSec: 2, untilSec: 4 }],
    ],
  );
});

const MOBILE: Target = {
  kind: 'external',
  e164: '+491713920001',
  who: 'Anna',
  userId: 'anna',
  purpose: 'mobile',
  delaySec: 2,
  delayFor: '1002',
  confirm: true,
};

test('a mobile that stops ringing earlier than others has not failed to press 1', async () => {
  const mobile: Target = { ...MOBILE, delayFor: undefined, delaySec: 0, rings: { fromSec: 0, untilSec: 3 } };
  const step: RingStep = { ...STEP, targets: [...STEP.targets, mobile] };
  const result = await ringOn(socketWith({ originate_causes: 'ARRAY::leg-3;ALLOTTED_TIMEOUT' }), step);
  assert.equal(result.legs[2]?.outcome, 'noAnswer');
  const asked: RingStep = {
    ...STEP,
    targets: [...STEP.targets, { ...mobile, rings: { fromSec: 0, untilSec: 5 } }],
  };
  const other = await ringOn(socketWith({ originate_causes: 'ARRAY::leg-3;ALLOTTED_TIMEOUT' }), asked);
  assert.equal(other.legs[2]?.outcome, 'notConfirmed');
});

test('of a mobile whose desk phone rings alone until both stop it is said that it does not ring', async () => {
  const told: Fact[] = [];
  const mobile: Target = { ...MOBILE, rings: { fromSec: 2, untilSec: 4 } };
  const result = await ringOn(socketWith({}), { ...SHORT, targets: [...SHORT.targets, mobile] }, told);
  assert.equal(result.legs.length, 2);
  assert.deepEqual(told, [
    {
      kind: 'notRung',
      who: { kind: 'mobile', name: 'Anna' },
      why: { kind: 'tooLate', delaySec: 2, ringSec: 2 },
    },
  ]);
});

test('a phone of another domain that took the caller is told with its domain', async () => {
  const socket: CallSocket = {
    ...socketWith({ rufgruppe_taken_by: 'taker-1:1001@branch.example' }),
    api: (command) =>
      Promise.resolve(
        command.startsWith('uuid_getvar') ? 'taker-1' : 'sofia/internal/sip:1001@10.0.0.1:5060',
      ),
  };
  const result = await ringOn(socket);
  assert.deepEqual(result.kind === 'pickedUp' && result.by, '1001@branch.example');
});
