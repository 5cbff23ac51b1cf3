/** The codes of the own phone, to print and to put beside it. */
import type { Snapshot } from '../../../base/model/snapshot.js';
import { groupsOf } from '../../../calls/routing/away.js';
import { ownCodes } from '../../operations/own-codes.js';
import { ownCodeTexts, ownTexts, settingsTexts } from '../../words/words.js';
import { fill } from '../language.js';
import type { Pages } from '../pages.js';

export function ownCodePages(pages: Pages, snapshot: () => Snapshot | undefined): void {
  pages.get('/own/codes', 'own.write', (visit) => {
    const { actor, lang } = visit;
    const known = snapshot();
    const user = actor.userId === undefined ? undefined : known?.users.get(actor.userId);
    if (known === undefined || user === undefined) {
      visit.refuse(404, ownTexts[lang].nobody);
      return;
    }
    const { extension } = user;
    const t = ownCodeTexts[lang];
    const codes = extension === undefined ? [] : ownCodes(extension, known);
    const away = codes.find(({ what }) => what === 'away')?.dial;
    const [group] = groupsOf(known, user);
    visit.show('own-codes', ownCodeTexts, {
      whose: extension === undefined ? t.noPhone : fill(t.whose, { name: user.name, extension }),
      until: away === undefined || group === undefined ? null : fill(t.until, { away, group: group.number }),
      codes: codes.map(({ what, dial, about }) => ({
        dial,
        what: settingsTexts[lang][`code_${what}`],
        about: about ?? t.ownGroups,
      })),
    });
  });
}
