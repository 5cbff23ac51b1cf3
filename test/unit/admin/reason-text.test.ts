import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { reasonText } from '../../../src/admin/reason-text.js';

const SENTENCES: readonly (readonly [string, string])[] = [
  ['stage 2: rings for 20 s', 'Stufe 2: klingelt 20 s'],
  ['stage 1 skipped: it has no members', 'Stufe 1 übersprungen: sie hat keine Mitarbeiter'],
  ['stage 1 skipped: nobody can be rung', 'Stufe 1 übersprungen: niemand kann klingeln'],
  ['final destination: hang up with USER_BUSY', 'danach: auflegen mit USER_BUSY'],
  [
    'final destination: external number …011, which cannot be rung: no gateway is configured',
    'danach: externe Nummer …011, nicht erreichbar: kein Gateway eingerichtet',
  ],
  [
    'anonymous calls are diverted to announcement closed.wav',
    'anonyme Anrufe werden umgeleitet: Ansage closed.wav',
  ],
  [
    'switch Night is on (inside 18:00-08:00): send to voicemail 1001',
    'Schalter Night ist ein (innerhalb 18:00-08:00): Voicemail 1001',
  ],
  [
    'switch Night is off (outside 08:00-12:00 and 13:00-18:00): its rule does not hold',
    'Schalter Night ist aus (außerhalb 08:00-12:00 und 13:00-18:00): seine Regel trifft nicht zu',
  ],
  [
    'switch Night is on (override until 2026-11-26 08:00): send to group 701',
    'Schalter Night ist ein (übersteuert bis 2026-11-26 08:00): Gruppe 701',
  ],
  ['mobile of Anna Schmidt: no window on Sunday', 'Handy von Anna Schmidt: Sonntag keine Zeit'],
  [
    'desk phone of Bernd: already rung as mobile of Bernd',
    'Tischtelefon von Bernd: klingelt schon als Handy von Bernd',
  ],
  ['there is no group 799', 'es gibt keine Gruppe 799'],
  ["extension 1001: the caller's own phone", 'Nebenstelle 1001: das Telefon des Anrufers selbst'],
];

describe('A reason in German', () => {
  for (const [english, german] of SENTENCES) {
    test(german, () => {
      assert.equal(reasonText(english, 'de'), german);
      assert.equal(reasonText(english, 'en'), english);
    });
  }

  test('that nobody has translated stays as it is', () => {
    assert.equal(reasonText('something new happened', 'de'), 'something new happened');
  });
});
