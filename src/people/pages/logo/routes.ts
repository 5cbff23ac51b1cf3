/** The house's logo: the picture itself, and the page that sets and removes it. */
import { LEAST_SIDE, MOST_LOGO_BYTES, MOST_SIDE } from '../../../base/logo/limits.js';
import { LogoRefused } from '../../../base/logo/refused.js';
import { timesOf } from '../../../base/model/times.js';
import { removeLogo, setLogo, type LogoDesk } from '../../operations/logo.js';
import { logoTexts } from '../../words/words.js';
import { logoAddress } from '../house.js';
import { fill, type Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';

export const LOGO_PAGE = '/settings/logo';

/** Its address is another for each picture. */
const FOREVER = 'public, max-age=31536000, immutable';

export interface LogoPageUse {
  readonly desk: LogoDesk;
  readonly timezone: () => string;
}

export function logoPages(pages: Pages, use: LogoPageUse): void {
  pages.get('/logo/:version', 'public', (visit) => picture(visit, use));
  pages.get(LOGO_PAGE, 'config.read', (visit) => show(visit, use));
  pages.upload(LOGO_PAGE, 'config.write', (visit) => upload(visit, use), MOST_LOGO_BYTES);
  pages.post(`${LOGO_PAGE}/remove`, 'config.write', async (visit) => {
    const was = await removeLogo(use.desk, visit.actor.name);
    visit.redirect(LOGO_PAGE, was ? logoTexts[visit.lang].removed : undefined);
  });
}

/** A page that was loaded before a change gets the picture of now. */
async function picture(visit: Visit, { desk }: LogoPageUse): Promise<void> {
  const found = await desk.logo.content();
  if (found === undefined) {
    visit.refuse(404);
    return;
  }
  if (visit.param('version') === found.version) visit.response.set('Cache-Control', FOREVER);
  visit.response.type(`image/${found.kind}`).send(found.content);
}

async function show(visit: Visit, { desk, timezone }: LogoPageUse, alert?: string, status = 200) {
  const { lang, actor } = visit;
  const t = logoTexts[lang];
  const logo = await desk.logo.facts();
  const now = logo && {
    src: logoAddress(logo),
    facts: fill(t.facts, {
      kind: logo.kind.toUpperCase(),
      width: logo.width,
      height: logo.height,
      kilobytes: Math.ceil(logo.bytes / 1024),
      who: logo.addedBy,
      at: timesOf(lang, timezone()).exact(logo.addedAt),
    }),
  };
  const view = {
    alert: alert ?? null,
    now: now ?? null,
    mayWrite: actor.permissions.has('config.write'),
    fileHint: fill(t.fileHint, { most: MOST_LOGO_BYTES / 1024, least: LEAST_SIDE, side: MOST_SIDE }),
    page: LOGO_PAGE,
  };
  visit.show('logo', logoTexts, view, status);
}

async function upload(visit: Visit, use: LogoPageUse): Promise<void> {
  const { files, lang, actor, now } = visit;
  const [file] = files;
  if (file === undefined) {
    await show(visit, use, logoTexts[lang].noFile, 422);
    return;
  }
  // A copy: the body that it is a part of need not stay.
  const bytes = Buffer.from(file.bytes);
  try {
    await setLogo(use.desk, actor.name, bytes, now.toJSDate());
    visit.redirect(LOGO_PAGE, logoTexts[lang].changed);
  } catch (error) {
    if (!(error instanceof LogoRefused)) throw error;
    await show(visit, use, logoRefusedText(error, lang), error.why === 'notStored' ? 503 : 422);
  }
}

export function logoRefusedText({ why, values }: LogoRefused, lang: Language): string {
  return fill(logoTexts[lang].refused[why], values);
}
