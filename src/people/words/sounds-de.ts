/** What sounds say in German: pages and command. */
import { countedOf } from '../../base/model/wording.js';
import { german as language } from '../../base/words/de.js';
import type { PeopleWords } from './people-words.js';

const counted = countedOf(language);

export const sound: PeopleWords['sound'] = {
  title: 'Tondateien',
  hint: 'Ansagen, Ruftöne und Aufforderungen. Gruppen und Einstellungen nennen sie so, wie sie hier stehen.',
  upload: 'Hochladen',
  file: 'Datei',
  fileHint:
    'WAV, MP3, OGG oder FLAC, höchstens {most} MB und {min} Minuten. Daraus wird WAV mit einem Kanal. Ein WAV mit einem Kanal, 8 oder 16 kHz, 16 Bit oder A-law wird so genommen, wie es ist; alles andere braucht ffmpeg oder sox auf dieser Maschine.',
  name: 'Name',
  nameHint: 'Nur Buchstaben, Ziffern und . _ - . Leer: der Name der Datei.',
  replace: 'Eine Datei dieses Namens ersetzen',
  noFile: 'Wählen Sie zuerst eine Datei.',
  uploaded: 'Hochgeladen',
  uploadedEmpty: 'Noch ist nichts hochgeladen.',
  brought: 'Von Rufgruppe mitgebracht',
  spoken: (count: number) => `${count} Wörter und Ziffern, aus denen Codes und Fragen an Handys bestehen`,
  broughtHint:
    'Aus dem Ordner freeswitch/sounds von Rufgruppe. Nur ein FreeSWITCH, auf das sie kopiert wurden, hat sie.',
  ofFreeswitch: 'Auf FreeSWITCH',
  find: 'Nach einem Teil des Namens suchen',
  found: counted({ one: '1 Datei', other: '{count} Dateien' }),
  foundFirst: 'die ersten {most} von {count} Dateien',
  noSwitch: 'Kein FreeSWITCH ist verbunden, also ist nicht bekannt, was da ist.',
  notAsked: 'FreeSWITCH {name} wurde noch nicht gefragt.',
  noSounds: 'FreeSWITCH {name} nennt keine Dateien.',
  length: 'Dauer',
  level: 'Pegel',
  levelText: '{loudness} dB, Spitze {peak} dB',
  used: 'Verwendet von',
  unused: 'niemandem',
  morePlaces: counted({ one: '… und noch eine Stelle', other: '… und noch {count} Stellen' }),
  listen: '{name} anhören',
  download: 'Herunterladen',
  removeSure: 'Diese Datei endgültig löschen?',
  added: '{name} ist da. Gruppen und Einstellungen nennen sie {configured}.',
  addedTrouble:
    '{name} liegt in der Datenbank, aber der Ordner {folder} kann nicht beschrieben werden: {reason}. FreeSWITCH hat die Datei, sobald das behoben ist.',
  removed: '{name} ist gelöscht.',
  usedTitle: '{name} ist nicht gelöscht: die Datei wird verwendet.',
  usedHint:
    'Anrufer würden nichts hören, oder stattdessen einen Ton. Nennen Sie dort besser zuerst eine andere Datei.',
  evenIfUsed: 'Trotzdem löschen',
  byAt: 'von {who}, {at}',
  remark: {
    silent: 'still',
    quiet: 'zu leise',
    clipped: 'übersteuert',
    long: 'lang',
  },
  remarkHint: {
    silent: 'Darin ist nichts zu hören.',
    quiet: 'Anrufer hören das kaum: Sprache sollte etwa 20 dB unter der Grenze liegen.',
    clipped: 'Die Aufnahme ist an der Grenze abgeschnitten und knackt: nehmen Sie leiser auf.',
    long: 'Länger als drei Minuten.',
  },
  missing: 'Genannt, aber auf keinem verbundenen FreeSWITCH vorhanden:',
  lacked:
    'FreeSWITCH {name} findet nicht, was hochgeladen ist. Rufgruppe schreibt es nach {folder}; FreeSWITCH sucht es im Ordner rufgruppe seiner Tondateien (sound_prefix). Wenn beide auf einer Maschine sind:',
  trouble: 'Der Ordner {folder} kann nicht so gehalten werden, wie die Datenbank ist: {reason}',
  lacks: 'nicht auf {names}',
  refused: {
    empty: 'Die Datei ist leer.',
    noSound: 'Dem Inhalt nach ist das weder WAV noch MP3, OGG oder FLAC, was auch immer der Name sagt.',
    cutOff:
      'Die Datei ist nicht vollständig: sie endet vor dem Ende, das sie nennt. Kopieren Sie sie noch einmal, oder nehmen Sie neu auf.',
    unreadable: 'Dieses WAV ist nicht lesbar: ihm fehlt das Format oder der Klang.',
    noSamples: 'In der Datei ist kein Klang.',
    tooLong: 'Länger als {min} Minuten.',
    tooLarge: 'Die Datei ist zu groß: höchstens {most} MB.',
    noConverter:
      'Auf dieser Maschine kann nichts {kind} umwandeln. Installieren Sie ffmpeg (oder sox mit libsox-fmt-all), oder geben Sie ein WAV mit einem Kanal, 8 oder 16 kHz, 16 Bit oder A-law.',
    converterHangs:
      '{program} war nach {sec} Sekunden noch nicht fertig und wurde beendet. Vielleicht ist die Datei beschädigt.',
    converterFailed: '{program} kann die Datei nicht lesen: {reason}',
    busy: 'Gerade werden {most} Dateien umgewandelt. Versuchen Sie es gleich noch einmal.',
    badName: '„{name}“ ist kein Name dafür: Buchstaben, Ziffern und . _ - werden gebraucht.',
    exists:
      '{name} gibt es schon. Sagen Sie, dass die Datei ersetzt werden soll, oder geben Sie einen anderen Namen.',
    notStored:
      'Die Datenbank hat sie nicht angenommen, und nichts ist geändert ({reason}). Bitte noch einmal versuchen.',
    full: 'Alle Dateien zusammen hätten mehr als {most} MB. Löschen Sie zuerst einige.',
  },
};
