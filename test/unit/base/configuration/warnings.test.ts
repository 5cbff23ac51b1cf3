import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuration, file, group, warningsOf } from './minimal.js';

const anna = { id: 'anna', name: 'Anna', extension: '1001' };
const stageOf = (...members: unknown[]) => ({ stages: [{ ringSec: 20, members }] });

test('a number that the allow-list refuses is a warning with the reason, not a fault', () => {
  const stages = stageOf({ external: '0900 1234567' }, { extension: '1001' });
  assert.deepEqual(warningsOf(file({ groups: [group(stages)] })), [
    'groups[0].stages[0].members[0].external: "0900 1234567": will not ring: premium rate numbers are not allowed (settings.externalNumbers)',
  ]);
});

test('numbers outside without a gateway are a warning', () => {
  const value = file({
    settings: { domain: 'x' },
    groups: [group({ ...stageOf({ extension: '1' }), final: { external: '030 23125001' } })],
  });
  assert.deepEqual(warningsOf(value), ['settings.gateway: missing; 1 numbers outside cannot ring']);
});

test('a stage that can ring nobody is a warning', () => {
  const mobileOnly = { id: 'bea', name: 'Bea', mobile: { number: '0171 39200 11' } };
  assert.deepEqual(warningsOf(file({ groups: [group(stageOf())] })), [
    'groups[0].stages[0]: can ring nobody and will be skipped',
  ]);
  assert.deepEqual(
    warningsOf(file({ users: [mobileOnly], groups: [group({ ...stageOf('bea'), mobiles: false })] })),
    ['groups[0].stages[0]: can ring nobody and will be skipped'],
  );
  assert.deepEqual(warningsOf(file({ users: [mobileOnly], groups: [group(stageOf('bea'))] })), []);
});

test('a group that rings nobody and hangs up at once is a warning; one that leads on is none', () => {
  const to = (final: object) => warningsOf(file({ groups: [group({ stages: [], final })] }));
  assert.deepEqual(to({ hangup: 'NO_ANSWER' }), [
    'groups[0].stages: rings nobody: every call is hung up at once',
  ]);
  assert.deepEqual(to({ voicemail: '1001' }), []);
});

test('a mobile that is delayed as long as the stage rings is a warning, one second less is not', () => {
  const late = (delaySec: number) => ({ ...anna, mobile: { number: '0171 39200 11', delaySec } });
  assert.deepEqual(warningsOf(file({ users: [late(20)], groups: [group(stageOf('anna'))] })), [
    'groups[0].stages[0].members[0]: 20: mobile.delaySec of anna: would never ring: the stage lasts 20 seconds',
  ]);
  assert.deepEqual(warningsOf(file({ users: [late(19)], groups: [group(stageOf('anna'))] })), []);
});

test('a user in no group, and one whom nothing can reach, are warnings', () => {
  assert.deepEqual(warningsOf(file({ users: [{ id: 'carl', name: 'Carl' }] })), [
    'users[0]: "carl": is in no group',
    'users[0]: "carl": has neither an extension nor a mobile',
  ]);
});

test('groups that send calls in a circle are told once, with the way', () => {
  const to = (number: string, next: string) => group({ number, final: { group: next } });
  assert.deepEqual(warningsOf(file({ groups: [to('700', '701'), to('701', '702'), to('702', '701')] })), [
    'groups[1]: a call can go in a circle (701 → 702 → 701) and is refused when it comes back',
  ]);
  assert.deepEqual(warningsOf(file({ groups: [to('700', '700')] })), [
    'groups[0]: a call can go in a circle (700 → 700) and is refused when it comes back',
  ]);
});

test('a thousand groups in a row are checked without a circle', () => {
  const groups = Array.from({ length: 1000 }, (_, index) =>
    group({
      number: String(1000 + index),
      final: index === 999 ? { voicemail: '1000' } : { group: String(1001 + index) },
    }),
  );
  assert.deepEqual(warningsOf(file({ groups })), []);
});

test('a notice of a recording that is never made is a warning', () => {
  const notice = { recordingNotice: { file: 'notice.wav' }, stages: [], final: { hangup: 'NO_ANSWER' } };
  const groups = [group({ ...notice }), group({ ...notice, number: '701', recording: 'always' })];
  assert.deepEqual(
    warningsOf(file({ groups })).filter((line) => line.includes('notice')),
    ['groups[0].recordingNotice.file: "notice.wav": has no effect without recording: outside or always'],
  );
});

