/** The visitor's own account with its tokens, and all accounts for administrators. */
import { PERMISSIONS, type Permission } from '../../access/permissions.js';
import { LONGEST_MAIL_ADDRESS } from '../../../base/model/mail-address.js';
import { ROLES, type Role } from '../../../base/model/role.js';
import { idsInShort } from '../../access/users-of-accounts.js';
import { inviteAccount, type LinkDesk, type LinkOutcome } from '../../operations/account-links.js';
import { addAccount, changeAccount, removeAccount } from '../../operations/accounts.js';
import { noteToken } from '../../operations/tokens.js';
import type { Account } from '../../../base/store/accounts.js';
import type { ApiTokenStore } from '../../../base/store/api-tokens.js';
import { fill, type Language } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { userNames } from '../configuration/user-names.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { beginSession } from '../../http/session.js';
import { linkPages, sentText } from './links.js';
import { rolePages } from './roles.js';
import { sessionPages, sessionsView, type SessionSources } from './sessions.js';
import { accountsView, accountView, type AccountsDraft, type ConfiguredUsers } from './view.js';
import { accountTexts, accountsTexts, roleTexts } from '../../words/words.js';

export interface AccountSources extends LinkDesk, SessionSources {
  readonly tokens: ApiTokenStore;
  readonly users: () => ConfiguredUsers | undefined;
  readonly timezone: () => string;
}

const DAY_MS = 24 * 60 * 60_000;
const LABEL_LENGTH = 60;

export function accountPages(pages: Pages, sources: AccountSources): void {
  pages.get('/account', 'signedIn', (visit) => showOwn(visit, sources));
  pages.post('/account/password', 'signedIn', (visit) => changePassword(visit, sources));
  pages.post('/account/tokens', 'signedIn', (visit) => addToken(visit, sources));
  pages.post('/account/tokens/:id/remove', 'signedIn', async (visit) => {
    const { audit, tokens } = sources;
    const removed = await tokens.remove(visit.param('id'), visit.actor.name);
    if (removed !== undefined) await noteToken(audit, visit.actor.name, 'tokenRemoved', removed);
    visit.redirect('/account', accountTexts[visit.lang].tokenRemoved);
  });
  sessionPages(pages, sources);
  rolePages(pages);
  pages.get('/accounts', 'accounts.write', (visit) => showAll(visit, sources));
  pages.post('/accounts', 'accounts.write', (visit) => add(visit, sources));
  linkPages(pages, sources, (visit, result, notice) => toList(visit, sources, result, notice));
  pages.post('/accounts/:name', 'accounts.write', (visit) => change(visit, sources));
  pages.post('/accounts/:name/remove', 'accounts.write', async (visit) => {
    const name = visit.param('name');
    const result = await removeAccount(sources, visit.actor.name, name);
    await toList(visit, sources, result, accountsTexts[visit.lang].removed);
  });
}

interface OwnFaults {
  readonly password?: string;
  readonly label?: string;
  readonly scopes?: string;
}

async function showOwn(
  visit: Visit,
  sources: AccountSources,
  { faults = {}, made }: { faults?: OwnFaults; made?: string } = {},
): Promise<void> {
  const timezone = sources.timezone();
  const listed = await sources.tokens.list(visit.actor.name);
  const { actor, lang } = visit;
  const view = accountView({ actor, tokens: listed, timezone, lang });
  const faulty = Object.keys(faults).length > 0;
  visit.show(
    'account',
    accountTexts,
    {
      ...view,
      ...(await sessionsView(visit, sources, timezone)),
      made: made ?? null,
      faults: {
        password: faults.password ?? null,
        label: faults.label ?? null,
        scopes: faults.scopes ?? null,
      },
      label: visit.field('label').slice(0, LABEL_LENGTH),
    },
    faulty ? 422 : 200,
  );
}

async function changePassword(visit: Visit, sources: AccountSources): Promise<void> {
  const { access, now } = sources;
  const t = accountTexts[visit.lang];
  const { name } = visit.actor;
  if (!(await access.isPasswordOf(name, visit.field('old')))) {
    await showOwn(visit, sources, { faults: { password: t.passwordWrong } });
    return;
  }
  const result = await changeAccount(sources, name, name, { password: visit.field('password') });
  if (result.kind === 'badPassword') {
    await showOwn(visit, sources, { faults: { password: t[result.fault] } });
    return;
  }
  await beginSession(visit.request, name, now());
  visit.redirect('/account', t.passwordSaved);
}

async function addToken(visit: Visit, sources: AccountSources): Promise<void> {
  const { access, audit, now } = sources;
  const t = accountTexts[visit.lang];
  const label = visit.field('label').trim().slice(0, LABEL_LENGTH);
  const ticked = visit.form['scopes'];
  const given = typeof ticked === 'string' ? [ticked] : (ticked ?? []);
  const scopes = PERMISSIONS.filter(
    (scope: Permission) => given.includes(scope) && visit.actor.permissions.has(scope),
  );
  if (label === '' || scopes.length === 0) {
    const faults = {
      ...(label === '' && { label: t.tokenLabelMissing }),
      ...(scopes.length === 0 && { scopes: t.tokenScopesMissing }),
    };
    await showOwn(visit, sources, { faults });
    return;
  }
  const days = visit.field('days');
  const expiresAt =
    days === '30' || days === '365' ? new Date(now().getTime() + Number(days) * DAY_MS) : null;
  const { token, text } = await access.addToken(visit.actor.name, label, scopes, expiresAt);
  await noteToken(audit, visit.actor.name, 'tokenAdded', token);
  await showOwn(visit, sources, { made: text });
}

