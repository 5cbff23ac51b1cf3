import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { talkingUser, type ChannelSeen } from '../../../../src/calls/live/channel-talks.js';
import type { Domains } from '../../../../src/base/model/phone-address.js';
import { watchTalking } from '../../../../src/calls/live/talking.js';
import { Said } from '../../../fakes/event-source.js';

/** A phone of 1001 that was called and has answered. */
const CALLED: ChannelSeen = {
  uuid: 'a',
  direction: 'outbound',
  name: 'sofia/internal/1001@192.0.2.7:5060',
  state: 'ACTIVE',
  presenceId: '1001@pbx.example',
  presenceData: '',
  destination: '1001',
};
const CALLING: ChannelSeen = { ...CALLED, direction: 'inbound', name: 'sofia/internal/1001@pbx.example' };
const ONE = new Set(['pbx.example']);
const HOUSE: Domains = { home: 'pbx.example', others: new Set() };
const of = (channel: ChannelSeen) =>
  talkingUser(channel, (profile) => (profile === 'internal' ? ONE : undefined))?.user;

describe('A phone', () => {
  test('that is called is in use from its answer to its end, on hold too', () => {
    const states = ['DOWN', 'RINGING', 'EARLY', 'ACTIVE', 'HELD', 'UNHELD', 'HANGUP'];
    assert.deepEqual(
      states.map((state) => of({ ...CALLED, state })),
      [undefined, undefined, undefined, '1001', '1001', '1001', undefined],
    );
  });

  test('that calls is in use at once', () => {
    const states = ['DOWN', 'RINGING', 'EARLY', 'ACTIVE', 'HELD', 'HANGUP'];
    assert.deepEqual(
      states.map((state) => of({ ...CALLING, state })),
      [undefined, '1001', '1001', '1001', '1001', undefined],
    );
  });

  test('is known by the extension that was rung, whatever it calls itself', () => {
    const own = { ...CALLED, presenceId: 'x7f3k@192.0.2.7', destination: 'x7f3k' };
    assert.equal(of({ ...own, presenceData: 'rufgruppe-1001' }), '1001');
    assert.equal(of(own), 'x7f3k');
    assert.equal(of({ ...CALLED, presenceId: '' }), '1001');
  });

  test('is not in use because a trunk’s caller takes its number', () => {
    assert.equal(of({ ...CALLING, name: 'sofia/external/1001@192.0.2.9' }), undefined);
    assert.equal(of({ ...CALLING, name: 'loopback/1001-a' }), undefined);
  });
});

const event = (uuid: string, extension: string, state: string) =>
  [
    'CHANNEL_CALLSTATE',
    {
      'Unique-ID': uuid,
      'Call-Direction': 'outbound',
      'Channel-Name': `sofia/internal/${extension}@192.0.2.7:5060`,
      'Channel-Call-State': state,
      'Caller-Destination-Number': extension,
    },
  ] as const;

const rows = (...channels: (readonly [string, string])[]) =>
  JSON.stringify({
    row_count: channels.length,
    ...(channels.length > 0 && {
      rows: channels.map(([uuid, extension]) => ({
        uuid,
        direction: 'outbound',
        name: `sofia/internal/${extension}@192.0.2.7:5060`,
        callstate: 'ACTIVE',
        dest: extension,
      })),
    }),
  });

