/** What the page of blocked numbers says in German. */
import type { PeopleWords } from './people-words.js';

export const blocked: PeopleWords['blocked'] = {
  title: 'Gesperrte Nummern',
  hint: 'Bei diesen Anrufern klingelt es nirgends: Sie hören die Ansage für gesperrte Anrufer oder werden abgewiesen. Notrufnummern und die Nummern des Hauses werden nie gesperrt.',
  block: 'Nummer sperren',
  number: 'Nummer',
  numberHint: 'Mit * dahinter: alle Nummern, die so beginnen.',
  where: 'Wo',
  allGroups: 'Alle Gruppen',
  reason: 'Grund',
  reasonHint: 'Steht bei jedem gesperrten Anruf.',
  unblock: 'Entsperren',
  none: 'Keine Nummer ist gesperrt.',
  done: '{number} ist gesperrt.',
  undone: 'Nicht mehr gesperrt: {number}',
  already: 'Diese Nummer ist dort schon gesperrt.',
  changedMeanwhile:
    'Im selben Moment hat jemand anders das geändert, und nichts wurde gespeichert. Bitte noch einmal versuchen.',
  noGroup: 'Diese Gruppe gibt es nicht mehr. Bitte eine andere wählen.',
};
