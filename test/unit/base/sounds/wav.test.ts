/** WAV files that are read without a converter. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SoundRefused } from '../../../../src/base/sounds/refused.js';
import { readWav, writeWav } from '../../../../src/base/sounds/wav.js';

/** @param declared of the data; default: what there is */
function wav(
  code: number,
  bits: number,
  data: Buffer,
  { channels = 1, rate = 8_000, declared = data.length } = {},
) {
  const head = Buffer.alloc(46);
  head.write('RIFF\0\0\0\0WAVEfmt ', 0, 'latin1');
  head.writeUInt32LE(18, 16);
  head.writeUInt16LE(code, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt16LE(bits, 34);
  head.write('data', 38, 'latin1');
  head.writeUInt32LE(declared, 42);
  return Buffer.concat([head, data]);
}

const refusal = (why: string) => (error: unknown) => error instanceof SoundRefused && error.why === why;

describe('A WAV', () => {
  test('of 16 bits is read as it is', () => {
    const data = Buffer.from([1, 0, 0xff, 0xff, 0, 0x80]);
    assert.deepEqual([...(readWav(wav(1, 16, data))?.samples ?? [])], [1, -1, -32_768]);
  });

  test('of A-law is read by the table of G.711', () => {
    const samples = readWav(wav(6, 8, Buffer.from([0xd5, 0x55, 0x2a, 0xaa, 0x80, 0x00])))?.samples;
    assert.deepEqual([...(samples ?? [])], [8, -8, -32_256, 32_256, 5_504, -5_504]);
  });

  test('of µ-law is read by the table of G.711', () => {
    const samples = readWav(wav(7, 8, Buffer.from([0xff, 0x7f, 0x00, 0x80])))?.samples;
    assert.deepEqual([...(samples ?? [])], [0, 0, -32_124, 32_124]);
  });

  test('is left to a converter when telephones do not play it', () => {
    const data = Buffer.alloc(8);
    assert.equal(readWav(wav(1, 16, data, { channels: 2 })), undefined);
    assert.equal(readWav(wav(1, 16, data, { rate: 44_100 })), undefined);
    assert.equal(readWav(wav(1, 24, data)), undefined);
    assert.equal(readWav(wav(3, 32, data)), undefined);
  });

  test('that says it is longer than it is is not whole', () => {
    assert.throws(() => readWav(wav(1, 16, Buffer.alloc(8), { declared: 10_000 })), refusal('cutOff'));
  });

  test('of a recorder that was cut off before it wrote the length is taken for what is there', () => {
    for (const declared of [0, 0xffffffff])
      assert.equal(readWav(wav(1, 16, Buffer.alloc(8), { declared }))?.samples.length, 4);
  });

  test('without format or data is unreadable', () => {
    const whole = wav(1, 16, Buffer.alloc(8));
    assert.throws(() => readWav(whole.subarray(0, 30)), refusal('unreadable'));
    const withoutFormat = Buffer.concat([whole.subarray(0, 12), whole.subarray(38)]);
    assert.throws(() => readWav(withoutFormat), refusal('unreadable'));
  });

  test('that is written is read again', () => {
    const samples = Int16Array.from([0, 1, -1, 32_767, -32_768]);
    const again = readWav(writeWav({ rate: 16_000, samples }));
    assert.deepEqual([again?.rate, [...(again?.samples ?? [])]], [16_000, [...samples]]);
  });
});
