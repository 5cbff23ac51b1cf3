/**
 * Takes the pictures of the documents: a service with sample data, a clock that stands, and the Chromium of the system, in each
 * language. `npm run pictures`, or some of them: `npm run pictures -- now,call`; `gallery` are all pages on two screens, with
 * the document that shows them. The same code gives the same pictures.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { loadMailTemplates } from '../../src/afterwards/mail/templates.js';
import { LANGUAGES, type Language } from '../../src/base/model/language.js';
import { projectFolder } from '../../src/base/project-folder.js';
import { SKIP, startBrowser } from '../browser/in-browser.js';
import { signedInPage } from '../browser/signed-in.js';
import { startDatabase, type TestDatabase } from '../integration/afterwards/mail/harness.js';
import { startConfiguredSite } from '../integration/people/configured-site.js';
import type { Site } from '../integration/people/site.js';
import { GALLERY, type GalleryPage } from './gallery.js';
import { galleryText, SCREENS } from './gallery-text.js';
import {
  addAway,
  addCall,
  addCallbacks,
  addContacts,
  addDays,
  addSound,
  NOW,
  office,
  ringing,
} from './sample.js';

interface Picture {
  readonly name: string;
  readonly where: string;
  /** Pixels; default 1200. */
  readonly width?: number;
  /** Pixels; default: what is in use of the page, at most 800. */
  readonly height?: number;
  /** Selector of the one element that is taken; default: what is in view. */
  readonly of?: string;
}

const DAY = NOW.minus({ days: 1 }).toISODate();

const PHONE = { width: 375, height: 720 } as const;

const PICTURES: readonly Picture[] = [
  { name: 'now', where: '/', height: 620 },
  { name: 'callbacks', where: '/callbacks', height: 640 },
  { name: 'call', where: '/calls/one', height: 820 },
  { name: 'calls', where: '/calls', height: 640 },
  { name: 'now-phone', where: '/', ...PHONE },
  { name: 'callbacks-phone', where: '/callbacks', ...PHONE },
  { name: 'call-phone', where: '/calls/one', width: 375, of: '#timeline' },
  { name: 'wall', where: '/wall', width: 1280, height: 720 },
  { name: 'roles', where: '/accounts/roles', height: 900 },
  { name: 'group', where: '/groups/700', height: 1100 },
  { name: 'group-part', where: '/groups/700/part/stage-1', height: 640 },
  { name: 'first-group', where: '/groups/_start', height: 760 },
  { name: 'switches', where: '/switches', height: 620 },
  { name: 'away', where: '/groups/700', of: '#away' },
  { name: 'sounds', where: '/sounds', height: 900 },
  {
    name: 'what-if',
    where: `/what-would-happen?group=700&date=${NOW.toISODate() ?? ''}&time=10:00`,
    height: 1000,
  },
  { name: 'reports', where: '/reports?group=700&period=month', height: 1250 },
  { name: 'daily-report', where: `/reports/700/${DAY ?? ''}/html`, width: 700, height: 1000 },
];

async function startSite(database: TestDatabase, lang: Language): Promise<Site> {
  const store = await database.store();
  // Before the configuration is read: it says who is away.
  await addAway(store);
  const site = await startConfiguredSite(store, office(lang), {
    now: () => NOW,
    liveCalls: () => [ringing(lang)],
    renderMail: await loadMailTemplates(path.join(projectFolder(), 'templates')),
    stock: () => ({ music: ['moh'], gateways: ['telco'], sounds: [], extensions: [] }),
  });
  await addDays(store, lang);
  await addCall(store, lang);
  await addCallbacks(store);
  await addContacts(store, lang);
  await addSound(store);
  await site.signedIn('admin', { name: 'anna' });
  return site;
}

async function take(
  page: Page,
  site: Site,
  { name, where, width = 1200, height, of }: Picture,
  folder: string,
) {
  await page.setViewportSize({ width, height: height ?? 800 });
  await page.goto(new URL(where, site.url).href);
  await page.evaluate('document.fonts.ready');
  const shot = { path: path.join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' } as const;
  await (of === undefined ? page.screenshot(shot) : page.locator(of).screenshot(shot));
}

const folderOf = (lang: Language): string => {
  const folder = path.join(projectFolder(), 'docs/pictures', lang);
  mkdirSync(folder, { recursive: true });
  return folder;
};

const lookOf = (lang: Language) =>
  ({ locale: lang, reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' }) as const;

async function takeSome(browser: Browser, site: Site, lang: Language, only: readonly string[]) {
  const look = { ...lookOf(lang), colorScheme: 'light' } as const;
  const page = await signedInPage(browser, site, '/account', look, { name: 'anna' });
  await page.clock.setFixedTime(NOW.toJSDate());
  for (const picture of PICTURES)
    if (only.length === 0 || only.includes(picture.name)) await take(page, site, picture, folderOf(lang));
  await page.context().close();
}

/** The accounts that look at the pages of the gallery. */
const VIEWERS = { admin: 'anna', user: 'bernd', receptionist: 'empfang' } as const;

async function takeGallery(browser: Browser, site: Site, lang: Language): Promise<void> {
  await site.signedIn('user', { name: VIEWERS.user, userId: 'bernd' });
  await site.signedIn('receptionist', { name: VIEWERS.receptionist });
  const titles = new Map<string, string>();
  for (const [screen, { width, height, colorScheme }] of Object.entries(SCREENS)) {
    const look = { ...lookOf(lang), colorScheme, viewport: { width, height } } as const;
    const pages = new Map<GalleryPage['as'] | 'admin', Page>([
      ['nobody', await (await browser.newContext(look)).newPage()],
    ]);
    for (const [as, name] of Object.entries(VIEWERS))
      pages.set(as as 'admin', await signedInPage(browser, site, '/account', look, { name }));
    for (const { name, where, as = 'admin' } of GALLERY.flatMap((section) => section.pages)) {
      const page = pages.get(as);
      if (page === undefined) throw new Error(`nobody looks at ${where} as ${as}`);
      await page.clock.setFixedTime(NOW.toJSDate());
      await page.goto(new URL(where, site.url).href);
      await page.evaluate('document.fonts.ready');
      titles.set(name, (await page.title()).split(' · ')[0] ?? name);
      writeFileSync(path.join(folderOf(lang), `page-${name}-${screen}.webp`), await webpOf(page));
    }
    for (const page of pages.values()) await page.context().close();
  }
  const file = path.join(projectFolder(), 'docs', lang === 'en' ? '' : lang, 'gallery.md');
  writeFileSync(file, galleryText(lang, titles));
}

/** A third of the bytes of a PNG. */
async function webpOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 50 });
  await session.detach();
  return Buffer.from(data, 'base64');
}

if (SKIP !== false) {
  console.error(`No pictures: ${SKIP}`);
  process.exit(1);
}
const only = process.argv[2]?.split(',') ?? [];
const GALLERY_NAME = 'gallery';
const known = [...PICTURES.map(({ name }) => name), GALLERY_NAME];
const unknown = only.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No such picture: ${unknown.join(', ')}. There are: ${known.join(', ')}`);
  process.exit(2);
}
const database = await startDatabase();
const browser = await startBrowser();
for (const lang of LANGUAGES) {
  const site = await startSite(database, lang);
  await takeSome(browser, site, lang, only);
  if (only.length === 0 || only.includes(GALLERY_NAME)) await takeGallery(browser, site, lang);
  await site.close();
}
await browser.close();
await database.close();
