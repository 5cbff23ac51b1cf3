import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DateTime } from 'luxon';
import { momentFaultText } from '../../../../src/people/operations/moment-texts.js';
import { momentOf, readMoment } from '../../../../src/people/operations/moment.js';
import { momentTexts } from '../../../../src/people/words/words.js';

const ZONE = 'Europe/Berlin';
/** A Saturday; the clock changes in the night. */
const NOW = DateTime.fromISO('2026-10-24T12:00', { zone: ZONE });

/** The moment in UTC, or why it is refused. */
const read: [given: string, meaning: string][] = [
  ['2026-12-24 08:00', '2026-12-24T07:00:00.000Z'],
  ['2026-12-24T08:00', '2026-12-24T07:00:00.000Z'],
  [' 24.12.2026 08:00 ', '2026-12-24T07:00:00.000Z'],
  ['08:00', '2026-10-25T07:00:00.000Z'],
  ['13:00', '2026-10-24T11:00:00.000Z'],
  ['2026-12-24T08:00:00+01:00', '2026-12-24T07:00:00.000Z'],
  ['2026-12-24T07:00Z', '2026-12-24T07:00:00.000Z'],
  ['2026-12-24T02:00:00.000-0500', '2026-12-24T07:00:00.000Z'],
  // The hour that comes twice: the first, unless a zone says otherwise.
  ['2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T02:30+01:00', '2026-10-25T01:30:00.000Z'],
  ['25 Oct 2026, 02:30 (summer time)', '2026-10-25T00:30:00.000Z'],
  ['25 Oct 2026, 02:30 (winter time)', '2026-10-25T01:30:00.000Z'],
  ['25.10.2026, 02:30 (Winterzeit)', '2026-10-25T01:30:00.000Z'],
  ['2:30 Uhr MEZ', '2026-10-25T01:30:00.000Z'],
  ['morgen 2:30 Sommerzeit', '2026-10-25T00:30:00.000Z'],
  ['13:00 (Sommerzeit)', '2026-10-24T11:00:00.000Z'],
  ['24.12. 8 Uhr (Winterzeit)', '2026-12-24T07:00:00.000Z'],
  ['24.12. 8 Uhr (Sommerzeit)', 'otherSeason'],
  ['13:00 winter time', 'otherSeason'],
  ['13:00 winter time summer time', 'notUnderstood'],
  // The hour that does not come.
  ['2027-03-28 02:30', '2027-03-28T01:30:00.000Z'],
  ['2026-10-24 11:59', 'past'],
  ['2026-10-24T09:59:59Z', 'past'],
  ['2026-12-24T08:00:00+25:00', 'notUnderstood'],
  ['2026-12-24', 'noTime'],
  ['24:00', '2026-10-24T22:00:00.000Z'],
  ['24.12. 24 Uhr', '2026-12-24T23:00:00.000Z'],
  ['24:30', 'notUnderstood'],
  ['tomorrow', 'noTime'],
  ['8', 'notUnderstood'],
  ['13 pm', 'notUnderstood'],
  ['31.2.2027 08:00', 'noSuchDay'],
  ['8 Uhr', '2026-10-25T07:00:00.000Z'],
  ['18.30 Uhr', '2026-10-24T16:30:00.000Z'],
  ['18 Uhr 30', '2026-10-24T16:30:00.000Z'],
  ['um 18 Uhr', '2026-10-24T16:00:00.000Z'],
  ['bis 18 Uhr', '2026-10-24T16:00:00.000Z'],
  ['bis zum 24.12. um 8 Uhr', '2026-12-24T07:00:00.000Z'],
  ['8 am', '2026-10-25T07:00:00.000Z'],
  ['8:00 a.m.', '2026-10-25T07:00:00.000Z'],
  ['8 A. M.', '2026-10-25T07:00:00.000Z'],
  ["8 o'clock", '2026-10-25T07:00:00.000Z'],
  ['6:30pm', '2026-10-24T16:30:00.000Z'],
  ['until 6 pm', '2026-10-24T16:00:00.000Z'],
  ['12 am', '2026-10-24T22:00:00.000Z'],
  ['12 pm', '2026-10-25T11:00:00.000Z'],
  ['noon', '2026-10-25T11:00:00.000Z'],
  ['Mittag', '2026-10-25T11:00:00.000Z'],
  ['morgen Mittag', '2026-10-25T11:00:00.000Z'],
  ['midnight', '2026-10-24T22:00:00.000Z'],
  ['Mitternacht', '2026-10-24T22:00:00.000Z'],
  ['heute Mitternacht', '2026-10-24T22:00:00.000Z'],
  ['24.12. Mitternacht', 'either'],
  ['Monday midnight', 'either'],
  ['tomorrow 8:00', '2026-10-25T07:00:00.000Z'],
  ['morgen 8 Uhr', '2026-10-25T07:00:00.000Z'],
  ['morgen früh 8 Uhr', '2026-10-25T07:00:00.000Z'],
  ['heute Abend 8 Uhr', '2026-10-24T18:00:00.000Z'],
  ['tonight 8 pm', '2026-10-24T18:00:00.000Z'],
  ['morgen früh 18 Uhr', 'notUnderstood'],
  ['heute 18:00', '2026-10-24T16:00:00.000Z'],
  ['heute 8:00', 'past'],
  ['übermorgen 8 Uhr', '2026-10-26T07:00:00.000Z'],
  ['uebermorgen 8:00', '2026-10-26T07:00:00.000Z'],
  ['day after tomorrow 8am', '2026-10-26T07:00:00.000Z'],
  ['the day after tomorrow at 8 am', '2026-10-26T07:00:00.000Z'],
  ['Montag 8 Uhr', '2026-10-26T07:00:00.000Z'],
  ['am Montag um 8 Uhr', '2026-10-26T07:00:00.000Z'],
  ['Mo 8:00', '2026-10-26T07:00:00.000Z'],
  ['Mo. 8.30 Uhr', '2026-10-26T07:30:00.000Z'],
  ['Mo 8.30', '2026-10-26T07:30:00.000Z'],
  ['Monday 8am', '2026-10-26T07:00:00.000Z'],
  ['8am Monday', '2026-10-26T07:00:00.000Z'],
  ['on Monday at 8 am', '2026-10-26T07:00:00.000Z'],
  // It is Saturday, 12:00: the next one that is still to come.
  ['Samstag 13 Uhr', '2026-10-24T11:00:00.000Z'],
  ['Samstag 11 Uhr', '2026-10-31T10:00:00.000Z'],
  ['Mo', 'noTime'],
  ['24.12. 8 Uhr', '2026-12-24T07:00:00.000Z'],
  ['24.12., 8:00', '2026-12-24T07:00:00.000Z'],
  ['24. 12. 2026 8 Uhr', '2026-12-24T07:00:00.000Z'],
  ['24.12.26 08:00', '2026-12-24T07:00:00.000Z'],
  ['24.12. 08 Uhr', '2026-12-24T07:00:00.000Z'],
  ['24.12.08 Uhr', '2026-12-24T07:00:00.000Z'],
  ['24.12. 8.30', '2026-12-24T07:30:00.000Z'],
  ['24.12 8.30', '2026-12-24T07:30:00.000Z'],
  ['8 Uhr 24.12.', '2026-12-24T07:00:00.000Z'],
  ['8 Uhr 24. Dezember', '2026-12-24T07:00:00.000Z'],
  ['8 Uhr am 24.12.', '2026-12-24T07:00:00.000Z'],
  ['2.1. 8:00', '2027-01-02T07:00:00.000Z'],
  ['24. Dezember 8 Uhr', '2026-12-24T07:00:00.000Z'],
  ['24. Dez. 8 Uhr', '2026-12-24T07:00:00.000Z'],
  ['24. Dezember 2026, 8 Uhr', '2026-12-24T07:00:00.000Z'],
  ['24. Dezember 20:00', '2026-12-24T19:00:00.000Z'],
  ['1. März 8 Uhr', '2027-03-01T07:00:00.000Z'],
  ['1. Ma\u0308rz 8\u00a0Uhr', '2027-03-01T07:00:00.000Z'],
  ['1. Jänner 8 Uhr', '2027-01-01T07:00:00.000Z'],
  ['1 May 8am', '2027-05-01T06:00:00.000Z'],
  ['Dec 24 8am', '2026-12-24T07:00:00.000Z'],
  ['December 24 8am', '2026-12-24T07:00:00.000Z'],
  ['Dec 24, 8:00 a.m.', '2026-12-24T07:00:00.000Z'],
  ['December 24th, 2026, 8 am', '2026-12-24T07:00:00.000Z'],
  ['24 December 8 am', '2026-12-24T07:00:00.000Z'],
  ['the 24th of December at 8 am', '2026-12-24T07:00:00.000Z'],
  ['24 Dec 2026 8:00', '2026-12-24T07:00:00.000Z'],
  ['Dec 8:00', 'notUnderstood'],
  ['Do 24.12. 8 Uhr', '2026-12-24T07:00:00.000Z'],
  ['Thursday, December 24, 8am', '2026-12-24T07:00:00.000Z'],
  ['Fr 24.12. 8 Uhr', 'otherWeekday'],
  ['24/12 8am', '2026-12-24T07:00:00.000Z'],
  ['12/24/2026 8am', '2026-12-24T07:00:00.000Z'],
  ['2/3 8am', 'either'],
  // The eighth of December, or twelve minutes past eight.
  ['8.12', 'either'],
  ['Mo 8.12', 'either'],
  ['8.12.', 'noTime'],
  ['8.12. 8:00', '2026-12-08T07:00:00.000Z'],
  ['8.12 8:00', '2026-12-08T07:00:00.000Z'],
  ['8.12 Uhr', '2026-10-25T07:12:00.000Z'],
  ['morgen 8.12', '2026-10-25T07:12:00.000Z'],
  ['8.12 9.10', 'either'],
  ['8.30', '2026-10-25T07:30:00.000Z'],
  ['25.12', 'noTime'],
  // The next leap year.
  ['29.2. 8:00', '2028-02-29T07:00:00.000Z'],
  ['29.2.2027 8:00', 'noSuchDay'],
  ['30.2. 8:00', 'noSuchDay'],
  ['2h', '2026-10-24T12:00:00.000Z'],
  ['in 2 Stunden', '2026-10-24T12:00:00.000Z'],
  ['eine Stunde', '2026-10-24T11:00:00.000Z'],
  ['90 min', '2026-10-24T11:30:00.000Z'],
  ['2 days', '2026-10-26T11:00:00.000Z'],
  ['0 min', 'past'],
  ['halb neun', 'notUnderstood'],
  ['8 Uhr 9 Uhr', 'notUnderstood'],
  ['rubbish 8 Uhr', 'notUnderstood'],
  ['', 'notUnderstood'],
  ['8 Uhr '.repeat(40), 'notUnderstood'],
];

