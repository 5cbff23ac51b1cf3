import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CodeAccess, Switch } from '../../../../src/base/model/snapshot.js';
import { asTurned, decideCode, type CodeStep, type Phone } from '../../../../src/calls/codes/rules/decide.js';
import { readDialled } from '../../../../src/calls/codes/rules/dialled.js';
import { endSpoken, soundsOf } from '../../../../src/calls/codes/rules/spoken.js';
import {
  aGroup,
  aSnapshot,
  aStage,
  aMobile,
  at,
  aUser,
  aWindow,
  extensionMember,
  manualSwitch,
  scheduledSwitch,
  someSettings,
  userMember,
} from '../../../factories.js';

const NOW = at('2026-11-25T09:00');
const { codes } = someSettings();
const ANNA: Phone = { kind: 'inside', extension: '1001' };
const STRANGER: Phone = { kind: 'inside', extension: '1009' };

const listed = (...extensions: string[]): CodeAccess => ({ kind: 'listed', extensions: new Set(extensions) });

/** Group 700, of Anna (1001) and the phone 1004, asks the switch; group 701, of Bernd (1002), does not. */
function step(dialled: string, one: Switch, phone: Phone = ANNA, now = NOW): CodeStep {
  const group = aGroup({
    rules: [{ switch: one, when: 'on', to: { kind: 'hangup', cause: 'USER_BUSY' } }],
    stages: [aStage([userMember(aUser())]), aStage([extensionMember('1004')])],
  });
  const bernd = userMember(aUser({ id: 'bernd', extension: '1002' }));
  const snapshot = aSnapshot({ groups: [group, aGroup({ number: '701', stages: [aStage([bernd])] })] });
  return decideCode({ dialled: readDialled(dialled, codes), phone, snapshot, calls: [], now });
}

/** What is heard, without folder and ending. */
function heard(found: CodeStep): string {
  assert.ok(found.kind === 'say');
  return soundsOf(found.saying, 'de').join(' ').replaceAll('codes/de/', '').replaceAll('.wav', '');
}

const NIGHT = manualSwitch(false, { code: '12' });

describe('what was dialled', () => {
  for (const [dialled, meant] of [
    ['*5012', { kind: 'switch', wish: 'toggle', digits: '12' }],
    ['*51012', { kind: 'switch', wish: 'on', digits: '012' }],
    ['*52', { kind: 'switch', wish: 'off', digits: '' }],
    ['*537', { kind: 'switch', wish: 'ask', digits: '7' }],
    ['*54700', { kind: 'pickup', number: '700' }],
    ['*54', { kind: 'pickup', number: '' }],
    ['*55', { kind: 'pickupAny' }],
    ['*551', { kind: 'unknown' }],
    ['*56', { kind: 'callbacks' }],
    ['*561', { kind: 'unknown' }],
    ['*57', { kind: 'presence', to: 'away', group: '' }],
    ['*57700', { kind: 'presence', to: 'away', group: '700' }],
    ['*57*1400', { kind: 'presence', to: 'away', group: '', until: '1400' }],
    ['*57700*2561', { kind: 'presence', to: 'away', group: '700', until: '2561' }],
    ['*57*', { kind: 'presence', to: 'away', group: '', until: '' }],
    ['*57*1400*', { kind: 'unknown' }],
    ['*58*1400', { kind: 'unknown' }],
    ['*58700', { kind: 'presence', to: 'back', group: '700' }],
    ['*59', { kind: 'unknown' }],
    ['5012', { kind: 'unknown' }],
    ['*50*12', { kind: 'unknown' }],
    ['*501234567890123456', { kind: 'unknown' }],
    ['', { kind: 'unknown' }],
  ] as const) {
    test(`${dialled === '' ? 'nothing' : dialled}: ${meant.kind}`, () =>
      assert.deepEqual(readDialled(dialled, codes), meant));
  }

  test('a code that is off is unknown', () => {
    assert.deepEqual(readDialled('*55', { ...codes, pickupAny: undefined }), { kind: 'unknown' });
  });
});

