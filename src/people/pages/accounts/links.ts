/** Links by mail that set the password of an account: how they stand, sent and withdrawn by administrators. */
import { isOpen } from '../../../base/model/account-link.js';
import type { Account } from '../../../base/store/accounts.js';
import { sendLink, withdrawLink, type LinkDesk, type LinkOutcome } from '../../operations/account-links.js';
import { accountsTexts } from '../../words/words.js';
import { fill, type Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';

/** @param answer shows the list again, with what came of it */
export function linkPages(
  pages: Pages,
  desk: LinkDesk,
  answer: (visit: Visit, result: LinkOutcome, notice: string) => Promise<void>,
): void {
  pages.post('/accounts/:name/link', 'accounts.write', async (visit) => {
    const result = await sendLink(desk, visit.actor.name, visit.param('name'));
    await answer(visit, result, sentText(result, visit.lang));
  });
  pages.post('/accounts/:name/link/withdraw', 'accounts.write', async (visit) => {
    const result = await withdrawLink(desk, visit.actor.name, visit.param('name'));
    await answer(visit, result, accountsTexts[visit.lang].withdrawn);
  });
}

/** Where the link goes; `name` and `mail` are still to be filled in. */
export function sentText(result: LinkOutcome, lang: Language): string {
  const t = accountsTexts[lang];
  if (result.kind !== 'done') return '';
  return result.account.link?.purpose === 'reset' ? t.resetSent : t.invitationSent;
}

/** What a row of the list says about the link, and what can be done about it. Pure. */
export function linkView(
  account: Account,
  moment: (at: Date) => string,
  { now, mayMail, lang }: { readonly now: Date; readonly mayMail: boolean; readonly lang: Language },
) {
  const t = accountsTexts[lang];
  const { link, name } = account;
  const isInvited = account.passwordHash === undefined;
  const isPending = isOpen(link, now);
  const until = link === null ? '' : moment(link.until);
  const pending = isInvited ? t.invitedUntil : t.resetUntil;
  const over = link === null || link.usedAt !== null ? t.notInvited : t.invitationOver;
  const act = isInvited ? (link === null ? t.invite : t.inviteAgain) : t.sendReset;
  return {
    mail: account.mail ?? '',
    isInvited,
    linkState: isPending ? fill(pending, { until }) : isInvited ? fill(over, { until }) : null,
    linkIsOver: isInvited && !isPending,
    linkAct: mayMail && account.mail !== null ? act : null,
    linkSure: fill(isInvited ? t.inviteSure : t.sendResetSure, { name, mail: account.mail ?? '' }),
    mayWithdraw: isPending,
  };
}
