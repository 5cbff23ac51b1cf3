/** What a database says is told in the language of the machine; what people look for stays in brackets. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { plainReason } from '../../../scripts/plain-reason.js';

const { LC_ALL } = process.env;
afterEach(() => {
  if (LC_ALL === undefined) delete process.env['LC_ALL'];
  else process.env['LC_ALL'] = LC_ALL;
});

const named = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more });

for (const [error, english, german] of [
  [
    named('MongoServerSelectionError', 'connect ECONNREFUSED 127.0.0.1:1'),
    'The MongoDB server does not answer (connect ECONNREFUSED 127.0.0.1:1).',
    'Der MongoDB-Server antwortet nicht (connect ECONNREFUSED 127.0.0.1:1).',
  ],
  [
    named('MongoNetworkError', 'lost mongodb://me:secret@db'),
    'The MongoDB server does not answer (lost mongodb://db).',
    'Der MongoDB-Server antwortet nicht (lost mongodb://db).',
  ],
  [
    named('MongoServerError', 'Authentication failed.', { code: 18 }),
    'The MongoDB server does not accept user and password.',
    'Der MongoDB-Server nimmt Benutzer und Passwort nicht an.',
  ],
  [
    named('MongoServerError', 'not authorized on x', { code: 13 }),
    'The MongoDB server does not allow this user that (not authorized on x).',
    'Der MongoDB-Server erlaubt das diesem Benutzer nicht (not authorized on x).',
  ],
  [
    new Error('The database file /d/data.mdb cannot be used: it is cut off. Move the file away and restore.'),
    'The database file /d/data.mdb cannot be used: it is cut off. Move the file away and restore a backup.',
    'Die Datei der Datenbank /d/data.mdb ist nicht brauchbar: it is cut off. Legen Sie sie zur Seite, und spielen Sie eine Sicherung ein.',
  ],
  [named('MongoServerError', 'odd', { code: 1 }), 'odd', 'odd'],
] as const)
  test(`${error.name} ${error.message} is told in words`, () => {
    process.env['LC_ALL'] = 'C';
    assert.equal(plainReason(error), english);
    process.env['LC_ALL'] = 'de_DE.UTF-8';
    assert.equal(plainReason(error), german);
  });