describe('a code of a switch', () => {
  test('toggle turns it the other way, on and off whatever it is', () => {
    const on = manualSwitch(true, { code: '12' });
    assert.deepEqual(step('*5012', NIGHT), { kind: 'turn', one: NIGHT, on: true, toggles: true });
    assert.deepEqual(step('*5012', on), { kind: 'turn', one: on, on: false, toggles: true });
    assert.deepEqual(step('*5112', on), { kind: 'turn', one: on, on: true, toggles: false });
    assert.deepEqual(step('*5212', NIGHT), { kind: 'turn', one: NIGHT, on: false, toggles: false });
  });

  test('ask says its digits and its state, and that somebody turned a scheduled one by hand', () => {
    assert.equal(heard(step('*5312', NIGHT)), 'the-switch 1 2 is-off');
    const override = { on: true, until: undefined };
    const night = { ...scheduledSwitch([aWindow('18:00-08:00')]), code: '12' };
    assert.equal(heard(step('*5312', night)), 'the-switch 1 2 is-off');
    assert.equal(heard(step('*5312', { ...night, override })), 'the-switch 1 2 is-on turned-by-hand');
    assert.equal(heard(step('*5312', { ...NIGHT, codeSound: 'night.wav' })), 'the-switch night is-off');
  });

  test('a scheduled one that is overridden goes back by itself, which is said', () => {
    const night = { ...scheduledSwitch([aWindow('18:00-08:00')]), code: '12' };
    const said = (on: boolean) => soundsOf(asTurned(night, on, NOW), 'en').at(-1);
    assert.equal(said(true), 'codes/en/until-its-schedule-changes.wav');
    assert.equal(said(false), 'codes/en/is-off.wav');
    assert.equal(soundsOf(asTurned(NIGHT, true, NOW), 'en').at(-1), 'codes/en/is-on.wav');
  });

  test('digits of no switch, none, and a switch without digits: there is none', () => {
    for (const dialled of ['*5013', '*50', '*501'])
      assert.equal(heard(step(dialled, NIGHT)), 'unknown-switch', dialled);
    assert.equal(heard(step('*50', manualSwitch(false))), 'unknown-switch');
  });

  test('members of the groups that ask it may, users and phones; nobody else', () => {
    for (const extension of ['1001', '1004'])
      assert.equal(step('*5012', NIGHT, { kind: 'inside', extension }).kind, 'turn', extension);
    for (const extension of ['1002', '1009', '']) {
      const refused = step('*5012', NIGHT, { kind: 'inside', extension });
      assert.equal(heard(refused), 'not-allowed', extension);
      assert.deepEqual(refused.kind === 'say' && refused.notAllowed, { about: 'switch night' });
    }
    assert.equal(heard(step('*5312', NIGHT, STRANGER)), 'not-allowed');
  });

  test('a list replaces the members; an empty one is nobody', () => {
    const only = { ...NIGHT, codeAllowed: listed('1009') };
    assert.equal(step('*5012', only, STRANGER).kind, 'turn');
    assert.equal(heard(step('*5012', only)), 'not-allowed');
    assert.equal(heard(step('*5012', { ...NIGHT, codeAllowed: listed() })), 'not-allowed');
  });

  test('strangers and transferred calls do nothing, whatever they dialled', () => {
    for (const dialled of ['*5012', '*5312', '*54700', '*55', '*56', '*59']) {
      assert.equal(heard(step(dialled, NIGHT, { kind: 'stranger' })), 'only-inside');
      assert.equal(heard(step(dialled, NIGHT, { kind: 'transferred' })), 'dial-directly');
    }
  });

  test('an unknown code is said to be unknown', () => {
    assert.equal(heard(step('*59', NIGHT)), 'unknown-code');
  });
});

describe('the number of open call-backs', () => {
  test('is asked for the groups of the phone', () => {
    assert.deepEqual(step('*56', NIGHT), { kind: 'count', groups: ['700'] });
    assert.equal(heard(step('*56', NIGHT, STRANGER)), 'not-allowed');
  });

  for (const [count, words] of [
    [0, 'no-open-callbacks'],
    [1, 'one-open-callback'],
    [2, 'there-are 2 open-callbacks'],
    [20, 'there-are 20 open-callbacks'],
    [21, 'there-are more-than-twenty open-callbacks'],
  ] as const) {
    test(`${count}: ${words}`, () =>
      assert.equal(heard({ kind: 'say', saying: { kind: 'openCallbacks', count } }), words));
  }
});

