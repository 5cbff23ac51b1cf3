/** Names of sounds. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isSoundName, soundNameOf } from '../../../../src/base/model/sound.js';
import { isPlainToken } from '../../../../src/telephony/dialstring/text.js';

describe('The name of a sound', () => {
  for (const [given, name] of [
    ['closed.wav', 'closed.wav'],
    ['Closed', 'closed.wav'],
    ['Begrüßung (neu).MP3', 'begruessung-neu.wav'],
    ['café à la carte.ogg', 'cafe-a-la-carte.wav'],
    ['a.b.flac', 'a.b.wav'],
    ['../../etc/passwd', 'etc-passwd.wav'],
    ['..\\..\\boot.ini', 'boot.ini.wav'],
    ['.hidden.wav', 'hidden.wav'],
    ['a..b.wav', 'a.b.wav'],
    ["a';${system rm}.wav", 'a-system-rm.wav'],
    ['x'.repeat(300), `${'x'.repeat(56)}.wav`],
    ['日本', ''],
    ['...', ''],
    ['', ''],
    ['.wav', ''],
  ] as const)
    test(`that is made of “${given.slice(0, 30)}” is “${name}”`, () => {
      assert.equal(soundNameOf(given), name);
      assert.equal(isSoundName(name), name !== '');
      assert.equal(soundNameOf(name), name);
    });

  test('means nothing to a dial string', () => {
    for (const given of ["a'b,c|d{e}[f]\\g^h$i`j", 'a b\tc\nd', 'a:_:b'])
      assert.equal(isPlainToken(`rufgruppe/${soundNameOf(given)}`), true, given);
  });

  for (const name of [
    'a',
    'a.mp3',
    '../a.wav',
    'a/b.wav',
    '.a.wav',
    'A.wav',
    'a..b.wav',
    'a\0.wav',
    'ä.wav',
    '-.wav\n',
  ])
    test(`is not ${JSON.stringify(name)}`, () => assert.equal(isSoundName(name), false));
});
