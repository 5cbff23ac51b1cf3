/** Words of the pages about recordings. */
import { texts } from '../language.js';

export const recordingTexts = texts({
  en: {
    title: 'Recordings',
    hint: 'Who listens is noted in the audit log. Each group says for how many days its recordings are kept.',
    empty: 'No recording.',
    at: 'Call',
    group: 'Group',
    caller: 'Caller',
    by: 'With',
    talking: 'Talked',
    listen: 'Listen',
    oneTitle: 'Recording of {at}',
    gone: 'The sound file is not there: nobody talked, it was deleted, or this service cannot see the folder {folder}.',
    download: 'Download',
    removeSure: 'Delete this recording for good?',
    removed: 'The recording is deleted.',
    folderUnread:
      'Nothing is deleted: the folder {folder} is not there, is empty or cannot be read. Is its disk mounted?',
    call: 'The call',
  },
  de: {
    title: 'Aufnahmen',
    hint: 'Wer hört, steht in den Änderungen. Jede Gruppe sagt, für wie viele Tage ihre Aufnahmen bleiben.',
    empty: 'Keine Aufnahme.',
    at: 'Anruf',
    group: 'Gruppe',
    caller: 'Anrufer',
    by: 'Mit',
    talking: 'Gesprochen',
    listen: 'Anhören',
    oneTitle: 'Aufnahme vom {at}',
    gone: 'Die Datei ist nicht da: Niemand hat gesprochen, sie wurde gelöscht, oder dieser Dienst sieht den Ordner {folder} nicht.',
    download: 'Herunterladen',
    removeSure: 'Diese Aufnahme endgültig löschen?',
    removed: 'Die Aufnahme ist gelöscht.',
    folderUnread:
      'Nichts ist gelöscht: Der Ordner {folder} fehlt, ist leer oder kann nicht gelesen werden. Ist seine Platte eingehängt?',
    call: 'Der Anruf',
  },
});
