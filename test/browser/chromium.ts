/** The Chromium of the system; nothing is downloaded. */
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** Its path: CHROMIUM_BIN, or where Debian and others put it; undefined: there is none. */
export function findChromium(): string | undefined {
  const given = process.env['CHROMIUM_BIN'];
  return [...(given === undefined ? [] : [given]), ...PLACES].find((place) => existsSync(place));
}
