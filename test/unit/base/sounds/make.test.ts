/** Files become sounds, or it is said why not. Converters are programs of the tests, and the real ones where they are installed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { CONVERTERS, type Converter } from '../../../../src/base/sounds/convert.js';
import { makeSound } from '../../../../src/base/sounds/make.js';
import { SoundRefused } from '../../../../src/base/sounds/refused.js';
import { readWav } from '../../../../src/base/sounds/wav.js';
import { soundFixture, toneWav } from '../../../sound-files.js';

/** Node in the place of ffmpeg. */
const program = (script: string): Converter => ({
  program: process.execPath,
  arguments: () => ['-e', script],
});

const MISSING: Converter = { program: '/nowhere/ffmpeg', arguments: () => [] };
const MP3 = soundFixture('tone.mp3');

async function refused(bytes: Buffer, converters: readonly Converter[] = [], limitMs = 20_000) {
  try {
    await makeSound(bytes, { converters, limitMs });
  } catch (error) {
    if (error instanceof SoundRefused) return { why: error.why, values: error.values };
    throw error;
  }
  assert.fail('it became a sound');
}

describe('A file becomes a sound', () => {
  test('without a converter when it is a WAV that telephones play', async () => {
    const sound = await makeSound(toneWav({ sec: 2, rate: 16_000 }), { converters: [] });
    const { lengthMs, rate, kind, clips, content, bytes } = sound;
    assert.deepEqual(
      { lengthMs, rate, kind, clips },
      { lengthMs: 2_000, rate: 16_000, kind: 'wav', clips: 0 },
    );
    assert.equal(readWav(content)?.samples.length, 32_000);
    assert.equal(bytes, 64_044);
  });

  test('with nothing of what else was in the file', async () => {
    const tagged = Buffer.concat([toneWav(), Buffer.from('LIST\x04\0\0\0evil')]);
    assert.equal((await makeSound(tagged, { converters: [] })).content.includes('evil'), false);
  });

  test('by what a converter says on its standard output', async () => {
    const echo = program(
      `process.stdin.resume().on('end', () => process.stdout.write(Buffer.alloc(32000 * 2, 1)))`,
    );
    const sound = await makeSound(MP3, { converters: [MISSING, echo] });
    assert.deepEqual([sound.lengthMs, sound.kind], [2_000, 'mp3']);
  });

  for (const converter of CONVERTERS) {
    const { program: name } = converter;
    const isThere = spawnSync(name, ['--version']).error === undefined;
    for (const file of ['tone.ogg', 'tone.flac', 'tone.mp3'] as const) {
      const skip = !isThere
        ? `${name} is not installed`
        : file === 'tone.mp3' &&
            name === 'sox' &&
            !/ mp3 /.test(spawnSync('sox', ['--help']).stdout.toString())
          ? 'sox has no MP3'
          : false;
      test(`by ${name}: ${file}`, { skip }, async () => {
        const sound = await makeSound(soundFixture(file), { converters: [converter] });
        const sec = file === 'tone.flac' ? 1 : 2;
        assert.ok(Math.abs(sound.lengthMs - sec * 1_000) < 100, `${sound.lengthMs}`);
        assert.ok(Math.abs(sound.loudnessDb - -18.5) < 1, `${sound.loudnessDb}`);
        assert.ok(Math.abs(crossings(sound.content) / sec - 1_600) < 60, `${crossings(sound.content)}`);
      });
    }
  }
});

/** Twice the height of a sine. */
function crossings(wav: Buffer): number {
  const samples = readWav(wav)?.samples ?? new Int16Array();
  return samples.filter((sample, index) => sample >= 0 !== (samples[index - 1] ?? 0) >= 0).length;
}

describe('A file is refused', () => {
  test('when it is empty, no sound, or too large', async () => {
    assert.equal((await refused(Buffer.alloc(0))).why, 'empty');
    assert.equal((await refused(Buffer.from('#!/bin/sh\nrm -rf /\n'))).why, 'noSound');
    assert.deepEqual(await refused(Buffer.alloc(20 * 1024 * 1024 + 1)), {
      why: 'tooLarge',
      values: { most: 20 },
    });
  });

  test('when it is cut off', async () => {
    const wav = toneWav();
    assert.equal((await refused(wav.subarray(0, wav.length - 100))).why, 'cutOff');
    assert.equal((await refused(MP3.subarray(0, 5_000))).why, 'cutOff');
  });

  test('when its header promises more than a converter finds in it', async () => {
    const half = program(`process.stdin.resume().on('end', () => process.stdout.write(Buffer.alloc(16000)))`);
    assert.deepEqual(await refused(MP3, [half]), { why: 'cutOff', values: { there: 1, declared: 2 } });
  });

  test('when it has no sample, or too many', async () => {
    assert.equal((await refused(toneWav({ sec: 0 }))).why, 'noSamples');
    assert.deepEqual(await refused(toneWav({ sec: 601 })), { why: 'tooLong', values: { min: 10 } });
  });

  test('when nothing can convert it, or only a program that does not know this kind', async () => {
    assert.deepEqual(await refused(MP3, [MISSING]), { why: 'noConverter', values: { kind: 'MP3' } });
    const lacking = program(
      `console.error("sox FAIL formats: no handler for given file type 'mp3'"); process.exit(2)`,
    );
    assert.equal((await refused(MP3, [MISSING, lacking])).why, 'noConverter');
  });

  test('with what the converter says', async () => {
    const failing = program(`console.error('first\\nInvalid data found'); process.exit(1)`);
    const { why, values } = await refused(MP3, [failing]);
    assert.deepEqual([why, values['reason']], ['converterFailed', 'Invalid data found']);
  });

  test('when the converter hangs, which is killed, and with it everything waits no longer', async () => {
    const hanging = program(`process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000)`);
    assert.equal((await refused(MP3, [hanging], 300)).why, 'converterHangs');
  });

  test('when a small file unfolds to hours: the converter is killed at the limit', async () => {
    const endless = program(
      `const block = Buffer.alloc(1 << 20); const go = () => { while (process.stdout.write(block)); process.stdout.once('drain', go); }; go()`,
    );
    assert.equal((await refused(MP3, [endless])).why, 'tooLong');
  });
});
