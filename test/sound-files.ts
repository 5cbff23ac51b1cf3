/** Sound files for tests: written here, or those of `fixtures/sounds`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../src/base/project-folder.js';
import { writeWav } from '../src/base/sounds/wav.js';

/** A sine of this height in a WAV that needs no converter. @param size of 32,768 */
export function toneWav({ hz = 800, sec = 1, rate = 8_000, size = 8_000 } = {}): Buffer {
  const samples = Int16Array.from({ length: Math.round(sec * rate) }, (_, index) =>
    Math.max(-32_768, Math.min(32_767, Math.round(size * Math.sin((2 * Math.PI * hz * index) / rate)))),
  );
  return writeWav({ rate, samples });
}

/** A sine of 800 Hz: 2 s of MP3 and OGG with two channels of 44.1 kHz, 1 s of FLAC with one of 8 kHz. */
export function soundFixture(name: 'tone.mp3' | 'tone.ogg' | 'tone.flac'): Buffer {
  return readFileSync(path.join(projectFolder(), 'test', 'fixtures', 'sounds', name));
}
