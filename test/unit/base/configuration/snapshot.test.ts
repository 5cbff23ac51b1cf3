import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DateTime } from 'luxon';
import { checkText } from '../../../../src/base/configuration/check.js';
import { buildSnapshot, type SwitchChange } from '../../../../src/base/configuration/snapshot.js';
import { configuration, file, group } from './minimal.js';

const NOW = DateTime.fromISO('2026-11-23T10:00', { zone: 'Europe/Berlin' });

function snapshotOf(value: unknown, changes: Record<string, SwitchChange> = {}) {
  return buildSnapshot({
    revision: 3,
    content: configuration(value),
    switchStates: new Map(Object.entries(changes)),
    now: NOW,
  });
}

test('the example is good, has no warning, and rings Anna first in group 700', () => {
  const result = checkText(readFileSync('docs/example.yaml'));
  assert.equal(result.kind, 'good');
  assert.deepEqual(result.warnings, []);
  const snapshot = buildSnapshot({
    revision: 1,
    content: result.configuration,
    switchStates: new Map(),
    now: NOW,
  });
  assert.deepEqual([...snapshot.groups.keys()], ['700', '701']);
  assert.deepEqual(
    [...snapshot.users.values()].map((user) => user.extension),
    ['1001', '1002', '1003', '1004'],
  );
  assert.equal(snapshot.settings.domain, '127.0.0.1');
  assert.equal(snapshot.settings.gateway, 'telco');
  assert.equal(snapshot.groups.get('700')?.publicNumber, '+493023125070');
  const member = snapshot.groups.get('700')?.stages[0]?.members[0];
  assert.equal(member?.kind === 'user' ? member.user : undefined, snapshot.users.get('anna'));
});

test('windows become weekdays and minutes; one that ends the next day keeps its smaller end', () => {
  const schedule = {
    timezone: 'Europe/London',
    windows: [
      { days: 'mon-fri', from: '18:00', to: '08:00' },
      { days: 'sun', from: '00:00', to: '24:00' },
    ],
  };
  const snapshot = snapshotOf(file({ switches: [{ id: 'night', name: 'Night', schedule }] }));
  assert.deepEqual(snapshot.switches.get('night')?.state, {
    kind: 'schedule',
    windows: [
      { days: [1, 2, 3, 4, 5], fromMinute: 1080, toMinute: 480 },
      { days: [7], fromMinute: 0, toMinute: 1440 },
    ],
    timezone: 'Europe/London',
    holidays: undefined,
    onHolidays: 'asUsual',
  });
});

test('a manual switch has its configured state until somebody changed it', () => {
  const value = file({ switches: [{ id: 'm', name: 'M', manual: { on: true } }] });
  assert.deepEqual(snapshotOf(value).switches.get('m')?.state, { kind: 'manual', on: true });
  assert.deepEqual(snapshotOf(value, { m: { on: false } }).switches.get('m')?.state, {
    kind: 'manual',
    on: false,
  });
});

test('an override has its end in the time zone of the settings, and a rule holds the same switch', () => {
  const until = new Date('2026-11-24T07:00:00Z');
  const rules = [{ switch: 'm', when: 'on', to: { voicemail: '1001' } }];
  const snapshot = snapshotOf(
    file({ switches: [{ id: 'm', name: 'M', manual: {} }], groups: [group({ rules })] }),
    { m: { override: { on: true, until } }, gone: { on: true } },
  );
  const entry = snapshot.switches.get('m');
  assert.equal(entry?.override?.on, true);
  assert.equal(entry.override.until?.toISO(), '2026-11-24T08:00:00.000+01:00');
  assert.equal(snapshot.groups.get('700')?.rules[0]?.switch, entry);
});

test('a refused number stays in the snapshot with its reason', () => {
  const stages = [{ ringSec: 9, members: [{ external: '0900 1234567', label: 'Joke' }] }];
  assert.deepEqual(snapshotOf(file({ groups: [group({ stages })] })).groups.get('700')?.stages[0]?.members, [
    {
      kind: 'external',
      number: { kind: 'refused', given: '0900 1234567', reason: 'premium rate numbers are not allowed' },
      label: 'Joke',
      delaySec: 0,
      ringSec: undefined,
      confirm: true,
    },
  ]);
});

