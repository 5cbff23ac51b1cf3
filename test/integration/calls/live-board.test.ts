/** Registrations, phones and missing things on the live page follow FreeSWITCH's events. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { watchPhones } from '../../../src/calls/live/phone-states.js';
import { watchRegistrations } from '../../../src/calls/live/registrations.js';
import type { EventClientState, EventSource, SwitchApi } from '../../../src/telephony/esl/event-source.js';
import type { EslMessage } from '../../../src/telephony/esl/message-decoder.js';
import { isWanted, type EventSubscription } from '../../../src/telephony/esl/subscription.js';

/** A connection that says what the test says. */
class Said implements EventSource {
  readonly name = 'test';
  state: EventClientState = { kind: 'connecting' };
  readonly #watchers: { subscription: EventSubscription; listener: (event: EslMessage) => void }[] = [];
  readonly #states: ((state: EventClientState) => void)[] = [];
  readonly #connected: ((api: SwitchApi) => void | Promise<void>)[] = [];

  onState(listener: (state: EventClientState) => void): () => void {
    this.#states.push(listener);
    return () => undefined;
  }

  onConnected(listener: (api: SwitchApi) => void | Promise<void>): () => void {
    this.#connected.push(listener);
    return () => undefined;
  }

  watch(subscription: EventSubscription, listener: (event: EslMessage) => void): () => void {
    this.#watchers.push({ subscription, listener });
    return () => undefined;
  }

  async connect(api: SwitchApi): Promise<void> {
    this.state = { kind: 'connected' };
    for (const listener of this.#states) listener(this.state);
    for (const listener of this.#connected) await listener(api);
  }

  lose(): void {
    this.state = { kind: 'refused', reason: 'gone' };
    for (const listener of this.#states) listener(this.state);
  }

  say(eventName: string, headers: Readonly<Record<string, string>>): void {
    const event = { eventName, headers: new Map(Object.entries(headers)) } as unknown as EslMessage;
    for (const { subscription, listener } of this.#watchers)
      if (isWanted(subscription, event)) listener(event);
  }
}

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

describe('Registrations', () => {
  const watched = () => {
    const source = new Said();
    let changes = 0;
    const registrations = watchRegistrations([source], () => (changes += 1), { warn: () => undefined });
    return { source, registrations, changes: () => changes };
  };

  test('are not known before the first connection and after its loss, and asked anew then', async () => {
    const { source, registrations } = watched();
    assert.equal(registrations.isRegistered('1001'), undefined);
    await source.connect(() => Promise.resolve(rows('1001')));
    assert.deepEqual([registrations.isRegistered('1001'), registrations.isRegistered('1002')], [true, false]);
    source.lose();
    assert.equal(registrations.isRegistered('1001'), undefined);
    await source.connect(() => Promise.resolve(rows('1002')));
    assert.deepEqual([registrations.isRegistered('1001'), registrations.isRegistered('1002')], [false, true]);
  });

  test('of two phones on one extension end with the second; a refresh is no change', async () => {
    const { source, registrations, changes } = watched();
    await source.connect(() => Promise.resolve(rows('1001')));
    const before = changes();
    source.say(...registers('register', '1001', 5060));
    assert.equal(changes(), before);
    source.say(...registers('register', '1001', 5099));
    source.say(...registers('unregister', '1001', 5060));
    assert.equal(registrations.isRegistered('1001'), true);
    source.say(...registers('expire', '1001', 5099));
    assert.equal(registrations.isRegistered('1001'), false);
  });

  test('that come while the list is asked for are not lost', async () => {
    const { source, registrations } = watched();
    await source.connect(() => {
      source.say(...registers('register', '1003', 5060));
      return Promise.resolve(rows('1001'));
    });
    assert.deepEqual([registrations.isRegistered('1001'), registrations.isRegistered('1003')], [true, true]);
  });

  test('survive an answer that cannot be read, and events without a name', async () => {
    const { source, registrations } = watched();
    await source.connect(() => Promise.resolve('-ERR not today'));
    source.say('CUSTOM', { 'Event-Subclass': 'sofia::register' });
    source.say(...registers('register', '1001', 5060));
    assert.equal(registrations.isRegistered('1001'), true);
  });
});

describe('Phones', () => {
  const mark = { variable_rufgruppe_call: 'caller' };
  const watched = () => {
    const source = new Said();
    const phones = watchPhones(
      [source],
      () => undefined,
      () => DateTime.utc(2026, 11, 25).toJSDate(),
    );
    return { source, phones, kind: (leg: string) => phones.of(leg)?.kind };
  };

  test('ring, answer, talk when they are bridged, and end', () => {
    const { source, kind } = watched();
    source.say('CHANNEL_PROGRESS', { ...mark, 'Unique-ID': 'a' });
    assert.equal(kind('a'), 'ringing');
    source.say('CHANNEL_ANSWER', { ...mark, 'Unique-ID': 'a' });
    assert.equal(kind('a'), 'answered');
    source.say('CHANNEL_BRIDGE', { ...mark, 'Unique-ID': 'caller', 'Other-Leg-Unique-ID': 'a' });
    assert.deepEqual([kind('a'), kind('caller')], ['talking', 'talking']);
    source.say('CHANNEL_ANSWER', { ...mark, 'Unique-ID': 'a' });
    assert.equal(kind('a'), 'talking');
    source.say('CHANNEL_HANGUP_COMPLETE', { ...mark, 'Unique-ID': 'a', 'Hangup-Cause': 'NORMAL_CLEARING' });
    assert.equal(kind('a'), 'ended');
  });

  test('of other calls are not heard, and what was heard is forgotten with the connection', () => {
    const { source, kind } = watched();
    source.say('CHANNEL_PROGRESS', { 'Unique-ID': 'x' });
    assert.equal(kind('x'), undefined);
    source.say('CHANNEL_PROGRESS', { ...mark, 'Unique-ID': 'a' });
    source.lose();
    assert.equal(kind('a'), undefined);
  });

  test('of a flood without an end are forgotten, the oldest first', () => {
    const { source, kind } = watched();
    for (let leg = 0; leg <= 20_000; leg += 1)
      source.say('CHANNEL_PROGRESS', { ...mark, 'Unique-ID': `leg-${leg}` });
    assert.deepEqual([kind('leg-0'), kind('leg-1'), kind('leg-20000')], [undefined, 'ringing', 'ringing']);
  });
});
