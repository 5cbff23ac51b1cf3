/** Registrations, phones and missing things on the live page follow FreeSWITCH's events. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Said } from '../../fakes/event-source.js';
import { phoneState } from '../../../src/calls/live/phone-states.js';
import { Stories } from '../../../src/calls/follow/stories.js';
import { watchChannels } from '../../../src/calls/follow/watch-channels.js';
import { watchRegistrations } from '../../../src/calls/live/registrations.js';

const rows = (...users: string[]) =>
  JSON.stringify({
    rows: users.map((user, index) => ({
      reg_user: user,
      url: `sofia/internal/sip:${user}@192.0.2.1:506${index}`,
    })),
  });

const registers = (subclass: string, user: string, port: number) =>
  [
    'CUSTOM',
    {
      'Event-Subclass': `sofia::${subclass}`,
      ...(subclass === 'expire' ? { user } : { 'from-user': user }),
      contact: `"x" <sip:${user}@192.0.2.1:${port};fs_nat=yes>`,
    },
  ] as const;

const HOUSE = { home: 'pbx.example', others: new Set<string>() };

describe('Registrations', () => {
  const watched = () => {
    const source = new Said();
    let changes = 0;
    const registrations = watchRegistrations([source], () => (changes += 1), { warn: () => undefined });
    return { source, registrations, changes: () => changes };
  };

  test('are not known before the first connection and after its loss, and asked anew then', async () => {
    const { source, registrations } = watched();
    assert.equal(registrations.isRegistered('1001', HOUSE), undefined);
    await source.connect(() => Promise.resolve(rows('1001')));
    assert.deepEqual(
      [registrations.isRegistered('1001', HOUSE), registrations.isRegistered('1002', HOUSE)],
      [true, false],
    );
    source.lose();
    assert.equal(registrations.isRegistered('1001', HOUSE), undefined);
    await source.connect(() => Promise.resolve(rows('1002')));
    assert.deepEqual(
      [registrations.isRegistered('1001', HOUSE), registrations.isRegistered('1002', HOUSE)],
      [false, true],
    );
  });

  test('of two phones on one extension end with the second; a refresh is no change', async () => {
    const { source, registrations, changes } = watched();
    await source.connect(() => Promise.resolve(rows('1001')));
    const before = changes();
    source.say(...registers('register', '1001', 5060));
    assert.equal(changes(), before);
    source.say(...registers('register', '1001', 5099));
    source.say(...registers('unregister', '1001', 5060));
    assert.equal(registrations.isRegistered('1001', HOUSE), true);
    source.say(...registers('expire', '1001', 5099));
    assert.equal(registrations.isRegistered('1001', HOUSE), false);
  });

  test('that come while the list is asked for are not lost', async () => {
    const { source, registrations } = watched();
    await source.connect(() => {
      source.say(...registers('register', '1003', 5060));
      return Promise.resolve(rows('1001'));
    });
    assert.deepEqual(
      [registrations.isRegistered('1001', HOUSE), registrations.isRegistered('1003', HOUSE)],
      [true, true],
    );
  });

  test('survive an answer that cannot be read, and events without a name', async () => {
    const { source, registrations } = watched();
    await source.connect(() => Promise.resolve('-ERR not today'));
    source.say('CUSTOM', { 'Event-Subclass': 'sofia::register' });
    source.say(...registers('register', '1001', 5060));
    assert.equal(registrations.isRegistered('1001', HOUSE), true);
  });
});

describe('Phones', () => {
  const mark = { variable_rufgruppe_call: 'caller' };
  const watched = () => {
    const source = new Said();
    const stories = new Stories();
    watchChannels([source], stories, () => undefined);
    const kind = (leg: string) => phoneState(leg, 'caller', stories.of('caller'))?.kind;
    return { source, kind };
  };

  test('ring, answer, talk when they are bridged, and end', () => {
    const { source, kind } = watched();
    source.say('CHANNEL_PROGRESS', {
      ...mark,
      'Unique-ID': 'a',
      'Caller-Channel-Progress-Time': '1795460541874594',
    });
    assert.equal(kind('a'), 'ringing');
    const answered = { ...mark, 'Unique-ID': 'a', 'Caller-Channel-Answered-Time': '1795460543874594' };
    source.say('CHANNEL_ANSWER', answered);
    assert.equal(kind('a'), 'answered');
    source.say('CHANNEL_BRIDGE', {
      ...mark,
      'Unique-ID': 'caller',
      'Other-Leg-Unique-ID': 'a',
      'Caller-Channel-Bridged-Time': '1795460543974594',
    });
    assert.equal(kind('a'), 'talking');
    source.say('CHANNEL_ANSWER', answered);
    assert.equal(kind('a'), 'talking');
    source.say('CHANNEL_HANGUP_COMPLETE', {
      ...mark,
      'Unique-ID': 'a',
      'Hangup-Cause': 'NORMAL_CLEARING',
      'Caller-Channel-Hangup-Time': '1795460549874594',
    });
    assert.equal(kind('a'), 'ended');
  });

  test('of other calls are not heard', () => {
    const { source, kind } = watched();
    source.say('CHANNEL_PROGRESS', { 'Unique-ID': 'x', 'Caller-Channel-Progress-Time': '1795460541874594' });
    assert.equal(kind('x'), undefined);
  });
});
