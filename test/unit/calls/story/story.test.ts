/** Facts of a call give the same story in any order, however often they are told; one that is missing makes it vaguer, never wrong. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { finished } from '../../../../src/calls/records/tell.js';
import { readCdr } from '../../../../src/calls/story/read-cdr.js';
import { ended, readEvent } from '../../../../src/calls/story/read-channel.js';
import {
  joined,
  NO_STORY,
  talksWith,
  unknownChannel,
  withFact,
  type CallStory,
  type ChannelFact,
  type ChannelStory,
} from '../../../../src/calls/story/story.js';
import { aRecord, aRecordedLeg } from '../../../factories.js';

const FOLDER = path.resolve(import.meta.dirname, '../../../../../test/fixtures/cdr');

/** The facts of the CDRs whose names begin so. */
function recorded(name: string): readonly ChannelFact[] {
  return readdirSync(FOLDER)
    .filter((file) => file.startsWith(name))
    .map((file) => {
      const read = readCdr(readFileSync(path.join(FOLDER, file), 'utf8'));
      return read.kind === 'ours' ? read.fact : assert.fail(file);
    });
}

const storyOf = (facts: readonly ChannelFact[]): CallStory => facts.reduce(withFact, NO_STORY);
const plain = (story: CallStory) => [...story].sort(([one], [other]) => (one < other ? -1 : 1));

const time = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
const word = fc.option(fc.constantFrom('A', 'B', 'C'), { nil: undefined });
const aChannel = fc.record<ChannelStory>({
  id: fc.constantFrom('c', 'x', 'y'),
  rangAtMs: time,
  answeredAtMs: time,
  endedAtMs: time,
  cause: word,
  sipStatus: time,
  endedBy: fc.constantFrom('far' as const, 'freeswitch' as const, undefined),
  number: word,
  taker: fc.constantFrom('voicemail' as const, 'announcement' as const, undefined),
  recording: word,
  recordingFollows: fc.constantFrom(true as const, undefined),
  recordedMs: time,
  recordingMarks: word,
  pickedUpBy: word,
  talks: fc.array(
    fc.record(
      { with: fc.constantFrom('', 'c', 'x', 'y'), fromMs: fc.integer({ min: 1, max: 5 }) },
      { noNullPrototype: true },
    ),
    {
      maxLength: 4,
    },
  ),
  arrivals: fc.array(
    fc.record(
      {
        profileIndex: fc.integer({ min: 1, max: 3 }),
        startedAtMs: fc.integer({ min: 1, max: 5 }),
        createdAtMs: time,
        takeovers: fc.integer({ min: 0, max: 2 }),
      },
      { noNullPrototype: true },
    ),
    { maxLength: 3 },
  ),
});

describe('Facts', () => {
  test('give the same story in any order and however often they are told', () => {
    fc.assert(
      fc.property(fc.array(aChannel, { maxLength: 12 }), fc.nat(), (channels, seed) => {
        const facts = channels.map((channel) => ({ call: 'c', channel }));
        const told = [...facts, ...facts.slice(seed % (facts.length + 1))];
        const shuffled = told
          .map((fact, index) => ({ fact, key: (index * 7919 + seed) % 101 }))
          .sort((one, other) => one.key - other.key)
          .map(({ fact }) => fact);
        assert.deepEqual(plain(storyOf(shuffled)), plain(storyOf(facts)));
        assert.deepEqual(talksWith('c', storyOf(shuffled)), talksWith('c', storyOf(facts)));
      }),
      { numRuns: 500 },
    );
  });

  test('of a talk that both channels write down, one step of the clock apart, are one talk', () => {
    const talking = (id: string, ...talks: ChannelStory['talks'][number][]) => ({
      call: 'c',
      channel: { ...unknownChannel(id), talks },
    });
    const story = storyOf([
      talking('c', { with: '', fromMs: 1_000 }, { with: 'y', fromMs: 1_500 }),
      talking('x', { with: 'c', fromMs: 1_020 }),
      talking('y', { with: 'c', fromMs: 1_480 }),
    ]);
    assert.deepEqual(talksWith('c', story), [
      { with: 'x', fromMs: 1_000 },
      { with: 'y', fromMs: 1_480 },
    ]);
  });

  test('of a talk that ends and is taken up again are two talks with the same person', () => {
    const talks = [1_000, 9_000].map((fromMs) => ({ with: 'x', fromMs }));
    const story = storyOf([{ call: 'c', channel: { ...unknownChannel('c'), talks } }]);
    assert.deepEqual(talksWith('c', story), talks);
  });

  test('of one channel are joined in any grouping', () => {
    fc.assert(
      fc.property(aChannel, aChannel, aChannel, (one, two, three) => {
        const [a, b, c] = [one, two, three].map((channel) => ({ ...channel, id: 'x' })) as [
          ChannelStory,
          ChannelStory,
          ChannelStory,
        ];
        assert.deepEqual(joined(joined(a, b), c), joined(a, joined(b, c)));
      }),
    );
  });
});

