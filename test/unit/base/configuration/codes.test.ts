/** Codes that phones dial: what is taken, refused and warned of. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import { exportYaml } from '../../../../src/base/configuration/export.js';
import { buildSnapshot } from '../../../../src/base/configuration/snapshot.js';
import { configuration, faultsOf, file, group, warningsOf } from './minimal.js';

const SETTINGS = { domain: 'pbx.example' };
const withCodes = (codes: object) => file({ settings: { ...SETTINGS, codes } });
const withSwitch = (over: object, users: readonly object[] = []) =>
  file({ users, switches: [{ id: 'night', name: 'Night', manual: {}, ...over }] });

function snapshotOf(value: object) {
  const [content, now] = [configuration(value), DateTime.utc(2026, 11, 25)];
  return buildSnapshot({ revision: 1, content, switchStates: new Map(), now });
}

test('a configuration without codes has the defaults, and no switch can be reached', () => {
  const { settings, switches, groups } = snapshotOf(
    file({ switches: [{ id: 'night', name: 'Night', manual: {} }], groups: [group()] }),
  );
  assert.deepEqual(settings.codes, {
    switchToggle: '*50',
    switchOn: '*51',
    switchOff: '*52',
    switchAsk: '*53',
    pickup: '*54',
    pickupAny: '*55',
    callbacks: '*56',
    away: '*57',
    back: '*58',
  });
  assert.equal(switches.get('night')?.code, undefined);
  assert.deepEqual(groups.get('700')?.pickup, { kind: 'members' });
});

test('a code is * or # with digits, or off', () => {
  for (const code of ['*4', '#12345', 'off'])
    assert.deepEqual(faultsOf(withCodes({ callbacks: code })), [], code);
  for (const [code, shown] of [
    ['50', '"50"'],
    ['*', '"*"'],
    ['**50', '"**50"'],
    ['*123456', '"*123456"'],
    [50, '50'],
  ] as const) {
    assert.deepEqual(faultsOf(withCodes({ callbacks: code })), [
      `settings.codes.callbacks: ${shown}: must be * or # and 1 to 5 digits, such as "*50", or off`,
    ]);
  }
});

test('two equal codes, and one that begins like another, are refused where they were written', () => {
  assert.deepEqual(faultsOf(withCodes({ callbacks: '*50' })), [
    'settings.codes.callbacks: "*50": *50 is another code already (switchToggle)',
  ]);
  assert.deepEqual(faultsOf(withCodes({ callbacks: '*5' })), [
    'settings.codes.callbacks: "*5": begins like *50 (switchToggle) or the other way round: FreeSWITCH could not tell *5 apart',
  ]);
  assert.deepEqual(faultsOf(withCodes({ switchToggle: '*561' })), [
    'settings.codes.switchToggle: "*561": begins like *56 (callbacks) or the other way round: FreeSWITCH could not tell *561 apart',
  ]);
  assert.deepEqual(faultsOf(withCodes({ callbacks: '*50', switchToggle: 'off' })), []);
});

test('a code that meets the own voicemail box is warned of', () => {
  assert.deepEqual(warningsOf(withCodes({ callbacks: '*9' })), [
    'settings.codes.callbacks: "*9": meets *97, the own voicemail box in most dialplans',
  ]);
  assert.deepEqual(warningsOf(withCodes({})), []);
});

test('the digits of switches are unique, and digits', () => {
  assert.deepEqual(faultsOf(withSwitch({ code: '1a' })), [
    'switches[0].code: "1a": must be the digits that are dialled behind a code: 1 to 6',
  ]);
  const twice = [12, '12'].map((code, index) => ({ id: `s${index}`, name: 'S', code, manual: {} }));
  assert.deepEqual(faultsOf(file({ switches: twice })), [
    'switches[1].code: "12": is taken by switches[0] (S) already; it must be unique',
  ]);
});

test('who may is nobody, the members, or a list of users and extensions', () => {
  const users = [
    { id: 'anna', name: 'Anna', extension: '1001' },
    { id: 'bernd', name: 'Bernd' },
  ];
  const allowed = (codeAllowed: unknown) =>
    snapshotOf(withSwitch({ code: 12, codeAllowed }, users)).switches.get('night')?.codeAllowed;
  assert.deepEqual(allowed('members'), { kind: 'members' });
  assert.deepEqual(allowed('nobody'), { kind: 'listed', extensions: new Set() });
  assert.deepEqual(allowed(['anna', 'bernd', { extension: 1007 }]), {
    kind: 'listed',
    extensions: new Set(['1001', '1007']),
  });
  assert.deepEqual(faultsOf(withSwitch({ codeAllowed: ['clara'] }, users)), [
    'switches[0].codeAllowed[0]: "clara": no user has this id; allowed: anna, bernd',
  ]);
  assert.deepEqual(faultsOf(withSwitch({ codeAllowed: 'all' })), [
    'switches[0].codeAllowed: "all": must be nobody, members, or a list of users and {extension: …}',
  ]);
});

test('members is stored and exported as nothing, an empty list as nobody', () => {
  const kept = (codeAllowed: unknown) => configuration(withSwitch({ codeAllowed })).switches[0]?.codeAllowed;
  assert.equal(kept('members'), undefined);
  assert.equal(kept([]), 'nobody');
  assert.doesNotMatch(exportYaml(configuration(withSwitch({ codeAllowed: 'members' }))), /code/);
});

test('the codes of a talk have defaults, and neither begins like the other', () => {
  const talk = (talkCodes: object) => file({ settings: { ...SETTINGS, talkCodes }, groups: [group()] });
  const pressed = (talkCodes: object) => snapshotOf(talk(talkCodes)).settings.talkCodes;
  assert.deepEqual(pressed({}), { pauseRecording: '*7', resumeRecording: '*8' });
  // The codes that are dialled are others: nobody dials during a talk.
  assert.deepEqual(pressed({ pauseRecording: '*50', resumeRecording: 'off' }), {
    pauseRecording: '*50',
    resumeRecording: undefined,
  });
  assert.deepEqual(faultsOf(talk({ pauseRecording: '*8' })), [
    'settings.talkCodes.pauseRecording: "*8": *8 is another code already (resumeRecording)',
  ]);
  assert.deepEqual(faultsOf(talk({ resumeRecording: '*71' })), [
    'settings.talkCodes.resumeRecording: "*71": begins like *7 (pauseRecording) or the other way round: FreeSWITCH could not tell *71 apart',
  ]);
  assert.deepEqual(faultsOf(talk({ pauseRecording: '7' })), [
    'settings.talkCodes.pauseRecording: "7": must be * or # and 1 to 5 digits, such as "*50", or off',
  ]);
});
