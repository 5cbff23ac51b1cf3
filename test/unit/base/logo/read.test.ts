/** What becomes the logo, by the content of a file. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readLogo } from '../../../../src/base/logo/read.js';
import { LogoRefused } from '../../../../src/base/logo/refused.js';
import { JPEG_LOGO, LOSSLESS_WEBP_LOGO, pngLogo, WEBP_LOGO } from '../../../logo-files.js';

const whyNot = (bytes: Buffer): string => {
  try {
    const { kind, width, height } = readLogo(bytes);
    return `${kind} ${width} × ${height}`;
  } catch (error) {
    assert.ok(error instanceof LogoRefused, String(error));
    return error.why;
  }
};

/** A lossy or lossless picture in the extended container: `VP8X`, and its size in three bytes each. */
function extendedWebp(): Buffer {
  const head = Buffer.alloc(30);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(22, 4);
  head.write('WEBPVP8X', 8, 'latin1');
  head.writeUInt32LE(10, 16);
  head.writeUIntLE(199, 24, 3);
  head.writeUIntLE(79, 27, 3);
  return head;
}

describe('A logo', () => {
  test('is a PNG, JPEG or WebP, and says itself how large it is', () => {
    assert.equal(whyNot(pngLogo({ width: 300, height: 80 })), 'png 300 × 80');
    assert.equal(whyNot(JPEG_LOGO), 'jpeg 24 × 16');
    assert.equal(whyNot(WEBP_LOGO), 'webp 24 × 16');
    assert.equal(whyNot(LOSSLESS_WEBP_LOGO), 'webp 24 × 16');
    assert.equal(whyNot(extendedWebp()), 'webp 200 × 80');
  });

  test('that lacks its end is refused, wherever it was cut', () => {
    for (const whole of [pngLogo(), JPEG_LOGO, WEBP_LOGO, LOSSLESS_WEBP_LOGO])
      for (let length = 12; length < whole.length; length += 1)
        assert.equal(whyNot(whole.subarray(0, length)), 'cutOff', `${length} of ${whole.length}`);
  });

  test('that is damaged inside is refused', () => {
    const damaged = pngLogo();
    damaged[60] = (damaged[60] ?? 0) ^ 0xff;
    assert.equal(whyNot(damaged), 'cutOff');
  });

  test('of another kind is refused, whatever its name says', () => {
    assert.equal(whyNot(Buffer.alloc(0)), 'empty');
    assert.equal(whyNot(Buffer.from('GIF89a\x01\x00\x01\x00')), 'noPicture');
    assert.equal(whyNot(Buffer.from('<!doctype html><script>alert(1)</script>')), 'noPicture');
    assert.equal(whyNot(Buffer.from('<?xml version="1.0"?><svg onload="alert(1)"/>')), 'svg');
  });

  test('has 16 to 2000 pixels on each side and at most 100 KB', () => {
    assert.equal(whyNot(pngLogo({ width: 16, height: 16 })), 'png 16 × 16');
    assert.equal(whyNot(pngLogo({ width: 15, height: 40 })), 'badSize');
    assert.equal(whyNot(pngLogo({ width: 2001, height: 16 })), 'badSize');
    assert.equal(whyNot(Buffer.concat([pngLogo(), Buffer.alloc(100 * 1024)])), 'tooLarge');
  });
});
