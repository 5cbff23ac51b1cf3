/** Was die Seiten über ein vergessenes Passwort und die hinter einem Link, der eines setzt, auf Deutsch sagen. */
export const password = {
  title: 'Passwort',
  titleInvitation: 'Willkommen',
  titleReset: 'Neues Passwort setzen',
  titleForgotten: 'Passwort vergessen?',
  introInvitation: 'Ihr Konto heißt {name}. Wählen Sie Ihr Passwort; dann sind Sie angemeldet.',
  introReset:
    'Für das Konto {name}. Das alte Passwort gilt, bis Sie speichern. Dann enden alle anderen Sitzungen des Kontos; Schlüssel für Programme gelten weiter.',
  until: 'Dieser Link gilt einmal, bis {until}.',
  password: 'Neues Passwort',
  hint: '12 bis 200 Zeichen, nicht nur der Name. Ein paar Wörter hintereinander sind gut.',
  save: 'Speichern und anmelden',
  tooShort: 'Mindestens 12 Zeichen.',
  tooLong: 'Höchstens 200 Zeichen.',
  isName: 'Das Passwort muss mehr sein als der Name.',
  busy: 'Zu viele Anmeldungen auf einmal. Gleich noch einmal versuchen; der Link ist nicht verbraucht.',
  set: 'Ihr Passwort ist gesetzt. Alle anderen Sitzungen Ihres Kontos sind beendet; Schlüssel für Programme gelten weiter.',
  setInvitation: 'Ihr Passwort ist gesetzt, und Sie sind angemeldet.',
  used: 'Dieser Link wurde benutzt: Das Passwort ist gesetzt. Melden Sie sich damit an. Haben Sie es nicht selbst gesetzt, verlangen Sie einen neuen Link und sagen Sie es einem Administrator.',
  expired:
    'Die Zeit dieses Links ist vorbei. War er eine Einladung, kann ein Administrator Sie neu einladen.',
  unknown:
    'Dieser Link öffnet nichts: Er wurde durch einen neueren ersetzt oder zurückgezogen, oder er wurde nicht ganz kopiert. Nehmen Sie den Link der neuesten Mail.',
  askAgain: 'Neuen Link verlangen',
  toLogin: 'Anmelden',
  name: 'Name oder Mailadresse Ihres Kontos',
  askHint: 'Ein Link für ein neues Passwort geht an die Mailadresse, die Ihr Konto hat.',
  ask: 'Link senden',
  asked:
    'Gibt es dieses Konto und hat es eine Mailadresse, so ist eine Mail mit einem Link unterwegs. Nach ein paar Minuten ist nichts da? Sehen Sie bei unerwünschten Mails nach oder fragen Sie einen Administrator. Für ein Konto gehen höchstens ein paar Mails am Tag hinaus.',
  cannotAsk: 'Hier können keine Links gemailt werden. Bitten Sie einen Administrator um ein neues Passwort.',
};
