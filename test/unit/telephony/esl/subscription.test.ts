import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EslMessage } from '../../../../src/telephony/esl/message-decoder.js';
import {
  isWanted,
  subscriptionCommands,
  type EventSubscription,
} from '../../../../src/telephony/esl/subscription.js';

const MARKED: EventSubscription = {
  events: ['CHANNEL_ANSWER'],
  only: { header: 'variable_rufgruppe_leg', value: 'outgoing' },
};

function event(eventName: string, headers: Readonly<Record<string, string>> = {}): EslMessage {
  return {
    contentType: 'text/event-plain',
    eventName,
    headers: new Map(Object.entries({ 'Event-Name': eventName, ...headers })),
    body: '',
  };
}

test('filters go out before the events that they hold back', () => {
  assert.deepEqual(subscriptionCommands([MARKED]), [
    'filter variable_rufgruppe_leg outgoing\n\n',
    'event plain CHANNEL_ANSWER\n\n',
  ]);
});

test('a listener without a filter gets one by name, or the filter of another would hide its events', () => {
  assert.deepEqual(subscriptionCommands([MARKED, { events: ['HEARTBEAT', 'sofia::register'] }]), [
    'filter variable_rufgruppe_leg outgoing\n\n',
    'filter Event-Name HEARTBEAT\n\n',
    'filter Event-Name CUSTOM\n\n',
    'event plain CHANNEL_ANSWER HEARTBEAT CUSTOM sofia::register\n\n',
  ]);
});

test('what two listeners want is asked for once', () => {
  assert.deepEqual(subscriptionCommands([MARKED, MARKED]), subscriptionCommands([MARKED]));
});

test('a header that is there with any value', () => {
  const only = { header: 'variable_rufgruppe_call' };
  assert.deepEqual(subscriptionCommands([{ events: ['CHANNEL_CREATE'], only }]), [
    'filter variable_rufgruppe_call /./\n\n',
    'event plain CHANNEL_CREATE\n\n',
  ]);
  assert.equal(
    isWanted({ events: ['CHANNEL_CREATE'], only }, event('CHANNEL_CREATE', { variable_rufgruppe_call: 'x' })),
    true,
  );
  assert.equal(isWanted({ events: ['CHANNEL_CREATE'], only }, event('CHANNEL_CREATE')), false);
});

test('nothing wanted, nothing said', () => {
  assert.deepEqual(subscriptionCommands([]), []);
});

test('names and values that could be read as more are refused', () => {
  for (const evil of ['A\n\nexit', 'A B', '']) {
    assert.throws(() => subscriptionCommands([{ events: [evil] }]), { code: 'ESL_UNSAFE_COMMAND' });
  }
  for (const value of ['-outgoing', 'a b', '/./', '']) {
    const only = { header: 'variable_x', value };
    assert.throws(() => subscriptionCommands([{ events: ['A'], only }]), { code: 'ESL_UNSAFE_COMMAND' });
  }
  const only = { header: 'a b' };
  assert.throws(() => subscriptionCommands([{ events: ['A'], only }]), { code: 'ESL_UNSAFE_COMMAND' });
});

test('a listener gets its own events, not those that came for another', () => {
  const marked = { variable_rufgruppe_leg: 'OUTGOING' };
  assert.equal(isWanted(MARKED, event('CHANNEL_ANSWER', marked)), true);
  assert.equal(isWanted(MARKED, event('CHANNEL_ANSWER', { variable_rufgruppe_leg: 'other' })), false);
  assert.equal(isWanted(MARKED, event('CHANNEL_ANSWER')), false);
  assert.equal(isWanted(MARKED, event('CHANNEL_BRIDGE', marked)), false);
  const registrations = { events: ['sofia::register'] };
  assert.equal(isWanted(registrations, event('CUSTOM', { 'Event-Subclass': 'sofia::register' })), true);
  assert.equal(isWanted(registrations, event('CUSTOM', { 'Event-Subclass': 'sofia::expire' })), false);
});
