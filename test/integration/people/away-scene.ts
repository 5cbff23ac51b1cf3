/** A house of three people in two groups, whose pages and interface are tried with people who are away. */
import { DateTime } from 'luxon';
import type { Store } from '../../../src/base/store/connection.js';
import { formsOf, untouched } from '../../html-form.js';
import type { Browser } from './browser.js';
import { HOUSE, startConfiguredSite, type ConfiguredSite } from './configured-site.js';

export const AWAY_HOUSE = {
  ...HOUSE,
  users: [
    ...HOUSE.users,
    {
      id: 'clara',
      name: 'Clara Conrad',
      extension: '1003',
      mobile: {
        number: '+491713920015',
        timezone: 'America/New_York',
        windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' }],
      },
    },
  ],
  groups: [
    {
      number: '700',
      name: 'Sales',
      stages: [{ ringSec: 20, members: ['anna', 'bernd'] }],
      final: { voicemail: '1001' },
    },
    {
      number: '701',
      name: 'Support',
      stages: [{ ringSec: 20, members: ['anna', { extension: '1003' }] }],
      final: { hangup: 'USER_BUSY' },
    },
    {
      number: '702',
      name: 'Cellar',
      stages: [{ ringSec: 20, members: ['bernd'] }],
      final: { hangup: 'USER_BUSY' },
    },
  ],
};

/** In Berlin, on Wednesday, 25 November 2026. */
export const berlin = (time: string, day = '2026-11-25') =>
  DateTime.fromISO(`${day}T${time}`, { zone: 'Europe/Berlin' });

export function startAwaySite(store: Store, now: () => DateTime): Promise<ConfiguredSite> {
  return startConfiguredSite(store, AWAY_HOUSE, { now });
}

/** Fills in the form of a page that sends somebody away. */
export async function leave(
  browser: Browser,
  page: string,
  changes: Readonly<Record<string, string>>,
): ReturnType<Browser['send']> {
  return sendFrom(browser, page, { ...changes, do: 'away' });
}

async function sendFrom(browser: Browser, page: string, changes: Readonly<Record<string, string>>) {
  const { text } = await browser.get(page);
  const action = `${page}/away`;
  const form = formsOf(text).find((one) => one.action === action && 'end' in untouched(one));
  if (form === undefined) throw new Error(`${page} has no form to be away: ${text}`);
  return browser.send(action, { ...untouched(form), ...changes });
}

/** The words of a page, without its markup. */
export function plain(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}
