import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrameReader } from '../../../../src/telephony/esl/frame-reader.js';
import { decodeFrame, type EslMessage } from '../../../../src/telephony/esl/message-decoder.js';
import { recordedTraffic } from '../../../fakes/recorded-traffic.js';

function decode(text: string | Buffer): EslMessage[] {
  const reader = new FrameReader();
  return [...reader.push(Buffer.from(text))].map(decodeFrame);
}

test('reads the recorded CHANNEL_DATA of a real call', () => {
  const [first, second] = decode(
    recordedTraffic('outbound-sync-answered-in-stage-2')
      .filter(({ by }) => by === 'freeswitch')
      .map(({ text }) => text)
      .join(''),
  );
  assert.equal(first?.eventName, 'CHANNEL_DATA');
  assert.equal(first.contentType, 'command/reply');
  assert.equal(first.headers.get('Caller-Caller-ID-Name'), 'Erika Muster');
  assert.equal(first.headers.get('FreeSWITCH-IPv6'), 'fd00::2');
  assert.equal(first.headers.get('Reply-Text'), '+OK\n');
  assert.equal(first.headers.get('Socket-Mode'), 'static');
  assert.match(first.headers.get('variable_switch_r_sdp') ?? '', /^v=0\r\no=- /);
  assert.equal(second?.headers.get('Reply-Text'), '+OK will linger');
});

test('reads every message of every recording', () => {
  const counts = [
    'answered-in-stage-2',
    'all-busy-or-rejected',
    'nobody-answers',
    'caller-gives-up-in-stage-1',
  ].map(
    (name) =>
      decode(
        recordedTraffic(`outbound-sync-${name}`)
          .filter(({ by }) => by === 'freeswitch')
          .map(({ text }) => text)
          .join(''),
      ).length,
  );
  assert.deepEqual(counts, [12, 13, 13, 9]);
});

test('a reply is raw text: percent signs stay as they are', () => {
  const [message] = decode('Content-Type: command/reply\nReply-Text: sip:a%40b 50% %FC\n\n');
  assert.equal(message?.headers.get('Reply-Text'), 'sip:a%40b 50% %FC');
});

test('a reply in Latin-1 bytes is read too', () => {
  const [message] = decode(Buffer.from('Content-Type: command/reply\nReply-Text: M\u00fcller\n\n', 'latin1'));
  assert.equal(message?.headers.get('Reply-Text'), 'Müller');
});

test('an event in a body keeps its headers, its escapes and its own body', () => {
  const event = 'Event-Name: CUSTOM\nCaller-Name: M%FCller%20%25\nContent-Length: 3\n\n%41';
  const [message] = decode(`Content-Length: ${event.length}\nContent-Type: text/event-plain\n\n${event}`);
  assert.equal(message?.eventName, 'CUSTOM');
  assert.equal(message.headers.get('Caller-Name'), 'Müller %');
  assert.equal(message.body, '%41');
});

test('of two lines of one name the first counts, and a name is a whole name', () => {
  const [message] = decode('Event-Name: CHANNEL_DATA\nX-A: 0\nA: 1\nA: 2\nB: a: b\nC: \n\n');
  assert.deepEqual(
    ['A', 'B', 'C', 'X', 'Event-Name', 'A: 1'].map((name) => message?.headers.get(name)),
    ['1', 'a: b', '', undefined, 'CHANNEL_DATA', undefined],
  );
});

for (const type of ['text/event-xml', 'text/event-json']) {
  test(`an event as ${type} was never asked for`, () => {
    assert.throws(() => decode(`Content-Length: 1\nContent-Type: ${type}\n\n<`), { code: 'ESL_PROTOCOL' });
  });
}

test('any header value of any bytes is decoded without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const value = Buffer.from(bytes).toString('latin1').replaceAll('\n', '');
      const [message] = decode(Buffer.from(`Event-Name: CHANNEL_DATA\nX: ${value}\n\n`, 'latin1'));
      assert.equal(message?.eventName, 'CHANNEL_DATA');
    }),
  );
});
