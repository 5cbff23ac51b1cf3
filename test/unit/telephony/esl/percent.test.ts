import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeBytes, decodePercent, protectPercent } from '../../../../src/telephony/esl/percent.js';

test('reads UTF-8, and Latin-1 where it is not UTF-8', () => {
  assert.equal(decodePercent('M%C3%BCller'), 'Müller');
  assert.equal(decodePercent('M%FCller'), 'Müller');
  assert.equal(decodePercent('%80%99%9F%81'), '€™Ÿ\ufffd');
  assert.equal(decodePercent('%F0%9F%93%9E%20caf%E9'), '📞 café');
});

test('leaves a percent sign alone that begins no escape', () => {
  assert.equal(decodePercent('100%'), '100%');
  assert.equal(decodePercent('%zz%2'), '%zz%2');
  assert.equal(decodePercent('%%41'), '%A');
});

test('never throws, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const escaped = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
      assert.equal(decodePercent(escaped), decodeBytes(bytes));
    }),
  );
});

test('returns every text that encodeURIComponent wrote', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(decodePercent(encodeURIComponent(text)), text);
      assert.equal(decodeURIComponent(protectPercent(text)), text);
    }),
  );
});