describe('Who talks', () => {
  const watched = (sources = [new Said()]) => {
    const looks: (() => void)[] = [];
    let [isWanted, changes] = [true, 0];
    const warnings: string[] = [];
    const talking = watchTalking({
      sources,
      isWanted: () => isWanted,
      domainsOf: () => new Set(['pbx.example']),
      onChange: () => (changes += 1),
      log: { warn: (_facts, message) => warnings.push(message) },
      schedule: (work) => {
        looks.push(work);
        return () => looks.splice(looks.indexOf(work), 1);
      },
    });
    const [source = new Said()] = sources;
    const want = (wanted: boolean) => {
      isWanted = wanted;
      talking.check();
    };
    return { source, talking, looks, warnings, want, changes: () => changes };
  };

  test('is asked at the connection, then followed by events; a second call is a second reason', async () => {
    const { source, talking, changes } = watched();
    assert.equal(talking.isTalking('1001', HOUSE), false);
    await source.connect(() => Promise.resolve(rows(['a', '1001'])));
    assert.equal(talking.isTalking('1001', HOUSE), true);
    source.say(...event('b', '1001', 'ACTIVE'));
    source.say(...event('a', '1001', 'HANGUP'));
    assert.equal(talking.isTalking('1001', HOUSE), true);
    source.say(...event('b', '1001', 'HANGUP'));
    assert.equal(talking.isTalking('1001', HOUSE), false);
    const before = changes();
    source.say(...event('c', '1002', 'RINGING'));
    assert.deepEqual([talking.isTalking('1002', HOUSE), changes()], [false, before]);
  });

  test('nobody is known to do while there is no connection', async () => {
    const { source, talking } = watched();
    await source.connect(() => Promise.resolve(rows(['a', '1001'])));
    source.lose();
    assert.equal(talking.isTalking('1001', HOUSE), false);
    await source.connect(() => Promise.resolve(rows(['b', '1002'])));
    assert.deepEqual([talking.isTalking('1001', HOUSE), talking.isTalking('1002', HOUSE)], [false, true]);
  });

  test('is told by events rather than by a list that was on its way', async () => {
    const { source, talking } = watched();
    await source.connect(() => {
      source.say(...event('a', '1001', 'HANGUP'));
      source.say(...event('b', '1002', 'ACTIVE'));
      return Promise.resolve(rows(['a', '1001']));
    });
    assert.deepEqual([talking.isTalking('1001', HOUSE), talking.isTalking('1002', HOUSE)], [false, true]);
  });

  test('is asked again, because the first list may name a channel that was over', async () => {
    const { source, talking, looks } = watched();
    const lists = [rows(['a', '1001'], ['b', '1002']), rows(['b', '1002'])];
    let answered = Promise.resolve('');
    await source.connect(() => (answered = Promise.resolve(lists.shift() ?? rows())));
    assert.equal(talking.isTalking('1001', HOUSE), true);
    looks[0]?.();
    await answered;
    await Promise.resolve();
    assert.deepEqual([talking.isTalking('1001', HOUSE), talking.isTalking('1002', HOUSE)], [false, true]);
  });

  test('stays known after a list that cannot be read', async () => {
    const { source, talking, warnings, looks } = watched();
    const lists = [rows(['a', '1001']), '-ERR not today'];
    let answered = Promise.resolve('');
    await source.connect(() => (answered = Promise.resolve(lists.shift() ?? '')));
    looks[0]?.();
    await answered;
    await Promise.resolve();
    assert.deepEqual([talking.isTalking('1001', HOUSE), warnings.length], [true, 1]);
  });

  test('is known of each FreeSWITCH; one that is away hides nobody of the others', async () => {
    const [one, other] = [new Said(), new Said()];
    const { talking } = watched([one, other]);
    await one.connect(() => Promise.resolve(rows(['a', '1001'])));
    await other.connect(() => Promise.resolve(rows(['b', '1001'])));
    one.lose();
    assert.equal(talking.isTalking('1001', HOUSE), true);
    other.lose();
    assert.equal(talking.isTalking('1001', HOUSE), false);
  });

  test('is not asked while no group wants to know', async () => {
    const { source, talking, want } = watched();
    want(false);
    await source.connect(() => Promise.resolve(rows(['a', '1001'])));
    source.say(...event('b', '1002', 'ACTIVE'));
    assert.deepEqual([talking.isTalking('1001', HOUSE), talking.isTalking('1002', HOUSE)], [false, false]);
  });
});
