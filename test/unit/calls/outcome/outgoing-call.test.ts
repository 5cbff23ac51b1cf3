import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOutgoingCall, type OutgoingCall } from '../../../../src/calls/outcome/outgoing-call.js';

/** A marked leg as FreeSWITCH 1.11.1 describes it, shortened. */
const ANSWER: Readonly<Record<string, string>> = {
  'Event-Name': 'CHANNEL_ANSWER',
  'Event-Date-Timestamp': '1795571705600123',
  'Unique-ID': '766ced1c-1f3c-4f5b-9ad2-0b8f0c4a8b10',
  'Caller-Caller-ID-Number': '1001',
  'Caller-Destination-Number': '+4930987654321',
  'Caller-Channel-Answered-Time': '1795571705595491',
  'Caller-Channel-Hangup-Time': '0',
  variable_rufgruppe_leg: 'outgoing',
  variable_rufgruppe_called: '030987654321',
  variable_rufgruppe_caller: '1001',
};
const ENDED = {
  ...ANSWER,
  'Event-Name': 'CHANNEL_HANGUP_COMPLETE',
  'Event-Date-Timestamp': '1795571712000000',
  'Caller-Channel-Hangup-Time': '1795571711999000',
};

function read(headers: Readonly<Record<string, string>>): OutgoingCall | undefined {
  return readOutgoingCall((name) => headers[name]);
}

test('an answered call: who, whom, when', () => {
  assert.deepEqual(read(ANSWER), {
    id: '766ced1c-1f3c-4f5b-9ad2-0b8f0c4a8b10',
    number: '030987654321',
    extension: '1001',
    kind: 'answered',
    at: new Date('2026-11-25T01:55:05.595Z'),
    answeredAt: new Date('2026-11-25T01:55:05.595Z'),
  });
});

test('the end of an answered call says when it was answered', () => {
  const call = read(ENDED);
  assert.equal(call?.kind, 'ended');
  assert.deepEqual(call.at, new Date('2026-11-25T01:55:11.999Z'));
  assert.deepEqual(call.answeredAt, new Date('2026-11-25T01:55:05.595Z'));
});

test('a call that nobody answered only ends', () => {
  const call = read({ ...ENDED, 'Caller-Channel-Answered-Time': '0' });
  assert.equal(call?.kind, 'ended');
  assert.equal(call.answeredAt, undefined);
});

test('a leg that a member transferred away is still the call to the number that was dialled', () => {
  const call = read({
    ...ENDED,
    'Caller-Destination-Number': '713',
    'Caller-Caller-ID-Number': '+4930987654321',
  });
  assert.equal(call?.number, '030987654321');
  assert.equal(call.extension, '1001');
});

test('a call without a known caller has no extension', () => {
  for (const variable_rufgruppe_caller of ['', 'a b', '1001\n', "'", 'x'.repeat(65)]) {
    assert.equal(read({ ...ANSWER, variable_rufgruppe_caller })?.extension, undefined);
  }
  assert.equal(read({ ...ANSWER, variable_rufgruppe_caller: 'anna.muster' })?.extension, 'anna.muster');
});

test('other legs and other events are nobody’s outgoing call', () => {
  assert.equal(read({ ...ANSWER, variable_rufgruppe_leg: 'incoming' }), undefined);
  assert.equal(read({ ...ANSWER, variable_rufgruppe_leg: '' }), undefined);
  for (const name of ['CHANNEL_BRIDGE', 'CHANNEL_HANGUP', 'constructor', '']) {
    assert.equal(read({ ...ANSWER, 'Event-Name': name }), undefined, name);
  }
});

test('what a phone dialled is a number, or nothing at all', () => {
  const number = (variable_rufgruppe_called: string) =>
    read({ ...ANSWER, variable_rufgruppe_called })?.number;
  assert.equal(number('+49 (30) 987-654.321'), '+4930987654321');
  assert.equal(number('*31#030987654321'), '*31#030987654321');
  for (const evil of [
    '',
    '+',
    'anna',
    '030${system(id)}',
    '030,1',
    '030]1',
    "030'1",
    '<b>1</b>',
    '$ne',
    '030+1',
    '٠٣٠',
    '1'.repeat(41),
  ]) {
    assert.equal(number(evil), undefined, evil);
  }
});

test('an event whose id or time cannot be read is left alone', () => {
  assert.equal(read({ ...ANSWER, 'Unique-ID': '' }), undefined);
  assert.equal(read({ ...ANSWER, 'Unique-ID': 'a b' }), undefined);
  for (const text of ['', '-1', '1e9', 'soon', '9'.repeat(19)]) {
    const headers = { ...ANSWER, 'Caller-Channel-Answered-Time': text, 'Event-Date-Timestamp': text };
    assert.equal(read(headers), undefined, text);
  }
  const call = read({ ...ANSWER, 'Caller-Channel-Answered-Time': '0' });
  assert.deepEqual(call?.at, new Date('2026-11-25T01:55:05.600Z'));
});