/** The same early on a Wednesday, 07:00: today's morning is still to come, tomorrow is another day. */
const EARLY = DateTime.fromISO('2026-11-25T07:00', { zone: ZONE });

const readEarly: [given: string, meaning: string][] = [
  ['8 Uhr am Morgen', '2026-11-25T07:00:00.000Z'],
  ['am Morgen um 8 Uhr', '2026-11-25T07:00:00.000Z'],
  ['8:00 am Morgen', '2026-11-25T07:00:00.000Z'],
  ['8 am Morgen', 'notUnderstood'],
  ['8 Uhr morgens', '2026-11-25T07:00:00.000Z'],
  ['in der Früh um 8 Uhr', '2026-11-25T07:00:00.000Z'],
  ['8 Uhr morgen', '2026-11-26T07:00:00.000Z'],
  ['morgen 8 Uhr', '2026-11-26T07:00:00.000Z'],
  ['morgen am Morgen um 8 Uhr', '2026-11-26T07:00:00.000Z'],
  ['heute Morgen 8 Uhr', '2026-11-25T07:00:00.000Z'],
  ['heute morgen um 6 Uhr', 'past'],
  ['übermorgen Morgen 8 Uhr', '2026-11-27T07:00:00.000Z'],
  ['Mittwoch Morgen 8 Uhr', '2026-11-25T07:00:00.000Z'],
  ['Montag morgen um 8 Uhr', '2026-11-30T07:00:00.000Z'],
  ['am Montagmorgen um 8 Uhr', '2026-11-30T07:00:00.000Z'],
  ['Samstagabend 8 Uhr', '2026-11-28T19:00:00.000Z'],
  ['Freitagnachmittag 3 Uhr', '2026-11-27T14:00:00.000Z'],
  ['Donnerstagmittag', '2026-11-26T11:00:00.000Z'],
  ['am Morgen des 24.12. um 8 Uhr', '2026-12-24T07:00:00.000Z'],
  ['am Morgen 18 Uhr', 'notUnderstood'],
  ['am Morgen', 'noTime'],
  ['tomorrow morning at 8 am', '2026-11-26T07:00:00.000Z'],
  ['tomorrow morning 8:00', '2026-11-26T07:00:00.000Z'],
  ['Monday morning at 8 am', '2026-11-30T07:00:00.000Z'],
  ['this morning 8:00', '2026-11-25T07:00:00.000Z'],
  ['this evening at 8 pm', '2026-11-25T19:00:00.000Z'],
];

