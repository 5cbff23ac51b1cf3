/** What the page of the logo says in German. */
import type { PeopleWords } from './people-words.js';

export const logo: PeopleWords['logo'] = {
  title: 'Logo des Hauses',
  hint: 'Jede Seite, die Anmeldeseite und die Wandanzeige zeigen es neben Rufgruppe. Auf dunklem Grund liegt es auf einem hellen Feld.',
  nameLink: 'Der Name des Hauses steht in den Einstellungen.',
  now: 'Jetziges Logo',
  none: 'Es gibt keines.',
  facts: '{kind}, {width} × {height} Pixel, {kilobytes} KB; von {who}, {at}',
  upload: 'Hochladen',
  replace: 'Ersetzen',
  file: 'Datei',
  fileHint:
    'PNG, JPEG oder WebP, höchstens {most} KB, jede Seite {least} bis {side} Pixel. Gezeigt wird es 36 Pixel hoch: eines mit 72 bis 200 Pixeln ist überall scharf.',
  noFile: 'Wählen Sie zuerst eine Datei.',
  removeSure: 'Das Logo von allen Seiten entfernen?',
  changed: 'Alle Seiten zeigen das neue Logo.',
  removed: 'Das Logo ist entfernt.',
  alt: 'Logo des Hauses',
  refused: {
    empty: 'Diese Datei ist leer.',
    tooLarge:
      'Dieses Bild ist zu groß: ein Logo darf höchstens {most} KB haben, weil jede Seite es zeigt. Speichern Sie es kleiner.',
    svg: 'SVG wird nicht angenommen: solche Zeichnungen können Skripte und Verweise enthalten. Speichern Sie es als PNG mit durchsichtigem Grund.',
    noPicture:
      'Das ist kein Bild, das jeder Browser zeigt: PNG, JPEG oder WebP. Es zählt der Inhalt, nicht der Name.',
    cutOff:
      'Dieses Bild ist abgeschnitten oder beschädigt. Laden Sie es noch einmal hoch, oder speichern Sie es neu.',
    badSize: 'Dieses Bild hat {width} × {height} Pixel: jede Seite muss {least} bis {most} haben.',
    notStored:
      'Die Datenbank hat es nicht angenommen, und nichts ist geändert ({reason}). Versuchen Sie es noch einmal.',
  },
};
