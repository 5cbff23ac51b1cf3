/** A site and a real browser for the tests of one suite. */
import { chromium, type Browser } from 'playwright-core';
import type { Store } from '../../src/base/store/connection.js';
import { startDatabase } from '../integration/afterwards/mail/harness.js';
import type { Site } from '../integration/people/site.js';
import { findChromium } from './chromium.js';

const executablePath = findChromium();

/** For a suite: why its tests are left out, or false. */
export const SKIP =
  executablePath === undefined ? 'no Chromium is found (CHROMIUM_BIN, or the package chromium)' : false;

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });

export interface InBrowser<Of extends Site> {
  readonly store: Store;
  readonly site: Of;
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/** @param start makes the site on an empty store. */
export async function startInBrowser<Of extends Site>(
  start: (store: Store) => Promise<Of>,
): Promise<InBrowser<Of>> {
  const database = await startDatabase();
  const store = await database.store();
  const site = await start(store);
  const browser = await startBrowser();
  return {
    store,
    site,
    browser,
    close: async () => {
      await browser.close();
      await site.close();
      await database.close();
    },
  };
}
