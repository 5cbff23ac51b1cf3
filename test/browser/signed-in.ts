/** A page of the site in a real browser, opened by the account `admin`. */
import type { Browser, Page } from 'playwright-core';
import { PASSWORD, type Site } from '../integration/people/site.js';

/** @param path of the page that the sign-in leads to. */
export async function signedInPage(
  browser: Browser,
  site: Site,
  path: string,
  options: Parameters<Browser['newContext']>[0],
): Promise<Page> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(new URL(`/login?to=${path}`, site.url).href);
  await page.fill('#name', 'admin');
  await page.fill('#password', PASSWORD);
  await page.click('form.card button');
  await page.waitForURL(`**${path}`);
  return page;
}
