/** Withheld callers stay withheld, the caller's own phones never ring, and switches decide by the clock. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { JumpingClock } from '../../../scripts/peer/clock.js';
import type { Group } from '../../../src/base/model/snapshot.js';
import type { CallRecord } from '../../../src/base/model/call-record.js';
import {
  aGroup,
  aMobile,
  aSnapshot,
  aStage,
  aUser,
  aWindow,
  at,
  extensionMember,
  externalMember,
  manualSwitch,
  scheduledSwitch,
  userMember,
} from '../../factories.js';
import { events, rung, startHarness, type Harness } from './call-harness.js';

const SECRET = '03023125066';

describe('a caller who withholds the number', () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness(undefined);
  });
  after(() => harness.close());

  const withRule = (anonymous: Group['anonymous'], changes: Partial<Group> = {}) =>
    aSnapshot({
      groups: [
        aGroup({
          anonymous,
          stages: [aStage([extensionMember('1001'), externalMember('+493023125002')], 4)],
          final: { kind: 'voicemail', box: '1001' },
          ...changes,
        }),
      ],
    });
  const anonymousCall = { from: SECRET, anonymous: true, name: `Erika ${SECRET}` };

  test('stays withheld everywhere, although P-Asserted-Identity names the number', async () => {
    harness.snapshot = withRule({ kind: 'normal' }, { recording: 'always' });
    const { timeline, record, call } = await harness.place(anonymousCall);
    assert.deepEqual(rung(timeline), ['1001', '+493023125002']);
    assert.equal(record.outcome, 'voicemail');
    assert.deepEqual(record.caller, { withheld: true, number: null, e164: null, name: null });
    assert.doesNotMatch(JSON.stringify(record), /3023125066|Erika/);
    const sent = call
      .transcript()
      .filter(({ by }) => by === 'controller')
      .map(({ text }) => text)
      .join('');
    assert.doesNotMatch(sent, /3023125066|Erika/);
    assert.match(sent, /effective_caller_id_number=anonymous/);
    assert.match(sent, /sip_copy_custom_headers=false/);
    // FreeSWITCH reads the profile, not the variables, when a member transfers the call.
    assert.match(sent, /set_profile_var\nexecute-app-arg: caller_id_number=anonymous/);
    // Who answers is nobody's business outside.
    assert.match(sent, /effective_callee_id_number=700/);
  });

  test('is rejected with 433 where the group says so, and no phone rings', async () => {
    harness.snapshot = withRule({ kind: 'reject' });
    const { status, timeline, record } = await harness.place(anonymousCall);
    assert.equal(status, 433);
    assert.deepEqual(rung(timeline), []);
    assert.equal(record.outcome, 'released');
  });

  test('is diverted where the group says so', async () => {
    harness.snapshot = withRule({ kind: 'divert', to: { kind: 'extension', extension: '1009', ringSec: 5 } });
    const { record } = await harness.place({ ...anonymousCall, phone: ['1009=answer@1s'] });
    assert.equal(record.answeredBy?.to, '1009');
  });

  test('a colleague who withholds the number is not rung, and the record does not tell who it was', async () => {
    const anna = aUser({ id: 'anna', name: 'Anna', extension: '1001' });
    harness.snapshot = aSnapshot({
      groups: [aGroup({ stages: [aStage([userMember(anna), extensionMember('1002')], 4)] })],
    });
    const { timeline, record } = await harness.place({
      from: '1001',
      anonymous: true,
      variables: { user_name: '1001', sip_auth_username: '1001' },
    });
    assert.deepEqual(rung(timeline), ['1002']);
    assert.doesNotMatch(JSON.stringify(record.steps), /Anna|1001/);
  });
});

describe('the caller’s own phones', () => {
  test('neither desk phone nor mobile of the calling member rings', async () => {
    const anna = aUser({ id: 'anna', name: 'Anna', extension: '1001', mobile: aMobile('+4917139200010') });
    const harness = await startHarness(
      aSnapshot({ groups: [aGroup({ stages: [aStage([userMember(anna), extensionMember('1002')], 4)] })] }),
    );
    const { timeline } = await harness.place({ from: '1001', variables: { rufgruppe_from: 'inside' } });
    assert.deepEqual(rung(timeline), ['1002']);
    await harness.close();
  });
});

describe('switches', () => {
  let harness: Harness;
  const rule = (on: boolean, when: 'on' | 'off'): Partial<Group> => ({
    stages: [aStage([extensionMember('1001')], 3)],
    rules: [
      { switch: manualSwitch(on, { name: 'Closed' }), when, to: { kind: 'hangup', cause: 'USER_BUSY' } },
    ],
  });
  before(async () => {
    harness = await startHarness(undefined);
  });
  after(() => harness.close());

  for (const [on, when, status] of [
    [true, 'on', 486],
    [false, 'on', 480],
    [false, 'off', 486],
    [true, 'off', 480],
  ] as const) {
    test(`a switch that is ${on ? 'on' : 'off'} under a rule for "${when}": ${status}`, async () => {
      harness.snapshot = aSnapshot({ groups: [aGroup(rule(on, when))] });
      const finished = await harness.place({});
      assert.equal(finished.status, status);
      assert.match(finished.record.steps.map(({ text }) => text).join('\n'), /Closed/);
    });
  }

  test('an override that runs out while phones ring does not tear the call away; the next call meets the switch', async () => {
    const override = { on: false, until: at('2026-11-23T10:00:03') };
    const closed = manualSwitch(true, { override });
    const snapshot = aSnapshot({
      groups: [
        aGroup({
          stages: [aStage([extensionMember('1001')], 5), aStage([extensionMember('1002')], 5)],
          rules: [{ switch: closed, when: 'on', to: { kind: 'hangup', cause: 'USER_BUSY' } }],
        }),
      ],
    });
    const clock = new JumpingClock(Date.parse('2026-11-23T09:00:00.300Z'));
    const own = await startHarness(snapshot, { clock });
    const first = await own.place({});
    assert.deepEqual([first.status, rung(first.timeline)], [480, ['1001', '1002']]);
    assert.equal((await own.place({})).status, 486);
    await own.close();
  });
});

describe('time of day in whole calls', () => {
  const CLOCKS: readonly (readonly [string, string, readonly string[]])[] = [
    ['a second before the window', '2026-11-23T07:59:58+01:00', ['1001']],
    ['at the window’s first moment', '2026-11-23T08:00:00+01:00', ['1001', '+4917139200010']],
    ['at the window’s last moment', '2026-11-23T17:59:59+01:00', ['1001', '+4917139200010']],
    ['when the window has ended', '2026-11-23T18:00:00+01:00', ['1001']],
    ['on Sunday', '2026-11-22T12:00:00+01:00', ['1001']],
  ];
  for (const [when, iso, expected] of CLOCKS) {
    test(`a mobile from 08:00 to 18:00 on workdays, ${when}`, async () => {
      assert.deepEqual(await rungAt(iso, [aWindow('08:00-18:00', [1, 2, 3, 4, 5])]), expected);
    });
  }

  const NIGHTS: readonly (readonly [string, string, boolean])[] = [
    ['before the clocks go forward', '2026-03-29T01:30:00+01:00', true],
    ['after the clocks went forward', '2026-03-29T03:30:00+02:00', true],
    ['at the end of the short night', '2026-03-29T06:00:00+02:00', false],
    ['in the first 02:30', '2026-10-25T02:30:00+02:00', true],
    ['in the second 02:30', '2026-10-25T02:30:00+01:00', true],
    ['at the end of the long night', '2026-10-25T06:00:00+01:00', false],
  ];
  for (const [when, iso, rings] of NIGHTS) {
    test(`a mobile from 22:00 to 06:00, ${when}`, async () => {
      const numbers = await rungAt(iso, [aWindow('22:00-06:00')]);
      assert.equal(numbers.includes('+4917139200010'), rings);
    });
  }

  test('a switch by schedule across midnight sends the night’s calls away', async () => {
    const night = scheduledSwitch([aWindow('18:00-08:00')]);
    const snapshot = aSnapshot({
      groups: [
        aGroup({ rules: [{ switch: night, when: 'on', to: { kind: 'hangup', cause: 'USER_BUSY' } }] }),
      ],
    });
    for (const [iso, status] of [
      ['2026-11-23T17:59:59+01:00', 480],
      ['2026-11-23T18:00:00+01:00', 486],
      ['2026-11-24T07:59:59+01:00', 486],
      ['2026-11-24T08:00:00+01:00', 480],
    ] as const) {
      const harness = await startHarness(snapshot, { clock: new JumpingClock(Date.parse(iso)) });
      assert.equal((await harness.place({})).status, status, iso);
      await harness.close();
    }
  });

  async function rungAt(iso: string, windows: ReturnType<typeof aWindow>[]): Promise<string[]> {
    const anna = aUser({ id: 'anna', extension: '1001', mobile: aMobile('+4917139200010', { windows }) });
    const snapshot = aSnapshot({ groups: [aGroup({ stages: [aStage([userMember(anna)], 1)] })] });
    const harness = await startHarness(snapshot, { clock: new JumpingClock(Date.parse(iso)) });
    const { timeline } = await harness.place({});
    await harness.close();
    return rung(timeline);
  }
});

describe('another controller', () => {
  let clock: JumpingClock;
  const snapshot = aSnapshot({
    groups: [
      aGroup({
        stages: [
          aStage([extensionMember('1001')], 5),
          aStage([extensionMember('1002')], 5),
          aStage([extensionMember('1003')], 5),
        ],
      }),
    ],
  });
  beforeEach(() => {
    clock = new JumpingClock(Date.parse('2026-11-23T09:00:00.300Z'));
  });

  test('goes on with the next stage when the first one dies, and the record tells both parts', async () => {
    const records = new Map<string, CallRecord>();
    const first = await startHarness(snapshot, { clock, records, name: 'first' });
    const second = await startHarness(snapshot, { clock, records, name: 'second' });
    const call = first.begin({
      dialplan: [
        { app: 'socket', arg: `${first.address} full` },
        { app: 'socket', arg: `${second.address} full` },
        { app: 'hangup', arg: 'NORMAL_TEMPORARY_FAILURE' },
      ],
      phone: ['1003=answer@2s'],
      onEvent: (event) => {
        if (event.kind === 'invite' && event.leg.number === '1002') call.dropSocket('reset');
      },
    });
    const { status } = await call.done;
    await Promise.all([first.server.drained(3000), second.server.drained(3000)]);
    assert.equal(status, 200);
    assert.deepEqual(rung(call.timeline), ['1001', '1002', '1003']);
    const record = second.records.get(call.uuid);
    assert.equal(record?.outcome, 'answered');
    assert.equal(record.takeovers, 1);
    assert.equal(record.answeredBy?.stage, 3);
    assert.deepEqual(
      record.legs.map(({ to }) => to),
      ['1001', '1002', '1003'],
    );
    await first.close();
    await second.close();
  });

  test('a call that was transferred to another group, or to the same one again, begins there anew', async () => {
    const harness = await startHarness(snapshot, { clock });
    const ofAnotherGroup = '1.701.1.1795424400300.0.701:s1.701:s2';
    const ofTheTransferBefore = '1.700.2.1795424400300.0.700:s1.700:s2';
    for (const rufgruppe_state of [ofAnotherGroup, ofTheTransferBefore]) {
      const { timeline } = await harness.place({ variables: { rufgruppe_state }, phone: ['1001=answer@1s'] });
      assert.deepEqual(rung(timeline), ['1001']);
    }
    await harness.close();
  });
});

test('events of other calls are none of this one’s business', async () => {
  const harness = await startHarness(aSnapshot());
  const calls = Array.from({ length: 20 }, (_, index) =>
    harness.begin({ phone: [`1001=${index % 2 === 0 ? 'answer@2s' : 'busy'}`] }),
  );
  await Promise.all(calls.map(({ done }) => done));
  await harness.server.drained(5000);
  for (const [index, call] of calls.entries()) {
    const record = harness.records.get(call.uuid);
    assert.equal(record?.outcome, index % 2 === 0 ? 'answered' : 'released');
    assert.equal(events(call.timeline, 'unknownCommand').length, 0);
  }
  await harness.close();
});
