/**
 * `npm run bench:pages`: every page in a real Chromium, of a house with 80 groups, 1,000 users and 100,000 calls. Time on the
 * server, bytes over the wire, and when something is seen: on a desk's screen, and on a phone's with a processor four times as
 * slow. `--write` notes the figures, `--calls 5000` makes fewer, `--only /reports` looks at one page.
 */
import { performance } from 'node:perf_hooks';
import type { Browser, Page } from 'playwright-core';
import { optionsOf } from '../../scripts/bench/options.js';
import type { PageFigures, PaintFigures } from '../../scripts/bench/figures.js';
import { note } from '../../scripts/bench/results.js';
import { pagesTable } from '../../scripts/bench/pages-table.js';
import type { Site } from '../integration/people/site.js';
import { startBusyHouse } from './busy-house.js';
import { SKIP, startBrowser } from './in-browser.js';
import { signedInPage } from './signed-in.js';

const values = optionsOf('Usage: npm run bench:pages [-- --calls N --only PATH --write]', {
  calls: { type: 'string', default: '100000' },
  only: { type: 'string' },
  write: { type: 'boolean', default: false },
});

// prettier-ignore
const PAGES = [
  '/', '/callbacks', '/switches', '/what-would-happen', '/groups', '/groups/700', '/groups/700/form', '/users', '/users/user-1',
  '/contacts', '/holidays', '/sounds', '/calls', '/reports', '/recordings', '/revisions', '/audit', '/status', '/outbox',
  '/settings', '/accounts', '/privacy', '/api', '/search?q=user', '/wall', '/help', '/account',
];

const WARMING = 3;
const TIMES = 40;

const SCREENS = {
  desk: { width: 1280, height: 720, slower: 1 },
  phone: { width: 375, height: 740, slower: 4 },
} as const;

/** From the request to the last byte, milliseconds; keeps the connection, as browsers do. */
async function onServer(site: Site, path: string, cookie: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = -WARMING; round < TIMES; round += 1) {
    const beganMs = performance.now();
    const response = await fetch(new URL(path, site.url), { headers: { cookie } });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${path} answers with ${response.status}`);
    if (round >= 0) times.push(performance.now() - beganMs);
  }
  return times.toSorted((one, other) => one - other);
}

/** Runs in the page before anything else; the browser itself notes what it paints. */
const WATCH = `
  globalThis.seen = { lcp: 0, cls: 0 };
  new PerformanceObserver((list) => { for (const { startTime } of list.getEntries()) seen.lcp = startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => { for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) seen.cls += value; })
    .observe({ type: 'layout-shift', buffered: true });`;

/** Resolves two frames after something was painted. */
const PAINTED = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const first = list.getEntriesByName('first-contentful-paint')[0];
    if (first === undefined) return;
    const done = () => resolve({ fcp: first.startTime, ...globalThis.seen });
    requestAnimationFrame(() => requestAnimationFrame(done));
  }).observe({ type: 'paint', buffered: true });
})`;

interface Opened {
  readonly bytes: number;
  readonly paint: PaintFigures;
}

/** Opens the page in a browser that has never seen the site but is signed in. */
async function open(page: Page, url: string, slower: number): Promise<Opened> {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await session.send('Network.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.goto(url, { waitUntil: 'load' });
  const paint = await page.evaluate(PAINTED);
  await session.detach();
  return { bytes, paint: paint as PaintFigures };
}

async function look(browser: Browser, site: Site, path: string, state: State, screen: keyof typeof SCREENS) {
  const { slower, ...viewport } = SCREENS[screen];
  const context = await browser.newContext({ storageState: state, viewport, locale: 'en' });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  const url = new URL(path, site.url).href;
  const first = await open(page, url, slower);
  const later = await open(page, url, slower);
  await context.close();
  return { first, later };
}

type State = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;

async function measure(browser: Browser, site: Site, state: State): Promise<PageFigures> {
  const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const pages: PageFigures['pages'][number][] = [];
  for (const path of values.only === undefined ? PAGES : [values.only]) {
    const times = await onServer(site, path, cookie);
    const desk = await look(browser, site, path, state, 'desk');
    const phone = await look(browser, site, path, state, 'phone');
    const at = (share: number) => times[Math.ceil(times.length * share) - 1] ?? NaN;
    pages.push({
      path,
      p50: at(0.5),
      p99: at(0.99),
      firstKb: desk.first.bytes / 1024,
      laterKb: desk.later.bytes / 1024,
      desk: desk.first.paint,
      phone: phone.first.paint,
    });
  }
  return { calls: Number(values.calls), pages };
}

if (SKIP !== false) {
  console.log(`skipped: ${SKIP}`);
  process.exit(0);
}
const house = await startBusyHouse(Number(values.calls));
const browser = await startBrowser();
const signedIn = await signedInPage(browser, house.site, '/account', { locale: 'en' });
const state = await signedIn.context().storageState();
await signedIn.context().close();
const figures = await measure(browser, house.site, state);
await browser.close();
await house.close();
console.log(pagesTable(figures));
if (values.write) await note('pages', figures);
