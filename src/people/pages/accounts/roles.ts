/** The page that says who may what, from the same table by which each request is judged. */
import { PERMISSIONS, rightsOfRoles } from '../../access/permissions.js';
import type { Language } from '../language.js';
import type { Pages } from '../pages.js';
import { permissionTexts, roleAboutTexts, rolesTexts, roleTexts } from '../../words/words.js';

export const ROLES_PAGE = '/accounts/roles';

export function rolePages(pages: Pages): void {
  pages.get(ROLES_PAGE, 'accounts.write', (visit) => {
    visit.show('roles', rolesTexts, { ...rolesView(visit.lang), styles: ['roles.css'] });
  });
}

/** Pure. */
export function rolesView(lang: Language) {
  const t = rolesTexts[lang];
  const all = rightsOfRoles();
  return {
    roles: all.map(({ role }) => ({ name: roleTexts[lang][role], about: roleAboutTexts[lang][role] })),
    facts: [
      { what: t.whose, of: all.map(({ reach }) => t[`reach_${reach}`]) },
      {
        what: t.numbers,
        of: all.map(({ seesMasked }) => (seesMasked ? t.numbersMasked : t.numbersWhole)),
      },
    ],
    rows: PERMISSIONS.map((permission) => ({
      what: permissionTexts[lang][permission],
      cells: all.map(({ role, permissions }) => ({
        may: permissions.has(permission),
        who: roleTexts[lang][role],
      })),
    })),
  };
}
