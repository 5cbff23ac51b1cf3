/** What commands say in German. */
import type { english } from './en.js';
import type { SameWords } from '../../src/base/model/wording.js';

export const german: SameWords<typeof english> = {
  callbacks: {
    taken: '{who} ruft zurück, bis {at}',
    open: 'offen',
    talked: 'ist durchgekommen',
    calledBack: 'zurückgerufen',
    superseded: 'siehe den neueren Eintrag',
    done: 'erledigt',
    note: 'Notiz: {text}',
    none: 'Es gibt keine Einträge.',
    nobody: 'Niemand wartet auf einen Rückruf.',
    noItem: 'Es gibt keinen Eintrag {id}; siehe: npm run callbacks -- list',
    several: 'Mehrere Einträge beginnen mit {id}',
    notTaken: 'Nicht übernommen: {state}',
    notHad: 'Niemand hat diesen Eintrag.',
    ended: 'Er war schon zu Ende: {state}',
  },
  switch: {
    is: 'Schalter {id} ist ',
    zone: 'Zeiten in {zone}',
    here: 'hier: {at}',
    unknown: 'Es gibt keinen Schalter {id}; es gibt: {ids}',
  },
};