interface Shown {
  readonly fault?: string;
  readonly draft?: AccountsDraft;
  /** Whose form stays open. */
  readonly opened?: string;
  readonly status?: number;
}

async function showAll(
  visit: Visit,
  { accounts, users, timezone, now, way }: AccountSources,
  { fault, draft, opened, status = 200 }: Shown = {},
): Promise<void> {
  const view = accountsView({
    accounts: await accounts.list(),
    users: users(),
    draft: draft ?? { name: '', role: 'user', userId: '', mail: '' },
    ...(opened !== undefined && { opened }),
    mayMail: way.kind === 'ready',
    timezone: timezone(),
    lang: visit.lang,
    now: now(),
  });
  const cannotMail = way.kind === 'ready' ? null : accountsTexts[visit.lang][way.kind];
  const page = {
    fault: fault ?? null,
    cannotMail,
    scripts: PICKER_SCRIPTS,
    styles: [...PICKER_STYLES, 'accounts.css'],
  };
  visit.show('accounts', accountsTexts, { ...view, ...page }, status);
}

/** The submitted role and user; undefined: no such role. */
function roleAndUser(
  visit: Visit,
  { users }: AccountSources,
): { role: Role; userId: string | null } | undefined {
  const role = ROLES.find((known) => known === visit.field('role'));
  const userId = userNames({ users: [...(users()?.values() ?? [])] }).idOf(visit.field('userId').trim());
  return role && { role, userId: userId === '' ? null : userId };
}

async function add(visit: Visit, sources: AccountSources): Promise<void> {
  const { lang } = visit;
  const draft = {
    name: visit.field('name').slice(0, 60),
    role: visit.field('role'),
    userId: visit.field('userId'),
    mail: visit.field('mail').slice(0, LONGEST_MAIL_ADDRESS),
  };
  const given = roleAndUser(visit, sources);
  if (given === undefined) {
    await showAll(visit, sources, { fault: roleFault(visit), draft, status: 422 });
    return;
  }
  const content = { ...given, name: draft.name, mail: draft.mail };
  const who = visit.actor.name;
  const password = visit.field('password');
  const invites = password === '' && sources.way.kind === 'ready';
  const result = invites
    ? await inviteAccount(sources, who, content)
    : await addAccount(sources, who, { ...content, password });
  if (result.kind !== 'done') {
    await showAll(visit, sources, { fault: faultOf(result, sources, lang), draft, status: 422 });
    return;
  }
  const notice = invites ? sentText(result, lang) : accountsTexts[lang].added;
  toldOf(visit, result.account, notice);
}

async function change(visit: Visit, sources: AccountSources): Promise<void> {
  const given = roleAndUser(visit, sources);
  if (given === undefined) {
    await showAll(visit, sources, { fault: roleFault(visit), opened: visit.param('name'), status: 422 });
    return;
  }
  const password = visit.field('password');
  const hasMail = visit.form['mail'] !== undefined;
  const edit = {
    ...given,
    ...(hasMail && { mail: visit.field('mail') }),
    ...(password !== '' && { password }),
  };
  const result = await changeAccount(sources, visit.actor.name, visit.param('name'), edit);
  await toList(visit, sources, result, accountsTexts[visit.lang].changed);
}

async function toList(
  visit: Visit,
  sources: AccountSources,
  result: LinkOutcome,
  notice: string,
): Promise<void> {
  if (result.kind === 'done') {
    toldOf(visit, result.account, notice);
    return;
  }
  const fault = faultOf(result, sources, visit.lang);
  const opened = visit.param('name');
  await showAll(visit, sources, { fault, opened, status: result.kind === 'unknown' ? 404 : 422 });
}

function toldOf(visit: Visit, { name, mail }: Account, notice: string): void {
  visit.redirect('/accounts', fill(notice, { name, mail: mail ?? '' }));
}

function roleFault(visit: Visit): string {
  const t = accountsTexts[visit.lang];
  const roles = ROLES.map((role) => roleTexts[visit.lang][role]).join(', ');
  return fill(t.roleUnknown, { role: visit.field('role').slice(0, 60), roles });
}

function faultOf(
  result: Exclude<LinkOutcome, { kind: 'done' }>,
  { users }: AccountSources,
  lang: Language,
): string {
  const t = accountsTexts[lang];
  if (result.kind === 'badPassword') return t[result.fault];
  if (result.kind !== 'unknownUser') return t[result.kind];
  const there = idsInShort(users()?.keys() ?? []);
  const user = result.userId.slice(0, 64);
  return there === '' ? fill(t.noUsers, { user }) : fill(t.unknownUser, { user, users: there });
}
