/** Words of the page about the REST interface. */
import { texts } from '../../pages/language.js';

export const interfaceTexts = texts({
  en: {
    title: 'Interface (API)',
    hint: 'What the pages can do, programs can do under /api/v1. They sign in with a token of an account; here you try it as yourself.',
    document: 'OpenAPI 3.1 document',
    token: 'Make a token',
    example: 'On a command line',
    needs: 'Needs',
    anyAccount: 'any account',
    notAllowed: 'Your account may not do this.',
    body: 'Body (JSON)',
    send: 'Send',
    answer: 'Answer',
    changes: 'This changes the running system.',
    noScript: 'Trying it needs a browser with scripts.',
  },
  de: {
    title: 'Schnittstelle (API)',
    hint: 'Was die Seiten können, können Programme unter /api/v1. Sie melden sich mit dem Schlüssel eines Kontos an; hier probieren Sie es als Sie selbst.',
    document: 'OpenAPI-3.1-Dokument',
    token: 'Schlüssel anlegen',
    example: 'Auf der Kommandozeile',
    needs: 'Braucht',
    anyAccount: 'irgendein Konto',
    notAllowed: 'Ihr Konto darf das nicht.',
    body: 'Inhalt (JSON)',
    send: 'Senden',
    answer: 'Antwort',
    changes: 'Das ändert das laufende System.',
    noScript: 'Zum Ausprobieren braucht der Browser Skripte.',
  },
});
