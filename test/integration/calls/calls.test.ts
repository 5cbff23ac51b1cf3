/**
 * Whole calls through hunt groups: who rings, for how long, what the caller hears and gets, and what the
 * record says.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { TimelineEvent } from '../../../scripts/peer/timeline.js';
import type { Destination, Group } from '../../../src/base/model/snapshot.js';
import {
  aGroup,
  aMobile,
  aSnapshot,
  aStage,
  aUser,
  allowed,
  extensionMember,
  externalMember,
  userMember,
} from '../../factories.js';
import { events, rung, startHarness, type Harness } from './call-harness.js';

const THREE_STAGES = [
  aStage([extensionMember('1001'), extensionMember('1002')], 5),
  aStage([extensionMember('1003')], 6),
  aStage([extensionMember('1004')], 7),
];

function group(changes: Partial<Group> = {}) {
  return aSnapshot({ groups: [aGroup({ stages: THREE_STAGES, ...changes })] });
}

describe('a call through a hunt group', () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness(group());
  });
  after(() => harness.close());

  for (const [stage, phone] of [
    [1, '1002'],
    [2, '1003'],
    [3, '1004'],
  ] as const) {
    test(`is answered in stage ${stage}`, async () => {
      harness.snapshot = group();
      const { status, record, timeline } = await harness.place({ phone: [`${phone}=answer@2s+30s`] });
      assert.equal(status, 200);
      assert.equal(record.outcome, 'answered');
      assert.deepEqual([record.answeredBy?.to, record.answeredBy?.stage], [phone, stage]);
      assert.equal(record.talkingSec, 30);
      assert.equal(record.hangupCause, 'NORMAL_CLEARING');
      assert.deepEqual(rung(timeline), ['1001', '1002', '1003', '1004'].slice(0, stage + 1));
      assert.deepEqual(events(timeline, 'unknownCommand'), []);
      assert.deepEqual(events(timeline, 'expanded'), []);
    });
  }

  test('lasts at least the configured seconds in each stage, at most one more', async () => {
    const { timeline, record, status } = await harness.place({});
    const at = (number: string) =>
      events(timeline, 'invite').find(({ leg }) => leg.number === number)?.atMs ?? NaN;
    const [first, second] = [at('1003') - at('1001'), at('1004') - at('1003')];
    assert.ok(first >= 5000 && first <= 6000, `stage 1 took ${first} ms`);
    assert.ok(second >= 6000 && second <= 7000, `stage 2 took ${second} ms`);
    assert.equal(status, 480);
    assert.equal(record.outcome, 'released');
    assert.deepEqual(
      record.legs.map(({ to, outcome }) => [to, outcome]),
      [
        ['1001', 'noAnswer'],
        ['1002', 'noAnswer'],
        ['1003', 'noAnswer'],
        ['1004', 'noAnswer'],
      ],
    );
  });

  test('skips a stage whose phones are not registered, busy or rejecting, without losing a second', async () => {
    const { timeline, record } = await harness.place({
      phone: ['1001=unregistered', '1002=busy', '1003=reject', '1004=answer@1s'],
    });
    const last = events(timeline, 'invite').at(-1);
    assert.equal(last?.leg.number, '1004');
    assert.ok(last.atMs < 100, `${last.atMs} ms`);
    assert.deepEqual(
      record.legs.map(({ to, outcome, sipStatus }) => [to, outcome, sipStatus]),
      [
        ['1002', 'busy', 486],
        ['1001', 'notRegistered', null],
        ['1003', 'rejected', 603],
        ['1004', 'answered', null],
      ],
    );
  });

  test('a phone’s 603 or 302 disturbs nobody and never reaches the caller', async () => {
    const answered = await harness.place({ phone: ['1001=redirect@1s', '1002=answer@3s'] });
    assert.equal(answered.record.answeredBy?.to, '1002');
    assert.deepEqual(
      answered.record.legs.map(({ to, outcome }) => [to, outcome]),
      [
        ['1001', 'redirected'],
        ['1002', 'answered'],
      ],
    );
    const refused = await harness.place({
      phone: ['1001=reject', '1002=redirect', '1003=reject', '1004=redirect'],
    });
    assert.equal(refused.status, 480);
  });

  test('rings both phones that are registered on one extension', async () => {
    const { timeline, record } = await harness.place({
      phone: ['1001=silent', '1001=answer@2s', '1002=unregistered'],
    });
    assert.deepEqual(rung(timeline), ['1001', '1001']);
    assert.equal(record.outcome, 'answered');
    assert.deepEqual(record.legs.map(({ outcome }) => outcome).sort(), [
      'answered',
      'colleagueAnswered',
      'notRegistered',
    ]);
  });

  for (const [seconds, stage] of [
    [3, 1],
    [8, 2],
    [15, 3],
  ] as const) {
    test(`is given up by the caller in stage ${stage}`, async () => {
      const { record, timeline, status } = await harness.place({ hangupAfterSec: seconds });
      assert.equal(status, 487);
      assert.equal(record.outcome, 'gaveUp');
      assert.equal(record.waitingSec, seconds);
      assert.equal(record.legs.at(-1)?.stage, stage);
      assert.equal(record.legs.at(-1)?.outcome, 'callerGaveUp');
      const cancelled = events(timeline, 'cancelled').at(-1);
      assert.equal(cancelled?.reason, 'SIP;cause=487;text="ORIGINATOR_CANCEL"');
    });
  }

  test('an unknown group is refused with 404, a disabled one with 480', async () => {
    assert.equal((await harness.place({ to: '799' })).status, 404);
    harness.snapshot = group({ enabled: false });
    assert.equal((await harness.place({})).status, 480);
    harness.snapshot = group();
  });

  test('without any configuration the dialplan goes on with the call', async () => {
    harness.snapshot = undefined;
    const call = harness.begin({});
    const { status } = await call.done;
    assert.equal(status, 503);
    assert.deepEqual(
      events(call.timeline, 'dialplan').map(({ app }) => app),
      ['socket', 'hangup'],
    );
    harness.snapshot = group();
  });
});

describe('the final destination', () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness(undefined);
  });
  after(() => harness.close());

  const finalOf = (final: Destination, changes: Partial<Group> = {}) =>
    aSnapshot({
      groups: [
        aGroup({ stages: [aStage([extensionMember('1001')], 3)], final, ...changes }),
        aGroup({ number: '701', name: 'Second' }),
      ],
    });

  test('another extension rings and answers', async () => {
    harness.snapshot = finalOf({ kind: 'extension', extension: '1009', ringSec: 10 });
    const { record, status } = await harness.place({ phone: ['1009=answer@2s'] });
    assert.equal(status, 200);
    assert.deepEqual(
      [record.outcome, record.answeredBy?.to, record.answeredBy?.stage],
      ['answered', '1009', null],
    );
  });

  test('an external number rings over the gateway, without confirmation', async () => {
    harness.snapshot = finalOf({ kind: 'external', number: allowed('+493023125002'), ringSec: 10 });
    const { record, timeline } = await harness.place({ phone: ['+493023125002=answer@2s'] });
    assert.equal(record.answeredBy?.to, '+493023125002');
    assert.equal(events(timeline, 'invite').at(-1)?.leg.dial, 'sofia/gateway/carrier/+493023125002');
    assert.equal(events(timeline, 'confirmAsked').length, 0);
  });

  test('a destination that does not answer ends in a clear refusal', async () => {
    harness.snapshot = finalOf({ kind: 'extension', extension: '1009', ringSec: 4 });
    const { status, record } = await harness.place({});
    assert.equal(status, 480);
    assert.equal(record.outcome, 'released');
  });

  test('another group, with its own stages and its own display', async () => {
    harness.snapshot = finalOf({ kind: 'group', group: '701' });
    const { timeline, record } = await harness.place({ phone: ['1001=answer@5s'] });
    assert.deepEqual(rung(timeline), ['1001', '1001']);
    assert.equal(record.answeredBy?.group, '701');
    assert.equal(
      events(timeline, 'invite').at(-1)?.leg.variables.get('origination_caller_id_name'),
      'Second%3A 03023125001',
    );
  });

  test('a voicemail box', async () => {
    harness.snapshot = finalOf({ kind: 'voicemail', box: '1001' });
    const { record, timeline, status } = await harness.place({});
    assert.equal(status, 200);
    assert.equal(record.outcome, 'voicemail');
    const run = events(timeline, 'execute').find(({ app }) => app === 'voicemail');
    assert.equal(run?.arg, 'default pbx.example 1001');
  });

  test('an announcement, then the end', async () => {
    harness.snapshot = finalOf({ kind: 'announcement', file: 'closed-de.wav' });
    const { record, timeline } = await harness.place({});
    assert.equal(record.outcome, 'announcement');
    assert.equal(record.hangupCause, 'NORMAL_CLEARING');
    assert.equal(events(timeline, 'execute').find(({ app }) => app === 'playback')?.arg, 'closed-de.wav');
  });

  test('an announcement that FreeSWITCH does not have: the caller is not answered, and the call is missed', async () => {
    harness.snapshot = finalOf({ kind: 'announcement', file: 'nofile.wav' });
    const { record, status, timeline } = await harness.place({ missingFiles: ['nofile.wav'] });
    assert.equal(status, 480);
    assert.equal(record.outcome, 'released');
    assert.equal(record.answeredAt, null);
    assert.equal(record.missed?.why.kind, 'unanswered');
    assert.ok(record.steps.some(({ fact }) => fact?.kind === 'soundMissing' && fact.file === 'nofile.wav'));
    assert.deepEqual(
      events(timeline, 'execute').filter(({ app }) => app === 'answer' || app === 'playback'),
      [],
    );
  });

  test('an announcement that cannot be played: silence for the caller is an outcome of its own, and missed', async () => {
    const missed = { ...aGroup().missed, final: [] };
    harness.snapshot = finalOf({ kind: 'announcement', file: 'broken.wav' }, { missed });
    const { record, status } = await harness.place({ brokenFiles: ['broken.wav'] });
    assert.equal(status, 200);
    assert.equal(record.outcome, 'playedNothing');
    assert.deepEqual(record.missed?.why, { kind: 'unanswered', to: 'announcement' });
    assert.ok(record.steps.some(({ fact }) => fact?.kind === 'playedNothing' && fact.name === 'broken.wav'));
  });

  test('a caller who hangs up during an announcement has heard it', async () => {
    harness.snapshot = finalOf({ kind: 'announcement', file: 'closed-de.wav' });
    const { record } = await harness.place({ phone: ['1001=reject'], hangupAfterSec: 1 });
    assert.equal(record.outcome, 'announcement');
  });

  test('a voicemail box that FreeSWITCH does not have: the caller is not answered, and the call is missed', async () => {
    harness.snapshot = finalOf({ kind: 'voicemail', box: '1999' });
    const { record, status } = await harness.place({ missingBoxes: ['1999'] });
    assert.equal(status, 480);
    assert.equal(record.answeredAt, null);
    assert.deepEqual(record.missed?.why, { kind: 'unanswered', to: 'voicemail' });
    assert.ok(record.steps.some(({ fact }) => fact?.kind === 'boxMissing' && fact.box === '1999'));
  });

  test('a voicemail box that ends at once is silence too', async () => {
    harness.snapshot = finalOf({ kind: 'voicemail', box: '1001' });
    const { record, status } = await harness.place({ brokenFiles: ['1001'] });
    assert.equal(status, 200);
    assert.equal(record.outcome, 'playedNothing');
    assert.deepEqual(record.missed?.why, { kind: 'unanswered', to: 'voicemail' });
  });

  for (const [what, ringback, without] of [
    ['file', { kind: 'file', file: 'please.wav' }, { missingFiles: ['please.wav'] }],
    ['music', { kind: 'music', stream: 'nomusic' }, { missingMusic: ['nomusic'] }],
  ] as const) {
    test(`a tone stands in for ringback ${what} that FreeSWITCH does not have`, async () => {
      harness.snapshot = finalOf({ kind: 'hangup', cause: 'NO_ANSWER' }, { ringback });
      const { record, timeline } = await harness.place(without);
      const heard = events(timeline, 'callerHears').find((event) => event.what === 'ringback');
      assert.match(heard?.detail ?? '', /^tone_stream:/);
      assert.equal(record.steps.filter(({ fact }) => fact?.kind === 'ringbackMissing').length, 1);
      const there = await harness.place({});
      const then = events(there.timeline, 'callerHears').find((event) => event.what === 'ringback');
      assert.match(then?.detail ?? '', /please\.wav|nomusic/);
    });
  }

  for (const [cause, status] of [
    ['USER_BUSY', 486],
    ['NO_ANSWER', 480],
    ['CALL_REJECTED', 603],
    ['UNALLOCATED_NUMBER', 404],
  ] as const) {
    test(`hanging up with ${cause} is ${status} for the caller`, async () => {
      harness.snapshot = finalOf({ kind: 'hangup', cause });
      const finished = await harness.place({ phone: ['1001=reject'] });
      assert.equal(finished.status, status);
      assert.equal(finished.record.hangupCause, cause);
    });
  }

  test('groups that send the call in a circle end it with a clear refusal', async () => {
    const to = (number: string): Destination => ({ kind: 'group', group: number });
    harness.snapshot = aSnapshot({
      groups: [
        aGroup({ stages: [aStage([extensionMember('1001')], 2)], final: to('701') }),
        aGroup({ number: '701', stages: [aStage([extensionMember('1002')], 2)], final: to('700') }),
      ],
    });
    const { status, timeline, record } = await harness.place({});
    assert.equal(status, 483);
    assert.deepEqual(rung(timeline), ['1001', '1002']);
    assert.match(record.steps.map(({ text }) => text).join('\n'), /circle: 700 → 701 → 700/);
  });
});

describe('mobiles', () => {
  let harness: Harness;
  const anna = aUser({ id: 'anna', name: 'Anna', extension: '1001', mobile: aMobile('+4917139200010') });
  before(async () => {
    harness = await startHarness(
      aSnapshot({ groups: [aGroup({ stages: [aStage([userMember(anna)], 20)] })] }),
    );
  });
  after(() => harness.close());

  test('ring beside the desk phone and win after key 1', async () => {
    const { record, timeline } = await harness.place({ phone: ['+4917139200010=confirm@4s'] });
    assert.deepEqual(rung(timeline).sort(), ['+4917139200010', '1001']);
    assert.equal(record.answeredBy?.kind, 'mobile');
    assert.equal(record.waitingSec, 6);
  });

  test('a mobile’s voicemail never swallows the call', async () => {
    const { record, status } = await harness.place({ phone: ['+4917139200010=voicemail@3s'] });
    assert.equal(status, 480);
    assert.equal(record.legs.find(({ kind }) => kind === 'mobile')?.outcome, 'notConfirmed');
  });

  test('a person who hangs up instead of pressing the key did not take the call', async () => {
    const { record } = await harness.place({ phone: ['+4917139200010=noconfirm@2s'] });
    assert.equal(record.legs.find(({ kind }) => kind === 'mobile')?.outcome, 'notConfirmed');
    assert.equal(record.outcome, 'released');
  });

  test('a desk phone that answers while the mobile is asked wins', async () => {
    const { record, timeline } = await harness.place({
      phone: ['+4917139200010=voicemail@2s', '1001=answer@5s'],
    });
    assert.equal(record.answeredBy?.kind, 'desk');
    const bye = events(timeline, 'cancelled').find(({ leg }) => leg.number === '+4917139200010');
    assert.deepEqual([bye?.method, bye?.reason], ['BYE', 'SIP;cause=200;text="Call completed elsewhere"']);
  });

  test('an external member is dialled on the gateway, not through a loopback', async () => {
    harness.snapshot = aSnapshot({
      groups: [aGroup({ stages: [aStage([externalMember('+493023125002')], 5)] })],
    });
    const { timeline } = await harness.place({});
    assert.equal(events(timeline, 'invite')[0]?.leg.dial, 'sofia/gateway/carrier/+493023125002');
  });
});

describe('what phones list as missed', () => {
  let harness: Harness;
  const twoStages = (missedOnPhones: Group['missedOnPhones']) =>
    aSnapshot({
      groups: [
        aGroup({
          missedOnPhones,
          stages: [
            aStage([extensionMember('1001'), extensionMember('1002')], 4),
            aStage([extensionMember('1001'), extensionMember('1003')], 4),
          ],
        }),
      ],
    });
  before(async () => {
    harness = await startHarness(undefined);
  });
  after(() => harness.close());

  const ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"';
  const reasons = async (options: Parameters<Harness['place']>[0]) => {
    const { timeline } = await harness.place(options);
    return events(timeline, 'cancelled').map(({ leg, reason }) => [leg.number, reason]);
  };

  test('never: every CANCEL says "completed elsewhere"', async () => {
    harness.snapshot = twoStages('never');
    const all = await reasons({});
    assert.equal(all.length, 4);
    for (const [, reason] of all) assert.equal(reason, ELSEWHERE);
  });

  test('if unanswered: the change of stage shows nothing on a phone that rings on, the end of the call does', async () => {
    harness.snapshot = twoStages('unanswered');
    assert.deepEqual(await reasons({}), [
      ['1001', ELSEWHERE],
      ['1002', 'Q.850;cause=19;text="NO_ANSWER"'],
      ['1001', 'Q.850;cause=19;text="NO_ANSWER"'],
      ['1003', 'Q.850;cause=19;text="NO_ANSWER"'],
    ]);
  });

  test('if unanswered: a caller who gives up is missed by every phone that rings', async () => {
    harness.snapshot = twoStages('unanswered');
    assert.deepEqual(await reasons({ hangupAfterSec: 2 }), [
      ['1001', 'SIP;cause=487;text="ORIGINATOR_CANCEL"'],
      ['1002', 'SIP;cause=487;text="ORIGINATOR_CANCEL"'],
    ]);
  });

  test('if unanswered: a colleague’s answer leaves no missed call', async () => {
    harness.snapshot = twoStages('unanswered');
    assert.deepEqual(await reasons({ phone: ['1002=answer@2s'] }), [['1001', ELSEWHERE]]);
  });

  test('always: even a colleague’s answer is a missed call for the others', async () => {
    harness.snapshot = twoStages('always');
    const [[, reason] = []] = await reasons({ phone: ['1002=answer@2s'] });
    assert.notEqual(reason, undefined);
    assert.notEqual(reason, ELSEWHERE);
  });
});

describe('recording', () => {
  const two = (first: Group['recording'], second: Group['recording']) =>
    aSnapshot({
      groups: [
        aGroup({
          recording: first,
          stages: [aStage([extensionMember('1001')], 2)],
          final: { kind: 'group', group: '701' },
        }),
        aGroup({ number: '701', recording: second, stages: [aStage([extensionMember('1002')], 4)] }),
      ],
    });
  const recorded = (timeline: readonly TimelineEvent[]) =>
    events(timeline, 'recording').map(({ file }) => file);

  test('begins with the connection, under a name that tells nothing about the caller', async () => {
    const harness = await startHarness(two('outside', 'never'));
    const { record, timeline } = await harness.place({ phone: ['1001=answer@1s'] });
    assert.match(record.recording ?? '', /^[0-9a-f-]{36}\.wav$/);
    const file = `/var/lib/freeswitch/recordings/${record.recording ?? ''}`;
    assert.deepEqual(recorded(timeline), [file]);
    const leg = events(timeline, 'bridged')[0]?.leg.variables;
    assert.equal(leg?.get('RECORD_STEREO'), 'true');
    // The leg that is connected once more has been handed on.
    assert.equal(
      leg.get('execute_on_pre_bridge_2'),
      `set execute_on_pre_bridge_1=stop_record_session ${file}`,
    );
    assert.ok(
      record.steps.some(({ fact }) => fact?.kind === 'recorded' && fact.who === record.answeredBy?.who),
    );
    await harness.close();
  });

  test('a recording that FreeSWITCH could not write is told, and none is offered', async () => {
    const harness = await startHarness(two('always', 'never'));
    const { record } = await harness.place({ phone: ['1001=answer@1s'], recordingsFail: true });
    assert.equal(record.outcome, 'answered');
    assert.equal(record.recording, null);
    assert.ok(record.steps.some(({ fact }) => fact?.kind === 'notRecorded'));
    await harness.close();
  });

  test('a member who is transferred to a group brings no recording along; those of the house go on', async () => {
    const harness = await startHarness(two('never', 'never'));
    const variables = { rufgruppe_recording: '/rec/before.wav' };
    const stops = async (options: Parameters<Harness['begin']>[0]) => {
      const call = harness.begin({ phone: ['1001=answer@1s'], ...options });
      await call.done;
      return events(call.timeline, 'execute').flatMap(({ app, arg }) =>
        app === 'stop_record_session' || app === 'unset' ? [arg] : [],
      );
    };
    // One that follows the caller and waits for the first talk must not begin here.
    const waiting = 'execute_on_pre_bridge_rufgruppe_1';
    assert.deepEqual(await stops({ variables, profileIndex: 2 }), ['/rec/before.wav', waiting]);
    assert.deepEqual(await stops({ profileIndex: 2 }), []);
    assert.deepEqual(await stops({ variables }), [waiting]);
    await harness.close();
  });

  test('a group that does not record does not inherit it from the group before', async () => {
    const harness = await startHarness(two('always', 'never'));
    const { record, timeline } = await harness.place({ phone: ['1002=answer@1s'] });
    assert.equal(record.answeredBy?.group, '701');
    assert.equal(record.recording, null);
    assert.deepEqual(recorded(timeline), []);
    await harness.close();
  });

  test('calls of colleagues are not recorded where only outside calls are', async () => {
    const harness = await startHarness(two('outside', 'outside'));
    const { record } = await harness.place({
      phone: ['1001=answer@1s'],
      variables: { rufgruppe_from: 'inside' },
    });
    assert.equal(record.recording, null);
    await harness.close();
  });
});
