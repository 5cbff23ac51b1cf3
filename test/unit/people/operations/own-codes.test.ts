import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownCodes } from '../../../../src/people/operations/own-codes.js';
import { aGroup, aSnapshot, manualSwitch } from '../../../factories.js';

const ONLY_1009 = { kind: 'listed', extensions: new Set(['1009']) } as const;

function house(changes: Parameters<typeof aGroup>[0] = {}) {
  const one = manualSwitch(false, { code: '12' });
  const rule = { switch: one, when: 'on', to: { kind: 'hangup', cause: 'USER_BUSY' } } as const;
  return aSnapshot({ groups: [aGroup({ rules: [rule], ...changes })] });
}

const dialled = (...given: Parameters<typeof ownCodes>) => ownCodes(...given).map(({ dial }) => dial);

test('a member may pick up, hear of call-backs and turn the switch of the group', () => {
  assert.deepEqual(dialled('1001', house()), [
    '*55',
    '*54700',
    '*56',
    '*57',
    '*58',
    '*5012',
    '*5112',
    '*5212',
    '*5312',
  ]);
  assert.deepEqual(ownCodes('1001', house())[5], { what: 'switchToggle', dial: '*5012', about: 'Night' });
});

test('somebody else may nothing', () => {
  assert.deepEqual(dialled('1009', house()), []);
});

test('who is listed for picking up is no member: no call-backs, no switches', () => {
  assert.deepEqual(dialled('1009', house({ pickup: ONLY_1009 })), ['*55', '*54700']);
  assert.deepEqual(dialled('1001', house({ pickup: ONLY_1009 })), [
    '*56',
    '*57',
    '*58',
    '*5012',
    '*5112',
    '*5212',
    '*5312',
  ]);
});

test('codes that are off are not listed', () => {
  const { settings, ...rest } = house();
  const off = {
    pickup: undefined,
    pickupAny: undefined,
    switchToggle: undefined,
    callbacks: undefined,
    away: undefined,
    back: undefined,
  };
  const codes = { ...settings.codes, ...off };
  assert.deepEqual(dialled('1001', { ...rest, settings: { ...settings, codes } }), [
    '*5112',
    '*5212',
    '*5312',
  ]);
});

test('a member may press the codes of a talk in groups that record and let it be paused', () => {
  const pressed = (changes: Parameters<typeof house>[0]) =>
    ownCodes('1001', house(changes)).filter(({ what }) => what.endsWith('Recording'));
  assert.deepEqual(pressed({ recording: 'outside' }), [
    { what: 'pauseRecording', dial: '*7', about: 'Sales' },
    { what: 'resumeRecording', dial: '*8', about: 'Sales' },
  ]);
  assert.deepEqual(pressed({ recording: 'never' }), []);
  assert.deepEqual(pressed({ recording: 'always', recordingPause: false }), []);
});
