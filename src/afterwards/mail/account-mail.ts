/** The mail with the link that sets the password of an account. Pure except for the rendering. */
import type { AccountLink } from '../../base/model/account-link.js';
import type { Language } from '../../base/model/language.js';
import type { NewMail } from '../../base/model/mail.js';
import { timesOf } from '../../base/model/times.js';
import { accountWords } from '../words/words.js';
import { linkPath, SECRET_PLACE } from './link-secret.js';
import type { RenderMail } from './templates.js';

export interface AccountMailUse {
  readonly render: RenderMail;
  readonly language: Language;
  readonly timezone: string;
  /** PUBLIC_URL; ends with a slash. What a request calls its host is never used. */
  readonly publicUrl: string;
  readonly at: Date;
}

export interface MailedAccount {
  readonly name: string;
  readonly mail: string;
}

/** @param link belongs to the account; the secret is put in when the mail is sent. */
export function accountMail({ name, mail }: MailedAccount, link: AccountLink, use: AccountMailUse): NewMail {
  const { render, language, timezone, publicUrl, at } = use;
  const t = accountWords(language);
  const { purpose } = link;
  const subject = t.subject[purpose];
  const view = {
    subject,
    language,
    intro: t.intro[purpose](name),
    button: t.button[purpose],
    url: `${publicUrl}${linkPath(SECRET_PLACE)}`,
    until: t.until(timesOf(language, timezone).moment(link.until)),
    unexpected: t.unexpected[purpose],
  };
  return {
    id: `account ${name} ${link.id} ${at.getTime().toString(36)}`,
    kind: 'account',
    group: '',
    to: [{ name: undefined, address: mail }],
    subject,
    ...render('account', view),
    attachments: [],
    follows: undefined,
    link: { account: name, id: link.id },
    createdAt: at,
    notBefore: undefined,
  };
}