test('a mobile without windows rings always, with an empty list never', () => {
  const mobileOf = (mobile: object) =>
    snapshotOf(
      file({ users: [{ id: 'a', name: 'A', mobile: { number: '0171 39200 11', ...mobile } }] }),
    ).users.get('a')?.mobile;
  assert.deepEqual(mobileOf({})?.windows, [{ days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440 }]);
  assert.deepEqual(mobileOf({ windows: [] })?.windows, []);
  assert.deepEqual(mobileOf({})?.number, { kind: 'allowed', e164: '+491713920011' });
  assert.equal(mobileOf({})?.timezone, 'Europe/Berlin');
  assert.equal(mobileOf({})?.notOn, undefined);
});

test('every kind of destination is resolved', () => {
  const finalOf = (final: object) =>
    snapshotOf(file({ groups: [group({ final })] })).groups.get('700')?.final;
  assert.deepEqual(finalOf({ extension: 1001 }), { kind: 'extension', extension: '1001', ringSec: 60 });
  assert.deepEqual(finalOf({ external: '030 23125001', ringSec: 9 }), {
    kind: 'external',
    number: { kind: 'allowed', e164: '+493023125001' },
    ringSec: 9,
  });
  assert.deepEqual(finalOf({ group: '700' }), { kind: 'group', group: '700' });
  assert.deepEqual(finalOf({ voicemail: '1001' }), { kind: 'voicemail', box: '1001' });
  assert.deepEqual(finalOf({ announcement: 'a/b.wav' }), { kind: 'announcement', file: 'a/b.wav' });
  assert.deepEqual(finalOf({ hangup: 'USER_BUSY' }), { kind: 'hangup', cause: 'USER_BUSY' });
});

test('melodies become the header that the vendor documents', () => {
  const headerOf = (alertInfo: unknown) =>
    snapshotOf(file({ groups: [group({ alertInfo })] })).groups.get('700')?.alertInfo;
  assert.equal(
    headerOf({ preset: 'snom', melody: 'internal' }),
    '<http://www.notused.com>;info=alert-internal;x-line-id=0',
  );
  assert.equal(headerOf({ preset: 'snom', melody: 3 }), '<http://127.0.0.1/Ringer3>');
  assert.equal(headerOf({ preset: 'yealink', melody: 2 }), '<http://127.0.0.1>;info=ringtone-2');
  assert.equal(headerOf({ preset: 'poly', melody: 1 }), 'custom1');
  assert.equal(headerOf({ preset: 'grandstream', melody: 5 }), '<http://127.0.0.1>;info=ring5');
  assert.equal(headerOf({ preset: 'cisco', melody: 4 }), '<http://127.0.0.1/Bellcore-dr4>');
  assert.equal(headerOf('<http://x>;info=vip'), '<http://x>;info=vip');
});

test('content whose ids lead nowhere is refused, not half used', () => {
  const content = configuration(file({ groups: [group()] }));
  content.groups[0]?.stages.push({ ringSec: 5, members: ['nobody'] });
  assert.throws(() => buildSnapshot({ revision: 1, content, switchStates: new Map(), now: NOW }), {
    code: 'CONFIGURATION_BROKEN',
  });
});

test('a mobile that is silent on holidays has the calendar, one that rings on them has none', () => {
  const notOn = (onHolidays: boolean) =>
    snapshotOf(
      file({
        users: [{ id: 'a', name: 'A', mobile: { number: '0171 39200 11', holidays: 'h', onHolidays } }],
        holidays: [{ id: 'h', ownDays: [{ date: '12-24', name: 'Eve', from: '12:00' }] }],
      }),
    ).users.get('a')?.mobile?.notOn;
  assert.deepEqual(notOn(false)?.days.get('2026-12-24'), { name: 'Eve', fromMinute: 720 });
  assert.equal(notOn(true), undefined);
});
