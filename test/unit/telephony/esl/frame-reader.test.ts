import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrameReader } from '../../../../src/telephony/esl/frame-reader.js';

const STREAM =
  'Event-Name: CHANNEL_DATA\nUnique-ID: 1\n\n' +
  '\nContent-Type: command/reply\nReply-Text: +OK\n\n' +
  'Content-Type: api/response\nContent-Length: 8\n\nab\n\ncd\n\n' +
  'Content-Type: text/disconnect-notice\nContent-Length: 0\n\n';

function frames(chunks: readonly string[]): [string, string][] {
  const reader = new FrameReader();
  const seen: [string, string][] = [];
  for (const chunk of chunks) {
    for (const { head, body } of reader.push(Buffer.from(chunk)))
      seen.push([head.toString(), body.toString()]);
  }
  assert.equal(reader.partial, false);
  return seen;
}

const EXPECTED = [
  ['Event-Name: CHANNEL_DATA\nUnique-ID: 1', ''],
  ['Content-Type: command/reply\nReply-Text: +OK', ''],
  ['Content-Type: api/response\nContent-Length: 8', 'ab\n\ncd\n\n'],
  ['Content-Type: text/disconnect-notice\nContent-Length: 0', ''],
];

test('cuts a stream into messages, empty lines inside a body included', () => {
  assert.deepEqual(frames([STREAM]), EXPECTED);
});

test('cuts the same messages wherever the packets end', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length)), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
      assert.deepEqual(
        frames(places.slice(1).map((end, index) => STREAM.slice(places[index], end))),
        EXPECTED,
      );
    }),
  );
});

test('knows at the first byte that this is no event socket', () => {
  assert.throws(() => [...new FrameReader().push(Buffer.from('G'))], { code: 'ESL_PROTOCOL' });
  assert.deepEqual([...new FrameReader().push(Buffer.from('C'))], []);
  assert.throws(() => [...new FrameReader().push(Buffer.from('Content-Typo: '))], { code: 'ESL_PROTOCOL' });
});

test('says that a message has begun and is not complete', () => {
  const reader = new FrameReader();
  assert.equal(reader.partial, false);
  assert.deepEqual([...reader.push(Buffer.from('Content-Length: 2\n\n'))], []);
  assert.equal(reader.partial, true);
  assert.equal([...reader.push(Buffer.from('ab'))].length, 1);
  assert.equal(reader.partial, false);
});

test('takes a megabyte in single bytes without looking at each byte again', () => {
  const reader = new FrameReader({ maxHeadBytes: 2_000_000, maxBodyBytes: 1 });
  const byte = Buffer.from('a');
  assert.deepEqual([...reader.push(Buffer.from('Event-Name: x'))], []);
  for (let count = 0; count < 200_000; count += 1)
    for (const frame of reader.push(byte)) assert.fail(frame.head.toString());
  assert.equal([...reader.push(Buffer.from('\n\n'))][0]?.head.length, 200_013);
});
