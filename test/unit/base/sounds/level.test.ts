/** How loud a sound is, and what is worth a warning. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { atOnce } from '../../../../src/base/in-slices.js';
import { remarksOf } from '../../../../src/base/model/sound.js';
import { levelSteps } from '../../../../src/base/sounds/level.js';
import { readWav } from '../../../../src/base/sounds/wav.js';
import { toneWav } from '../../../sound-files.js';

function levelOf(...wavs: readonly Buffer[]) {
  const all = wavs.flatMap((wav) => [...(readWav(wav)?.samples ?? [])]);
  return atOnce(levelSteps({ rate: 8_000, samples: Int16Array.from(all) }));
}

const remarks = (level: ReturnType<typeof levelOf>, lengthMs = 1_000) =>
  remarksOf({ ...level, lengthMs, rate: 8_000, bytes: 1 });

describe('The level', () => {
  test('of a sine is its size and its power', () => {
    assert.deepEqual(levelOf(toneWav({ hz: 1_000, size: 16_384 })), { peakDb: -6, loudnessDb: -9, clips: 0 });
  });

  test('is that of what is spoken: pauses make nothing quieter', () => {
    const [tone, pause] = [toneWav({ size: 16_384 }), toneWav({ size: 0, sec: 5 })];
    assert.equal(levelOf(tone, pause).loudnessDb, levelOf(tone).loudnessDb);
  });

  test('of silence is the floor, and silence is told', () => {
    const level = levelOf(toneWav({ size: 0 }));
    assert.deepEqual(level, { peakDb: -96, loudnessDb: -96, clips: 0 });
    assert.deepEqual(remarks(level), ['silent']);
  });

  test('that is too low is told', () => {
    assert.deepEqual(remarks(levelOf(toneWav({ size: 400 }))), ['quiet']);
    assert.deepEqual(remarks(levelOf(toneWav({ size: 3_000 }))), []);
  });

  test('that is cut at the limit is told, one that only touches it is not', () => {
    assert.deepEqual(remarks(levelOf(toneWav({ size: 90_000, hz: 200 }))), ['clipped']);
    assert.deepEqual(remarks(levelOf(toneWav({ size: 32_767, hz: 1_000 }))), []);
  });

  test('of nothing is silence', () => {
    assert.deepEqual(levelOf(), { peakDb: -96, loudnessDb: -96, clips: 0 });
  });

  test('does not matter to the warning of a long one', () => {
    assert.deepEqual(remarks(levelOf(toneWav()), 200_000), ['long']);
  });
});
