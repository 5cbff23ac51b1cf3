/** What a file is is told from its content. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { declaredSec, isWhole, kindOf } from '../../../../src/base/sounds/kind.js';
import { soundFixture, toneWav } from '../../../sound-files.js';

describe('A file', () => {
  test('is known by its content', () => {
    assert.equal(kindOf(toneWav()), 'wav');
    assert.equal(kindOf(soundFixture('tone.mp3')), 'mp3');
    assert.equal(kindOf(soundFixture('tone.ogg')), 'ogg');
    assert.equal(kindOf(soundFixture('tone.flac')), 'flac');
  });

  test('is an MP3 behind a tag with a picture, and without any tag', () => {
    const mp3 = soundFixture('tone.mp3');
    const size = 10 + (mp3[9] ?? 0);
    assert.equal(kindOf(mp3.subarray(size)), 'mp3');
    const picture = Buffer.alloc(5_000, 0xff);
    const tag = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 5_000 >> 7, 5_000 & 0x7f]);
    assert.equal(kindOf(Buffer.concat([tag, picture, mp3.subarray(size)])), 'mp3');
  });

  for (const [what, bytes] of [
    ['text', Buffer.from('this is no sound, whatever its name says')],
    ['a play list', Buffer.from('#EXTM3U\nfile:///etc/passwd\n')],
    ['HTML', Buffer.from('<!doctype html><title>x</title>')],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 1])],
    ['a video in Ogg', Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), Buffer.from('\x80theora')])],
    ['a video in RIFF', Buffer.from('RIFF\0\0\0\0AVI LIST')],
    ['a tag with nothing behind it', Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f])],
    ['zeros', Buffer.alloc(1_000)],
    ['ones', Buffer.alloc(1_000, 0xff)],
    ['three bytes', Buffer.from('ID3')],
    ['nothing', Buffer.alloc(0)],
  ] as const)
    test(`is no sound when it is ${what}`, () => assert.equal(kindOf(bytes), undefined));

  test('says how long it is, as far as its kind says so', () => {
    assert.equal(declaredSec(soundFixture('tone.flac'), 'flac'), 1);
    assert.ok(Math.abs((declaredSec(soundFixture('tone.mp3'), 'mp3') ?? 0) - 2) < 0.1);
    assert.equal(declaredSec(soundFixture('tone.ogg'), 'ogg'), undefined);
  });

  for (const name of ['tone.mp3', 'tone.ogg'] as const)
    test(`is known to be cut off: ${name}`, () => {
      const bytes = soundFixture(name);
      const kind = kindOf(bytes);
      assert.ok(kind !== undefined);
      assert.equal(isWhole(bytes, kind), true);
      assert.equal(isWhole(bytes.subarray(0, bytes.length - 200), kind), false);
    });

  test('never throws, wherever it ends and whatever is in it', () => {
    for (const name of ['tone.mp3', 'tone.ogg', 'tone.flac'] as const) {
      const whole = soundFixture(name);
      for (let length = 0; length < 400; length += 1) {
        const bytes = whole.subarray(0, length);
        const kind = kindOf(bytes) ?? 'mp3';
        declaredSec(bytes, kind);
        isWhole(bytes, kind);
      }
    }
  });
});