describe('CDRs of a real FreeSWITCH', () => {
  const facts = recorded('attended-transfer');
  const caller = facts[0]?.call ?? '';
  const winner = facts.find(({ channel }) => channel.id !== caller)?.channel.id ?? '';
  const record = aRecord({
    _id: caller,
    channel: caller,
    startedAt: new Date(1796006738968),
    answeredBy: null,
    answeredAt: null,
    legs: [aRecordedLeg({ id: winner, outcome: 'ringing', cause: null })],
    endedAt: null,
    outcome: 'open',
  });
  const finish = (known: readonly ChannelFact[]) =>
    finished(record, storyOf(known), () => undefined, undefined, 1796006739000);

  test('tell who talked, how long, and that the caller was handed on', () => {
    const done = finish(facts);
    assert.deepEqual(
      [done.outcome, done.answeredAt?.getTime(), done.endedAt?.getTime(), done.talkingSec],
      ['answered', 1796006738998, 1796006743598, 5],
    );
    assert.equal(done.legs[0]?.outcome, 'answered');
    assert.match(done.steps.map(({ text }) => text).join(), /the caller was handed on/);
  });

  test('give the same record in any order; each that is missing makes it vaguer, never wrong', () => {
    const whole = finish(facts);
    assert.deepEqual(finish([...facts].reverse()), whole);
    for (const missing of facts) {
      const done = finish(facts.filter((fact) => fact !== missing));
      assert.ok([whole.outcome, 'handedBack'].includes(done.outcome), done.outcome);
      assert.ok([whole.answeredAt?.getTime(), undefined].includes(done.answeredAt?.getTime()));
      if (done.outcome !== 'answered') assert.match(done.steps.at(-1)?.text ?? '', /nobody saw how it ended/);
    }
  });

  test('tell a caller who gave up while nobody watched', () => {
    const gaveUp = recorded('gave-up-unwatched');
    const id = gaveUp[0]?.call ?? '';
    const done = finished(
      aRecord({ _id: id, channel: id, outcome: 'open', answeredBy: null, answeredAt: null, legs: [] }),
      storyOf(gaveUp),
      () => undefined,
      undefined,
      0,
    );
    assert.equal(done.outcome, 'gaveUp');
  });

  test('a greeting that a caller was answered for takes no call', () => {
    const taker = (attempt: string) =>
      ended(unknownChannel('c'), (header) => {
        if (header === 'variable_current_application') return 'playback';
        return header === 'variable_rufgruppe_state' ? `1.700.1.5.0.700:${attempt}` : undefined;
      }).taker;
    assert.deepEqual([taker('g'), taker('f')], [undefined, 'announcement']);
  });

  test('tell of a call without a controller that voicemail answered', () => {
    const [fact] = recorded('no-controller');
    assert.equal(fact?.channel.taker, 'voicemail');
    assert.equal(fact.call, fact.channel.id);
    assert.equal(fact.channel.answeredAtMs, 1796006770018);
  });

  test('of calls that no group had are told apart', () => {
    for (const name of ['other', 'colleague-leg']) {
      assert.equal(readCdr(readFileSync(path.join(FOLDER, `${name}.cdr.json`), 'utf8')).kind, 'other');
    }
  });

  test('that are cut, empty or no CDRs say so', () => {
    const text = readFileSync(path.join(FOLDER, 'answered.cdr.json'), 'utf8');
    for (const bad of ['', text.slice(0, 4_000), '[]', '{}', '{"variables":{}}', 'null', '"x"']) {
      assert.equal(readCdr(bad).kind, 'unreadable', bad.slice(0, 20));
    }
  });

  test('whose times cannot be, and those with more transfers than a caller goes through, say so', () => {
    const text = readFileSync(path.join(FOLDER, 'answered.cdr.json'), 'utf8');
    const endedAtMs = 1_796_006_738_478;
    const why = (one: string, writtenMs = endedAtMs) => {
      const read = readCdr(one, writtenMs);
      return read.kind === 'unreadable' ? read.why : read.kind;
    };
    assert.equal(why(text), 'ours');
    for (const [name, time] of [
      ['hangup_time', '1796006734378053'],
      ['answered_time', '1796006740578026'],
      ['bridged_time', '1'],
      ['created_time', '1796006737398037'],
      ['created_time', '1'],
    ] as const)
      assert.equal(
        why(text.replace(new RegExp(`"${name}": "\\d+"`), `"${name}": "${time}"`)),
        'its times contradict each other',
        name,
      );
    assert.equal(
      why(text.replace('"created_time"', '"other"')),
      'it does not say when the channel began and ended',
    );
    assert.equal(why(text, endedAtMs - 3_600_001), 'its times contradict each other');
    const cdr = JSON.parse(text) as { callflow: readonly unknown[] };
    const crowd = JSON.stringify({ ...cdr, callflow: Array.from({ length: 201 }, () => cdr.callflow[0]) });
    assert.equal(why(crowd), 'no call has so many transfers');
  });

  test('whatever they are, are read without an error', () => {
    const text = readFileSync(path.join(FOLDER, 'answered.cdr.json'), 'utf8');
    const cdr = JSON.parse(text) as Record<string, unknown>;
    const broken = fc.dictionary(fc.constantFrom(...Object.keys(cdr)), fc.jsonValue());
    fc.assert(
      fc.property(broken, (parts) => {
        readCdr(JSON.stringify({ ...cdr, ...parts }));
      }),
    );
  });
});

