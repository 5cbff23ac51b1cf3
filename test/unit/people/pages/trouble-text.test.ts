import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { projectFolder } from '../../../../src/base/project-folder.js';
import { troubleText } from '../../../../src/people/pages/trouble-text.js';
import { troubleTexts } from '../../../../src/people/words/words.js';

/** What logs and queues say, in English, and in German with the technical text behind it. */
const CASES: readonly (readonly [given: string, english: string, german: string])[] = [
  [
    'connect ECONNREFUSED 127.0.0.1:8021',
    'nothing listens at this address (connect ECONNREFUSED 127.0.0.1:8021)',
    'an dieser Adresse nimmt niemand Verbindungen an (connect ECONNREFUSED 127.0.0.1:8021)',
  ],
  [
    'No connection to the mail server: connect ECONNREFUSED ::1:25',
    'No connection to the mail server: nothing listens at this address (connect ECONNREFUSED ::1:25)',
    'Keine Verbindung zum Mailserver: an dieser Adresse nimmt niemand Verbindungen an (connect ECONNREFUSED ::1:25)',
  ],
  [
    'Given up after 48 hours. The mail server is closing: 421 4.3.2 try later',
    'Given up after 48 hours: The mail server is closing: 421 4.3.2 try later',
    'Nach 48 Stunden aufgegeben: Der Mailserver macht gerade zu: 421 4.3.2 try later',
  ],
  [
    'The outbox folder cannot be written (EROFS)',
    'The outbox folder cannot be written (EROFS)',
    'In den Ordner des Postausgangs lässt sich nicht schreiben (EROFS)',
  ],
  [
    'no answer in time (the greeting)',
    'no answer in time (the greeting)',
    'keine Antwort in der vorgesehenen Zeit (the greeting)',
  ],
  ['550 5.1.1 no such user', '550 5.1.1 no such user', '550 5.1.1 no such user'],
  ['x is not a function', 'x is not a function', 'Fehlermeldung: x is not a function'],
];

for (const [given, english, german] of CASES) {
  test(`“${given}” has words, and keeps its technical text`, () => {
    assert.equal(troubleText(given, 'en'), english);
    assert.equal(troubleText(given, 'de'), german);
  });
}

test('the sentences are those that mails, notices and event sockets really say', () => {
  const folders = [
    'src/afterwards/mail',
    'src/afterwards/notices',
    'src/afterwards/webhooks',
    'src/telephony/esl',
  ].map((one) => path.join(projectFolder(), one));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8')),
  );
  // The number of attempts is a constant there.
  const { givenUpAttempts, ...others } = troubleTexts.en.said;
  assert.equal(troubleText(givenUpAttempts, 'de'), 'Nach 100 Versuchen aufgegeben');
  for (const sentence of Object.values(others)) {
    assert.ok(
      sources.some((source) => source.includes(sentence)),
      sentence,
    );
  }
});
