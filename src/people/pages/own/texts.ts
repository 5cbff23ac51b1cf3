/** Words of the page on which users change their own settings. */
import { texts } from '../language.js';

export const ownTexts = texts({
  en: {
    title: 'My settings',
    saved: 'Saved. It holds for the next call.',
    nobody: 'Your account belongs to no user of the telephone system.',
  },
  de: {
    title: 'Meine Einstellungen',
    saved: 'Gespeichert. Es gilt ab dem nächsten Anruf.',
    nobody: 'Ihr Konto gehört zu keinem Benutzer der Telefonanlage.',
  },
});
