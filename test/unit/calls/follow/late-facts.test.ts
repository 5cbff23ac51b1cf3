/** Facts of calls that nobody here has: another controller's are left alone, an unknown end is corrected, an unrecorded call recorded. */
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { LateFacts } from '../../../../src/calls/follow/late-facts.js';
import type { ToldCaller } from '../../../../src/calls/story/read-channel.js';
import type { CallRecord } from '../../../../src/base/model/call-record.js';
import { aGroup, aRecord, aSnapshot, aCall } from '../../../factories.js';

let records: CallRecord[];
let followed: CallRecord[];
let corrected: CallRecord[];
let inHand: boolean;
let finishedAtMs: number | undefined;
let finished: string[];

beforeEach(() => {
  [records, followed, corrected, inHand, finishedAtMs, finished] = [[], [], [], false, undefined, []];
});

const late = () =>
  new LateFacts({
    calls: {
      ofChannel: () => Promise.resolve(records),
      addMissing: (record) => {
        const isNew = !records.some(({ _id }) => _id === record._id);
        if (isNew) records.push(record);
        return Promise.resolve(isNew);
      },
    },
    follower: {
      follow: (record) => void followed.push(record),
      correct: (record) => void corrected.push(record),
    },
    done: { atMs: () => finishedAtMs, has: ({ _id }) => finished.includes(_id) },
    live: { hasChannel: () => inHand, has: () => inHand },
    nowMs: () => 100_000,
    snapshot: () => aSnapshot({ groups: [aGroup({ number: '700' })] }),
    readCall: (channel) => aCall({ id: channel, groupNumber: '700' }),
    controller: 'here',
  });

const header = (name: string) => (name === 'Caller-Channel-Created-Time' ? '1796006738958036' : undefined);
const caller: ToldCaller = { header, arrivals: [] };

test('a call that somebody here has is left to them', async () => {
  inHand = true;
  assert.equal(await late().take('c', caller, 60_000), 'later');
});

test('facts of a finished call are needed no more, once its record is on the disk', async () => {
  finishedAtMs = 99_900;
  assert.equal(await late().take('c', caller, 0), 'later');
  finishedAtMs = 90_000;
  assert.equal(await late().take('c', caller, 0), 'done');
});

test('a call that another controller has open is left to it', async () => {
  records = [aRecord({ outcome: 'open' })];
  assert.equal(await late().take('c', caller, 60_000), 'later');
  records = [aRecord({ outcome: 'answered' })];
  assert.equal(await late().take('c', caller, 60_000), 'done');
});

test('a call whose end nobody saw is corrected', async () => {
  records = [aRecord({ _id: 'c', outcome: 'handedBack' })];
  assert.equal(await late().take('c', caller, 60_000), 'later');
  assert.equal(corrected[0]?._id, 'c');
});

test('a record of this controller that is open and in nobody’s hand is corrected after a minute', async () => {
  records = [aRecord({ _id: 'c', outcome: 'open', controller: 'here' })];
  await late().take('c', caller, 59_000);
  assert.equal(corrected.length, 0);
  await late().take('c', caller, 61_000);
  assert.equal(corrected[0]?._id, 'c');
  records = [aRecord({ _id: 'c', outcome: 'open', controller: 'there' })];
  await late().take('c', caller, 61_000);
  assert.equal(corrected.length, 1);
});

test('each call of a channel whose end nobody saw is corrected', async () => {
  records = ['c', 'c-2'].map((_id) => aRecord({ _id, channel: 'c', outcome: 'handedBack' }));
  await late().take('c', caller, 60_000);
  assert.deepEqual(
    corrected.map(({ _id }) => _id),
    ['c', 'c-2'],
  );
});

test('a phone waits a minute for the CDR of its caller, which a FreeSWITCH that was killed never writes', async () => {
  records = [aRecord({ _id: 'c', outcome: 'handedBack' })];
  assert.equal(await late().take('c', undefined, 59_000), 'later');
  assert.equal(await late().take('c', undefined, 61_000), 'done');
});

test('a call that no controller had gets a record, once', async () => {
  const facts = late();
  assert.equal(await facts.take('c', caller, 1_000), 'later');
  assert.equal(followed.length, 0, 'a record may be on its way');
  await facts.take('c', caller, 6_000);
  await facts.take('c', caller, 8_000);
  assert.deepEqual(
    followed.map(({ _id, startedAt, route, controller }) => [_id, startedAt.getTime(), route, controller]),
    [['c', 1796006738958, [{ group: '700', by: null, to: null }], 'here']],
  );
  assert.equal(
    followed[0]?.steps[0]?.text,
    'no controller took the call; FreeSWITCH went on with its dialplan',
  );
});

test('a phone whose call nobody knows belongs to none', async () => {
  assert.equal(await late().take('c', undefined, 10_000), 'later');
  assert.equal(await late().take('c', undefined, 61_000), 'foreign');
});

/** A caller who was transferred to group 701 in the channel's second profile. */
const transferred: ToldCaller = {
  header,
  arrivals: [1, 2].map((profileIndex) => ({ profileIndex, startedAtMs: profileIndex * 10_000, header })),
};

test('a second call of a channel that no controller had gets a record of its own', async () => {
  records = [aRecord({ _id: 'c', channel: 'c', outcome: 'answered' })];
  const facts = late();
  assert.equal(await facts.take('c', transferred, 1_000), 'later');
  assert.equal(followed.length, 0, 'a record may be on its way');
  assert.equal(await facts.take('c', transferred, 6_000), 'later');
  assert.deepEqual(
    followed.map(({ _id, channel, startedAt }) => [_id, channel, startedAt.getTime()]),
    [['c-2', 'c', 20_000]],
  );
  records = records.map((record) => ({ ...record, outcome: 'gaveUp' }));
  assert.equal(await facts.take('c', transferred, 8_000), 'done');
});

test('a call that this controller has finished says nothing of the next one of its channel', async () => {
  [finishedAtMs, finished] = [90_000, ['c']];
  assert.equal(late().isOurs('c', transferred), false);
  await late().take('c', transferred, 6_000);
  assert.deepEqual(
    followed.map(({ _id }) => _id),
    ['c-2'],
    'although the first record is not in the database yet',
  );
  finished = ['c', 'c-2'];
  assert.equal(late().isOurs('c', transferred), true);
  assert.equal(await late().take('c', transferred, 6_000), 'done');
});

test('a phone is kept for the next call of its caller, whose CDR comes with that of the phone', async () => {
  records = [aRecord({ _id: 'c', channel: 'c', outcome: 'answered' })];
  const facts = late();
  assert.equal(await facts.take('c', undefined, 9_000), 'later');
  assert.equal(
    await facts.take('c', undefined, 11_000),
    'done',
    'another controller has used the CDR of the caller',
  );
  await facts.take('c', transferred, 6_000);
  assert.equal(await facts.take('c', undefined, 30_000), 'later', 'the next call has no end yet');
  records = records.map((record) => ({ ...record, outcome: 'answered' }));
  assert.equal(await facts.take('c', transferred, 40_000), 'done');
  assert.equal(await facts.take('c', undefined, 0), 'done');
});
