/** A call without a session is brought to its end: with what is told, when it is told, and never before the caller's channel is gone. */
import assert from 'node:assert/strict';
import { beforeEach, describe, mock, test } from 'node:test';
import { DoneCalls } from '../../../../src/calls/follow/done-calls.js';
import { Follower, type FollowerUse } from '../../../../src/calls/follow/follower.js';
import type { Presence } from '../../../../src/calls/follow/presence.js';
import { numberIn, type WhoIs } from '../../../../src/calls/records/tell.js';
import { Stories } from '../../../../src/calls/follow/stories.js';
import { unknownChannel, type ChannelStory } from '../../../../src/calls/story/story.js';
import { createLog } from '../../../../src/base/log.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { aGroup, aRecord, aRecordedLeg } from '../../../factories.js';

const START = Date.parse('2026-11-25T09:00:00Z');
const OPEN = aRecord({
  _id: 'c',
  channel: 'c',
  startedAt: new Date(START),
  endedAt: null,
  outcome: 'open',
  answeredAt: null,
  answeredBy: null,
  missed: null,
  route: [{ group: '700', by: null, to: null }],
  legs: [aRecordedLeg({ id: 'leg', who: 'Anna', outcome: 'ringing', cause: null, endedAt: null })],
});

let stories: Stories;
let kept: CallRecord[];
let ended: CallRecord[];
let taken: string[];
let presence: Presence;
let asked: number;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: START + 5_000 });
  [stories, kept, ended, taken, presence, asked] = [new Stories(), [], [], [], 'there', 0];
});

function aFollower(more: Partial<FollowerUse> = {}): Follower {
  return new Follower({
    stories,
    done: new DoneCalls(),
    keep: (record) => void kept.push(record),
    onEnded: (record) => void ended.push(record),
    onTaken: (id) => void taken.push(id),
    groups: (number) => aGroup({ number }),
    whoIs: () => undefined,
    presence: () => {
      asked += 1;
      return Promise.resolve(presence);
    },
    isTold: () => true,
    nowMs: () => Date.now(),
    log: createLog('silent'),
    logNumbers: 'masked',
    readsCdrs: false,
    ...more,
  });
}

const tell = (id: string, channel: Partial<ChannelStory>) =>
  stories.add({ call: 'c', channel: { ...unknownChannel(id), ...channel } });