describe('A typed time', () => {
  for (const [given, meaning] of read)
    test(`"${given.slice(0, 40)}" is ${meaning}`, () => {
      const reading = readMoment(given, NOW, ZONE);
      assert.equal(reading.kind === 'refused' ? reading.why : reading.at.toUTC().toISO(), meaning);
    });

  for (const [given, meaning] of readEarly)
    test(`"${given}", early in the morning, is ${meaning}`, () => {
      const reading = readMoment(given, EARLY, ZONE);
      assert.equal(reading.kind === 'refused' ? reading.why : reading.at.toUTC().toISO(), meaning);
    });

  test('says that the clock change leaves it out or repeats it', () => {
    const change = (given: string) => {
      const reading = readMoment(given, NOW, ZONE);
      return reading.kind === 'moment' ? reading.clockChange : reading.why;
    };
    assert.equal(change('2027-03-28 02:30'), 'skipped');
    assert.equal(change('2:30'), 'repeated');
    assert.equal(change('2026-10-25T02:30+01:00'), undefined);
    assert.equal(change('8:00'), undefined);
  });

  test('in the hour that comes twice is the second, once the first is over', () => {
    const between = DateTime.fromISO('2026-10-25T02:45:00+02:00', { zone: ZONE });
    assert.equal(momentOf('2:30', between, ZONE)?.toUTC().toISO(), '2026-10-25T01:30:00.000Z');
  });

  test('takes its missing year from the moment that it is asked at', () => {
    const later = DateTime.fromISO('2031-12-30T12:00', { zone: ZONE });
    assert.equal(momentOf('24.12. 8:00', later, ZONE)?.toISODate(), '2032-12-24');
    const before2100 = DateTime.fromISO('2096-03-01T12:00', { zone: ZONE });
    assert.equal(momentOf('29.2. 8:00', before2100, ZONE)?.toISODate(), '2104-02-29');
  });
});

describe('A refusal', () => {
  test('names only notations that are understood', () => {
    for (const notation of [...momentTexts.de.notations, ...momentTexts.en.notations]) {
      assert.equal(readMoment(notation, NOW, ZONE).kind, 'moment', notation);
    }
  });

  test('says what is wrong, and what is understood, in the reader’s language', () => {
    assert.match(
      momentFaultText('8.12', 'either', 'de'),
      /^„8\.12“ kann zweierlei bedeuten\. Verstanden wird zum Beispiel: 24\.12\. 8 Uhr · /,
    );
    assert.match(
      momentFaultText('x'.repeat(70), 'notUnderstood', 'en'),
      /^“x{60}…” is not understood as a time to come\. Understood are, for example: 24 Dec 8 am · /,
    );
  });
});
