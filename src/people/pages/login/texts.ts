/** Words of the sign-in. */
import { texts } from '../language.js';

export const loginTexts = texts({
  en: {
    title: 'Sign in',
    name: 'Name',
    password: 'Password',
    signIn: 'Sign in',
    hint: 'The first start prints the password of the account admin. Forgotten? npm run accounts -- password admin',
    wrong:
      'Name or password is wrong, or the account is locked for a quarter of an hour after ten wrong passwords.',
    busy: 'Too many sign-ins at once. Try again in a moment.',
    tooMany: 'Too many sign-ins from your address. Try again in a few minutes.',
  },
  de: {
    title: 'Anmelden',
    name: 'Name',
    password: 'Passwort',
    signIn: 'Anmelden',
    hint: 'Der erste Start schreibt das Passwort des Kontos admin auf den Bildschirm. Vergessen? npm run accounts -- password admin',
    wrong:
      'Name oder Passwort ist falsch, oder das Konto ist nach zehn falschen Passwörtern eine Viertelstunde gesperrt.',
    busy: 'Zu viele Anmeldungen zugleich. Versuchen Sie es gleich noch einmal.',
    tooMany: 'Zu viele Anmeldungen von Ihrer Adresse. Versuchen Sie es in einigen Minuten wieder.',
  },
});