test('a calendar that nothing follows is a warning', () => {
  const mobile = { number: '0171 39200 11', holidays: 'h' };
  const value = file({
    users: [{ ...anna, mobile }],
    groups: [group(stageOf('anna'))],
    switches: [{ id: 'n', name: 'N', schedule: { windows: [], holidays: 'h' } }],
    holidays: [{ id: 'h' }],
  });
  assert.deepEqual(warningsOf(value), [
    'users[0].mobile.holidays: "h": has no effect without onHolidays: false',
    'switches[0].schedule.holidays: "h": has no effect without onHolidays: on or off',
  ]);
});

test('a member twice in a stage is a warning', () => {
  assert.deepEqual(warningsOf(file({ users: [anna], groups: [group(stageOf('anna', 'anna'))] })), [
    'groups[0].stages[0].members[1]: "anna": is in this stage already; rings once',
  ]);
  assert.equal(configuration(file()).groups.length, 0);
});

test('quiet hours without an end are a warning; one loud minute a week is enough', () => {
  const all = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const quiet = (windows: unknown) =>
    file({
      groups: [
        group({
          ...stageOf({ extension: '1001' }),
          missed: { mail: { to: ['a@example.com'], quiet: windows } },
        }),
      ],
    });
  const told = ['groups[0].missed.mail.quiet: never ends; mails will be sent once a day'];
  assert.deepEqual(warningsOf(quiet([{ days: all, from: '00:00', to: '24:00' }])), told);
  const night = { days: all, from: '18:00', to: '08:00' };
  assert.deepEqual(warningsOf(quiet([night, { days: all, from: '07:00', to: '18:00' }])), told);
  assert.deepEqual(warningsOf(quiet([night, { days: all, from: '08:00', to: '17:59' }])), []);
  assert.deepEqual(warningsOf(quiet([night, { days: all.slice(1), from: '08:00', to: '18:00' }])), []);
});

const bernd = {
  id: 'bernd',
  name: 'Bernd',
  extension: '1002',
  mobile: { number: '0171 39200 12', delaySec: 5 },
};
const timesTold = (...members: unknown[]) =>
  warningsOf(file({ users: [anna, bernd], groups: [group(stageOf('anna', ...members))] })).filter(
    (text) => !text.includes('is in no group'),
  );

test('a member who begins when the stage is over is a warning, one second earlier is not', () => {
  assert.deepEqual(timesTold({ extension: '1009', delaySec: 20 }), [
    'groups[0].stages[0].members[1]: 20: delaySec: would never ring: the stage lasts 20 seconds',
  ]);
  assert.deepEqual(timesTold({ extension: '1009', delaySec: 19 }), []);
});

test('a member’s time that goes beyond the stage is a warning, one that ends with it is not', () => {
  assert.deepEqual(timesTold({ extension: '1009', delaySec: 15, ringSec: 6 }), [
    'groups[0].stages[0].members[1]: 6: ringSec: rings for 5 seconds only: the stage lasts 20 seconds',
  ]);
  assert.deepEqual(timesTold({ extension: '1009', delaySec: 15, ringSec: 5 }), []);
});

test('a mobile that waits as long as its member rings is a warning', () => {
  assert.deepEqual(timesTold({ user: 'bernd', delaySec: 10, ringSec: 5 }), [
    'groups[0].stages[0].members[1]: 5: mobile.delaySec of bernd: would never ring: both phones ring for 5 seconds',
  ]);
  assert.deepEqual(timesTold({ user: 'bernd', delaySec: 10, ringSec: 6 }), []);
});

test('a stage that begins with silence, and one in which everybody begins too late, are warnings', () => {
  const only = (...members: unknown[]) => warningsOf(file({ groups: [group(stageOf(...members))] }));
  assert.deepEqual(only({ extension: '1009', delaySec: 3 }), [
    'groups[0].stages[0]: nobody rings in its first 3 seconds; they are left out',
  ]);
  assert.deepEqual(only({ extension: '1009', delaySec: 20 }), [
    'groups[0].stages[0]: can ring nobody and will be skipped',
    'groups[0].stages[0].members[0]: 20: delaySec: would never ring: the stage lasts 20 seconds',
  ]);
});

test('somebody who is in a stage twice is told of, whatever the times', () => {
  assert.deepEqual(timesTold({ user: 'anna', delaySec: 5 }), [
    'groups[0].stages[0].members[1]: {"user":"anna","delaySec":5}: is in this stage already; rings once',
  ]);
});
