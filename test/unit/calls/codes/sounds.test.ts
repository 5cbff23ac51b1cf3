/** Every sound that a code can play is shipped, in each language, as FreeSWITCH plays it without converting. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { LANGUAGES } from '../../../../src/base/model/language.js';
import { MOST_SPOKEN, PARTS, SENTENCES } from '../../../../src/calls/codes/rules/spoken.js';
import { TALK_SOUNDS } from '../../../../src/telephony/dialstring/talk-codes.js';

const SOUNDS = path.resolve(import.meta.dirname, '../../../../../freeswitch/sounds');
const NUMBERS = Array.from({ length: MOST_SPOKEN + 1 }, (_, number) => String(number));

/** Of `fmt ` in a WAV file: A-law. */
const A_LAW = 6;

for (const language of LANGUAGES) {
  test(`the prompts of the codes are there in ${language}: A-law, mono, 8 kHz, at most 8 seconds`, () => {
    for (const name of [...SENTENCES, ...PARTS, ...NUMBERS, ...TALK_SOUNDS]) {
      const file = readFileSync(path.join(SOUNDS, 'codes', language, `${name}.wav`));
      const format = file.indexOf('fmt ') + 8;
      assert.equal(file.readUInt16LE(format), A_LAW, name);
      assert.equal(file.readUInt16LE(format + 2), 1, name);
      assert.equal(file.readUInt32LE(format + 4), 8000, name);
      assert.ok(file.length > 1_500 && file.length < 64_000, `${name} has ${file.length} bytes`);
    }
  });

  test(`prompts.txt says what each of them says in ${language}, and names no others`, () => {
    const lines = readFileSync(path.join(SOUNDS, 'prompts.txt'), 'utf8').split('\n');
    const of = `codes/${language}/`;
    const named = lines.filter((line) => line.startsWith(of)).map((line) => line.split('|', 1)[0] ?? '');
    const wanted = [...SENTENCES, ...PARTS, ...NUMBERS, ...TALK_SOUNDS].map((name) => `${of}${name}`);
    assert.deepEqual(named.toSorted(), wanted.toSorted());
  });
}
