/** Who of a group is in: for those who send members away and may not open the page of the group. */
import type { AwayDesk } from '../../operations/away.js';
import { groupIn, groupsIn } from '../../operations/seen.js';
import type { Pages, Visit } from '../pages.js';
import { orderAway } from './order.js';
import { groupSection, type AwayAgain } from './section.js';
import { awayTexts } from '../../words/words.js';

export function awayPages(pages: Pages, desk: AwayDesk): void {
  pages.get('/away', 'away.read', (visit) => show(visit, desk, visit.query('group')));
  pages.post('/away/:group', 'away.write', (visit) => {
    const number = visit.param('group');
    const group = groupIn(visit.scope, desk.snapshot(), number);
    if (group === undefined) {
      visit.refuse(404, awayTexts[visit.lang].unknownGroup);
      return undefined;
    }
    return orderAway(visit, desk, {
      back: `/away?${new URLSearchParams({ group: number }).toString()}`,
      userId: visit.field('user'),
      group: number,
      chosen: 'user',
      isOwn: false,
      zone: group.timezone,
      showAgain: (again) => show(visit, desk, number, again),
    });
  });
}

/** @param wanted the number of the group; the first one for any that is not there */
function show(visit: Visit, desk: AwayDesk, wanted: string | undefined, again?: AwayAgain): void {
  const { actor, lang, now, scope } = visit;
  const snapshot = desk.snapshot();
  const groups = groupsIn(scope, snapshot);
  const group = groups.find(({ number }) => number === wanted) ?? groups[0];
  const place = {
    action: `/away/${encodeURIComponent(group?.number ?? '')}`,
    mayWrite: actor.permissions.has('away.write'),
    isOwn: false,
    again,
    linksUsers: actor.permissions.has('config.read'),
  };
  const view = {
    groups: groups.map(({ number, name }) => ({ number, name, selected: number === group?.number })),
    away: group && groupSection(snapshot, group.number, place, { lang, now }),
    scripts: ['switches.js'],
  };
  visit.show('away', awayTexts, view, again === undefined ? 200 : 422);
}