/** Lets time pass, with the questions that are asked meanwhile. */
async function pass(ms: number): Promise<void> {
  for (let done = 0; done < ms; done += 500) {
    mock.timers.tick(500);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const TALK = { talks: [{ with: 'leg', fromMs: START + 2_000 }] };
const GONE = { endedAtMs: START + 9_000, cause: 'NORMAL_CLEARING', endedBy: 'far' } as const;

describe('A followed call', () => {
  test('stays open for as long as the channel of the caller lives, and says who talks', async () => {
    aFollower().follow(OPEN, undefined);
    tell('c', TALK);
    await pass(600_000);
    assert.equal(ended.length, 0);
    assert.deepEqual(
      kept.map(({ outcome, answeredBy }) => [outcome, answeredBy?.who]),
      [
        ['open', undefined],
        ['open', 'Anna'],
      ],
    );
    assert.ok(asked < 40, `${asked} questions in ten minutes`);
  });

  test('ends with the channel of the caller, once the ends of the phones are known', () => {
    aFollower().follow(OPEN, undefined);
    tell('c', { ...TALK, ...GONE });
    assert.equal(ended.length, 0);
    tell('leg', { endedAtMs: START + 9_000, cause: 'NORMAL_CLEARING' });
    assert.deepEqual(
      ended.map(({ outcome, talkingSec, missed }) => [outcome, talkingSec, missed]),
      [['answered', 7, null]],
    );
    tell('leg', { endedAtMs: START + 9_000, cause: 'NORMAL_CLEARING' });
    assert.equal(ended.length, 1);
  });

  test('ends without the end of a phone that nobody tells', async () => {
    aFollower().follow(OPEN, undefined);
    tell('c', GONE);
    await pass(2_000);
    assert.deepEqual(
      ended.map(({ outcome, missed }) => [outcome, missed?.group]),
      [['gaveUp', '700']],
    );
  });

  test('ends though its CDRs are told again and again', async () => {
    aFollower().follow(OPEN, undefined);
    for (let second = 0; second < 4; second += 1) {
      tell('c', GONE);
      await pass(1_000);
    }
    assert.equal(ended[0]?.outcome, 'gaveUp');
  });

  test('whose channel is gone unseen may have been missed', async () => {
    aFollower().follow(OPEN, undefined);
    presence = 'gone';
    await pass(1_000);
    assert.equal(ended.length, 0, 'its end may be on the way');
    await pass(2_000);
    assert.deepEqual(
      ended.map(({ outcome, missed, followUp }) => [outcome, missed?.why, followUp]),
      [['handedBack', { kind: 'unknown' }, 'pending']],
    );
  });

  test('waits for a CDR where these are read', async () => {
    aFollower({ readsCdrs: true }).follow(OPEN, undefined);
    presence = 'gone';
    await pass(8_000);
    tell('c', { ...TALK, ...GONE });
    await pass(2_000);
    assert.equal(ended[0]?.outcome, 'answered');
  });

  test('waits a minute for a FreeSWITCH that cannot be asked', async () => {
    aFollower().follow(OPEN, undefined);
    presence = 'unknown';
    await pass(55_000);
    assert.equal(ended.length, 0);
    await pass(10_000);
    assert.equal(ended[0]?.outcome, 'handedBack');
  });

  test('is corrected when the truth comes later', async () => {
    aFollower().follow(OPEN, undefined);
    presence = 'gone';
    await pass(5_000);
    assert.equal(kept.at(-1)?.outcome, 'handedBack');
    tell('c', { ...TALK, ...GONE });
    tell('leg', { endedAtMs: START + 9_000, cause: 'NORMAL_CLEARING' });
    const last = kept.at(-1);
    assert.deepEqual([last?.outcome, last?.missed, last?.talkingSec], ['answered', null, 7]);
    assert.equal(last?.steps.filter(({ fact }) => fact?.kind === 'endUnknown').length, 0);
    assert.equal(ended.length, 1, 'it ended once');
  });

  test('of which an earlier run knew no end is corrected from the database', async () => {
    const guessed = { ...OPEN, outcome: 'handedBack', endedAt: new Date(START + 6_000) } as const;
    tell('c', { ...TALK, ...GONE });
    aFollower().correct({
      ...guessed,
      steps: [{ at: new Date(), group: '700', text: '', fact: { kind: 'endUnknown' } }],
    });
    assert.equal(kept.length, 0, 'the CDRs of its phones lie behind that of the caller');
    await pass(2_000);
    const [last] = kept;
    assert.deepEqual([last?.outcome, last?.steps.length, ended.length], ['answered', 1, 0]);
  });

  test('belongs to the controller that took it over', () => {
    aFollower().follow(OPEN, undefined);
    tell('c', { arrivals: [{ profileIndex: 1, startedAtMs: START, createdAtMs: undefined, takeovers: 1 }] });
    tell('c', GONE);
    assert.deepEqual([taken, ended], [['c'], []]);
  });

  test('that another controller took over and wrote nothing of is corrected all the same', async () => {
    tell('c', {
      ...GONE,
      arrivals: [{ profileIndex: 1, startedAtMs: START, createdAtMs: undefined, takeovers: 1 }],
    });
    aFollower().correct({ ...OPEN, outcome: 'handedBack', endedAt: new Date(START + 6_000) });
    await pass(2_000);
    assert.deepEqual([kept.at(-1)?.outcome, taken], ['gaveUp', []]);
  });

  test('is let go of when a session has it again', async () => {
    const follower = aFollower();
    follower.follow(OPEN, undefined);
    follower.release('c');
    tell('c', GONE);
    presence = 'gone';
    await pass(60_000);
    assert.deepEqual([ended.length, asked], [0, 0]);
  });

  test('waits a moment for the word of a phone that nobody rang: it says whose it is', async () => {
    const whoIs: WhoIs = (phone) => {
      const to = numberIn(phone);
      return { who: `phone ${to}`, userId: null, kind: 'desk', to };
    };
    aFollower({ whoIs }).follow({ ...OPEN, legs: [] }, undefined);
    tell('c', { ...GONE, talks: [{ with: 'fallback', fromMs: START + 1_000 }] });
    tell('fallback', { endedAtMs: START + 4_000, number: '1001' });
    assert.deepEqual(
      ended.map(({ answeredBy }) => answeredBy?.who),
      ['phone 1001'],
    );
    const other = aFollower({ whoIs });
    stories.forget('c');
    other.follow({ ...OPEN, legs: [] }, undefined);
    tell('c', { ...GONE, talks: [{ with: 'fallback', fromMs: START + 1_000 }] });
    await pass(2_000);
    assert.equal(ended.length, 2, 'and not for ever');
  });

  test('is finished although its CDRs are read again and again', async () => {
    aFollower().follow(OPEN, undefined);
    for (let look = 0; look < 4; look += 1) {
      tell('c', GONE);
      await pass(1_000);
    }
    assert.equal(ended.length, 1);
  });

  test('that is followed at the stop stays open', async () => {
    const follower = aFollower();
    follower.follow(OPEN, undefined);
    follower.stop();
    tell('c', GONE);
    await pass(60_000);
    assert.equal(ended.length, 0);
  });
});

describe('A call whose session saw the end', () => {
  const seen = { at: new Date(START + 5_000), outcome: 'answered', hangupCause: 'NORMAL_CLEARING' } as const;

  test('is written once more, when FreeSWITCH tells the end, and not before', () => {
    aFollower().follow(OPEN, seen);
    assert.equal(kept.length, 0);
    tell('leg', { endedAtMs: START + 5_000 });
    tell('c', GONE);
    assert.deepEqual([kept.length, ended.length], [1, 1]);
  });

  test('is written when the caller is handed on afterwards', () => {
    aFollower().follow(OPEN, seen);
    tell('c', { talks: [{ with: 'other', fromMs: START + 4_000 }] });
    assert.deepEqual(
      kept.map(({ answeredAt }) => answeredAt?.getTime()),
      [START + 4_000],
    );
  });

  test('is over at once where nobody tells of channels', () => {
    aFollower({ isTold: () => false }).follow(OPEN, seen);
    assert.deepEqual(
      ended.map(({ outcome, endedAt }) => [outcome, endedAt]),
      [['answered', seen.at]],
    );
  });

  test('is written once where only CDRs tell of channels', async () => {
    presence = 'untold';
    aFollower({ isTold: () => false, readsCdrs: true }).follow(OPEN, seen);
    await pass(1_500);
    assert.equal(kept.length, 0, 'its CDR is about to be read');
    tell('leg', { endedAtMs: START + 5_000 });
    tell('c', GONE);
    assert.deepEqual([kept.length, ended.length], [1, 1]);
  });

  test('does not wait long for a CDR that does not come: the caller may have been transferred', async () => {
    presence = 'untold';
    aFollower({ isTold: () => false, readsCdrs: true }).follow(OPEN, seen);
    await pass(3_500);
    assert.deepEqual([kept.length, ended[0]?.endedAt], [1, seen.at]);
    tell('leg', { endedAtMs: START + 5_000 });
    tell('c', GONE);
    assert.deepEqual([kept.length, ended.length], [2, 1]);
  });

  test('goes on when the caller was handed on', async () => {
    tell('c', TALK);
    aFollower().follow(OPEN, seen);
    await pass(30_000);
    assert.equal(ended.length, 0);
    tell('c', { endedAtMs: START + 31_000, cause: 'NORMAL_CLEARING' });
    await pass(2_000);
    assert.deepEqual([ended[0]?.talkingSec, ended[0]?.outcome], [29, 'answered']);
  });

  test('is over when the channel is gone unheard', async () => {
    presence = 'gone';
    aFollower().follow(OPEN, seen);
    await pass(3_000);
    assert.deepEqual([ended[0]?.outcome, ended[0]?.endedAt], ['answered', seen.at]);
  });
});
