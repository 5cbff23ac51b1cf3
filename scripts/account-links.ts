/** Links that set the password of an account, as commands mail and withdraw them. The running service sends the mails. */
import path from 'node:path';
import { DateTime } from 'luxon';
import { loadMailTemplates } from '../src/afterwards/mail/templates.js';
import { mailWayOf } from '../src/afterwards/mail/open-transport.js';
import { loadConfig } from '../src/app/config.js';
import { projectFolder } from '../src/base/project-folder.js';
import type { Store } from '../src/base/store/connection.js';
import { linkWayOf, type LinkDesk } from '../src/people/operations/account-links.js';
import type { AccountDesk } from '../src/people/operations/accounts.js';
import { readableSnapshot } from './newest-snapshot.js';

export async function linkDesk(store: Store, desk: AccountDesk): Promise<LinkDesk> {
  const { mail, dataFolder, publicUrl } = loadConfig();
  const settings = (await readableSnapshot(store, DateTime.now()))?.settings;
  const { language = 'en', timezone = 'utc' } = settings ?? {};
  const templates = path.join(projectFolder(), 'templates');
  return {
    ...desk,
    mails: store.mails,
    render: await loadMailTemplates(templates, ['account'], () => settings?.houseName),
    way: linkWayOf(mailWayOf(mail, dataFolder), publicUrl),
    house: () => ({ language, timezone }),
    now: () => new Date(),
  };
}
