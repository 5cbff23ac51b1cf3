/** A page of the site in a real browser, opened by an account. */
import type { Browser, Page } from 'playwright-core';
import { PASSWORD, type Site } from '../integration/people/site.js';

interface SignIn {
  readonly name?: string;
  /** Gets what the browser's console complains of. */
  readonly complaints?: string[];
}

/** @param path of the page that the sign-in leads to. */
export async function signedInPage(
  browser: Browser,
  site: Site,
  path: string,
  options: Parameters<Browser['newContext']>[0],
  { name = 'admin', complaints = [] }: SignIn = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.on('console', (message) => {
    // A file that is not there is named by its address only.
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(new URL(`/login?to=${path}`, site.url).href);
  await page.fill('#name', name);
  await page.fill('#password', PASSWORD);
  await page.click('form.card button');
  await page.waitForURL(`**${path}`);
  return page;
}

/** How many pixels the page is wider than the screen. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
