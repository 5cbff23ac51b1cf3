/** Wie Rollen heißen und wer was darf, auf Deutsch. */
import type { SameWords } from '../../base/model/wording.js';
import type { role as englishRole, roleAbout as englishAbout, roles as english } from './roles-en.js';

export const role: SameWords<typeof englishRole> = {
  admin: 'Administrator',
  receptionist: 'Empfang',
  leader: 'Teamleitung',
  viewer: 'Betrachter',
  observer: 'Betrachter (Nummern verdeckt)',
  user: 'Benutzer',
};

export const roleAbout: SameWords<typeof englishAbout> = {
  admin: 'darf alles',
  receptionist:
    'arbeitet mit den Anrufen aller Gruppen: Schalter, Rückrufe, Adressbuch, wer abwesend ist; keine Einstellungen',
  leader:
    'sieht Anrufe, Rückrufe, Berichte und Aufnahmen der Gruppen, die der eigene Benutzer leitet; keine Einstellungen',
  viewer: 'sieht alles, ändert nichts, hört keine Aufnahme',
  observer: 'sieht alles, aber Telefonnummern nur verdeckt; ändert nichts, hört keine Aufnahme',
  user: 'hat die Rückrufe der eigenen Gruppen und das eigene Handy',
};

export const roles: SameWords<typeof english> = {
  title: 'Wer was darf',
  back: 'Konten',
  hint: 'Was jede Rolle auf den Seiten, über die Schnittstelle und mit einem Schlüssel für Programme darf; ein Schlüssel darf nie mehr als sein Konto. Wer eine Gruppe leitet, steht in den Einstellungen der Gruppe.',
  may: 'Darf …',
  yes: 'ja',
  no: 'nein',
  whose: 'Anrufe, Rückrufe, Zahlen, Aufnahmen und Abwesenheiten von',
  reach_all: 'allen Gruppen',
  reach_led: 'Gruppen, die der Benutzer leitet',
  reach_own: 'Gruppen, zu denen der Benutzer gehört',
  numbers: 'Telefonnummern',
  numbersWhole: 'ganz',
  numbersMasked: 'verdeckt',
  link: 'Wer was darf',
};