describe('being away and back', () => {
  test('is of the user whose phone it is, in all groups or in one of them', () => {
    const all = { kind: 'present', userId: 'anna', to: 'away', group: undefined, until: undefined };
    assert.deepEqual(step('*57', NIGHT), all);
    assert.deepEqual(step('*57700', NIGHT), { ...all, group: '700' });
    assert.deepEqual(step('*58', NIGHT), { ...all, to: 'back' });
  });

  for (const [dialled, now, until] of [
    ['*57*1400', '2026-11-25T09:00', '2026-11-25T14:00+01:00'],
    ['*57700*0930', '2026-11-25T09:00', '2026-11-25T09:30+01:00'],
    ['*57*0900', '2026-11-25T09:00', '2026-11-26T09:00+01:00'],
    ['*57*2400', '2026-11-25T09:00', '2026-11-26T00:00+01:00'],
    ['*57*0000', '2026-11-25T09:00', '2026-11-26T00:00+01:00'],
    // Skipped tonight, and only there tomorrow.
    ['*57*0230', '2026-03-28T23:00', '2026-03-29T03:30+02:00'],
    ['*57*0230', '2026-03-29T03:30', '2026-03-30T02:30+02:00'],
    // The hour that comes twice: the first of what is still to come.
    ['*57*0230', '2026-10-24T23:00', '2026-10-25T02:30+02:00'],
    ['*57*0230', '2026-10-25T02:40:00+02:00', '2026-10-25T02:30+01:00'],
    ['*57*0230', '2026-10-25T02:40:00+01:00', '2026-10-26T02:30+01:00'],
  ] as const) {
    test(`${dialled} at ${now}: until ${until}`, () => {
      const found = step(dialled, NIGHT, ANNA, at(now));
      assert.equal(
        found.kind === 'present' && found.until?.toISO({ suppressSeconds: true, suppressMilliseconds: true }),
        until,
      );
    });
  }

  test('until what is no time of day is refused', () => {
    for (const digits of ['2561', '2460', '1260', '900', '14', '', '14000'])
      assert.equal(heard(step(`*57*${digits}`, NIGHT)), 'no-time-of-day', digits);
  });

  test('the time is that of the clock of the mobile', () => {
    const mobile = aMobile('+4917155500001', { timezone: 'America/New_York' });
    const anna = userMember(aUser({ mobile }));
    const snapshot = aSnapshot({ groups: [aGroup({ stages: [aStage([anna])] })] });
    const dialled = readDialled('*57*0500', codes);
    const found = decideCode({ dialled, phone: ANNA, snapshot, calls: [], now: NOW });
    assert.equal(found.kind === 'present' && found.until?.toUTC().toISO(), '2026-11-25T10:00:00.000Z');
  });

  for (const [until, words] of [
    ['2026-11-25T14:05+01:00', 'until hour-14 minute-5'],
    ['2026-11-26T00:00+01:00', 'until-tomorrow hour-0 minute-0'],
    ['2026-11-27T00:00+01:00', ''],
  ] as const) {
    test(`until ${until} is said: ${words}`, () => {
      const spoken = { to: 'away', group: undefined, emptied: [], until: endSpoken(at(until), NOW) } as const;
      assert.equal(
        heard({ kind: 'say', saying: { kind: 'presence', spoken } }),
        `you-are-away ${words}`.trim(),
      );
    });
  }

  test('in a group that there is not, or to which the user does not belong: that is told', () => {
    for (const dialled of ['*57701', '*57999', '*58701'])
      assert.equal(heard(step(dialled, NIGHT)), 'not-in-this-group', dialled);
  });

  test('a phone that belongs to nobody, or to somebody in no group, may not', () => {
    assert.equal(heard(step('*57', NIGHT, { kind: 'inside', extension: '1004' })), 'not-allowed');
    assert.equal(heard(step('*57', NIGHT, STRANGER)), 'not-allowed');
  });

  for (const [spoken, words] of [
    [{ to: 'away', group: undefined, emptied: [] }, 'you-are-away'],
    [{ to: 'back', group: undefined, emptied: [] }, 'you-are-back'],
    [{ to: 'back', group: '700', emptied: [] }, 'back-in-the-group 7 0 0'],
    [{ to: 'away', group: '70', emptied: ['70'] }, 'away-from-the-group 7 0 nobody-is-left-in-the-group 7 0'],
    [
      { to: 'away', group: undefined, emptied: ['1', '2', '3', '4'] },
      'you-are-away nobody-is-left-in-the-group 1 nobody-is-left-in-the-group 2 nobody-is-left-in-the-group 3',
    ],
  ] as const) {
    test(`says: ${words}`, () =>
      assert.equal(heard({ kind: 'say', saying: { kind: 'presence', spoken } }), words));
  }
});
