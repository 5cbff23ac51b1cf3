/** What pages and interface need to make, invite and change accounts. */
import type { LinkDesk } from '../operations/account-links.js';
import type { SiteParts } from './parts.js';

export function accountDesk({
  access,
  audit,
  store,
  snapshot,
  renderMail,
  linkWay,
  now,
}: SiteParts): LinkDesk {
  return {
    access,
    audit,
    accounts: store.accounts,
    mails: store.mails,
    render: renderMail,
    way: linkWay,
    users: () => snapshot()?.users,
    house: () => {
      const { language = 'en', timezone = 'utc' } = snapshot()?.settings ?? {};
      return { language, timezone };
    },
    now: () => now().toJSDate(),
  };
}