describe('Events', () => {
  const say = (headers: Readonly<Record<string, string>>) => readEvent((name) => headers[name]);

  test('of a hangup: microseconds, 0 and the far future for never, the status of the far end', () => {
    const [fact] = say({
      'Event-Name': 'CHANNEL_HANGUP_COMPLETE',
      'Unique-ID': 'leg-a',
      'Hangup-Cause': 'USER_BUSY',
      'Event-Date-Timestamp': '1795460541894551',
      'Caller-Channel-Progress-Time': '0',
      'Caller-Channel-Answered-Time': '0',
      'Caller-Channel-Bridged-Time': '99999999999999999',
      'Caller-Channel-Hangup-Time': '1795460541890000',
      variable_rufgruppe_call: 'c',
      variable_sip_invite_failure_status: '486',
      variable_sip_hangup_disposition: 'recv_refuse',
    });
    assert.deepEqual(fact, {
      call: 'c',
      channel: {
        ...unknownChannel('leg-a'),
        cause: 'USER_BUSY',
        endedAtMs: 1795460541890,
        sipStatus: 486,
        endedBy: 'far',
      },
    });
  });

  test('of a connection tell of both channels', () => {
    const facts = say({
      'Event-Name': 'CHANNEL_BRIDGE',
      'Unique-ID': 'c',
      'Other-Leg-Unique-ID': 'colleague',
      'Other-Leg-Direction': 'outbound',
      'Other-Leg-Destination-Number': '1002',
      'Caller-Channel-Bridged-Time': '1795460541890000',
      variable_rufgruppe_call: 'c',
      variable_rufgruppe_state: '1.718.1.1796006738968.2.718:s1',
    });
    assert.deepEqual(
      facts.map(({ channel }) => [channel.id, channel.number, channel.talks]),
      [
        ['c', undefined, [{ with: 'colleague', fromMs: 1795460541890 }]],
        ['colleague', '1002', [{ with: 'c', fromMs: 1795460541890 }]],
      ],
    );
    assert.deepEqual(facts[0]?.channel.arrivals, [
      { profileIndex: 1, startedAtMs: 1796006738968, createdAtMs: undefined, takeovers: 2 },
    ]);
  });

  test('of other calls, and those that lie about their ids, tell nothing', () => {
    assert.deepEqual(say({ 'Event-Name': 'CHANNEL_ANSWER', 'Unique-ID': 'x' }), []);
    assert.deepEqual(
      say({ 'Event-Name': 'CHANNEL_ANSWER', 'Unique-ID': 'x', variable_rufgruppe_call: 'c d\n' }),
      [],
    );
    assert.deepEqual(say({ 'Event-Name': 'CHANNEL_ANSWER', variable_rufgruppe_call: 'c' }), []);
  });
});
