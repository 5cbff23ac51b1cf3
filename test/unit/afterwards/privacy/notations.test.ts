/** A number is found however it is written, and no other number is taken for it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textsOfMail } from '../../../../src/afterwards/privacy/mail-text.js';
import { notationsOf, occursIn } from '../../../../src/afterwards/privacy/notations.js';

const home = notationsOf('+491713920015', 'DE');
assert.ok(home !== undefined);

for (const text of [
  '+491713920015',
  '00491713920015',
  '491713920015',
  '01713920015',
  '1713920015',
  'rang: 0171 3920015, twice',
  '0171/392 00 15',
  '(0171) 392-0015',
  '+49 (0)171 3920015',
  '+49 (0171) 3920015',
  '+49\u00a0171\u202f3920015',
  '+49&nbsp;171&nbsp;3920015',
  '&#43;491713920015',
  '/calls?caller=%2B491713920015&page=1',
  'note=call%200171%203920015',
  'tel:+49-171-3920015',
  '"{\\"number\\":\\"+491713920015\\"}"',
  'mobil01713920015',
  '+49171392=\r\n0015',
])
  test(`finds ${JSON.stringify(text)}`, () => {
    assert.ok(occursIn(text, home));
    assert.doesNotMatch(text.replaceAll(home.pattern, '***'), /\d{4}/);
  });

for (const text of [
  '0171 3920015 20:15',
  '10:00 0171 3920015 60 s',
  '25.11. 10:00 1713920015',
  '25.11.2026 1713920015 2026-11-25',
  '0171 3920015. 3 Personen',
  '0171 3920015 (3)',
  '0171 3920015 25.11.',
  '0171 3920015 11/25/2026',
  '0171 3920015 2 mal',
  '0171 3920015 / 030 23125002',
  '030 23125002 - 0171 3920015 - +49 30 23125002',
  '2026-11-25-01713920015-20261125-100000.wav',
  '01713920015-3f2a77.wav',
  'Max;01713920015;25;1',
])
  test(`finds the number beside other digits in ${JSON.stringify(text)}`, () => {
    assert.ok(occursIn(text, home));
    assert.doesNotMatch(text.replaceAll(home.pattern, '***'), /3920015/);
  });

for (const text of [
  '+4917139200151',
  '0171392001',
  '+431713920015',
  '+43 1713920015',
  '0043 171 3920015',
  '10 171 3920016',
  '9171392001500',
  '+1 171 392 0016',
  '0171 3920015-56',
  '0171 3920015 56',
  '0171/392 00 15 / 7',
  '+49 171 3920015-0',
  '0171 3920015.123',
  '+491713920015&nbsp;56',
  '555 1713920015',
  '(555) 171 3920015',
  '555-171-3920015',
  '555 49 171 3920015',
])
  test(`takes ${text} for another number`, () => {
    assert.ok(!occursIn(text, home));
  });

test('a number abroad is not found as a number at home, nor without its country code', () => {
  const abroad = notationsOf('+43171392001', 'DE');
  assert.ok(abroad !== undefined);
  assert.ok(occursIn('0043 1 71392001', abroad));
  assert.ok(occursIn('+43 1 71392001', abroad));
  assert.ok(!occursIn('0171392001', abroad));
  assert.ok(!occursIn('171392001', abroad));
});

test('a number that is no phone number is found by its digits; too few digits by nothing', () => {
  const odd = notationsOf('998877', 'DE');
  assert.ok(odd !== undefined);
  assert.ok(occursIn('from 99 88 77.', odd));
  assert.ok(!occursIn('19988771', odd));
  assert.equal(notationsOf('1234', 'DE'), undefined);
});

test('is found in a mail, in each of its encodings', () => {
  const inBase64 = Buffer.from('Anruf von +49 171 3920015 für Ümit').toString('base64');
  const subject = Buffer.from('Verpasst: 0171 3920015').toString('base64');
  for (const mail of [
    `Subject: x\r\n\r\nAnruf von +49 171 =\r\n3920015`,
    `Subject: x\r\n\r\nvon =2B49=C2=A0171=C2=A03920015`,
    `Content-Transfer-Encoding: base64\r\n\r\n${inBase64}\r\n`,
    `Subject: =?UTF-8?B?${subject}?=\r\n\r\nx`,
    `Subject: =?UTF-8?Q?von_0171_392=30015?=\r\n\r\nx`,
  ])
    assert.ok(occursIn(textsOfMail(mail), home), mail);
});
