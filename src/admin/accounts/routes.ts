/** The own account with its tokens, and all accounts for the administrator. */
import type { Access, AccountResult } from '../../access/accounts.js';
import type { AuditLog } from '../../access/audit.js';
import { PERMISSIONS, ROLES, type Permission, type Role } from '../../access/permissions.js';
import type { Snapshot } from '../../model/snapshot.js';
import type { AccountStore } from '../../store/accounts.js';
import type { ApiTokenStore } from '../../store/api-tokens.js';
import { fill } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { beginSession } from '../session.js';
import { accountsTexts, accountTexts } from './texts.js';
import { accountsView, accountView, type AccountsDraft } from './view.js';

export interface AccountSources {
  readonly access: Access;
  readonly accounts: AccountStore;
  readonly tokens: ApiTokenStore;
  readonly audit: AuditLog;
  readonly snapshot: () => Snapshot | undefined;
  readonly timezone: () => string;
  readonly now: () => Date;
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
    if (removed) await audit.note(visit.actor.name, 'tokenRemoved', { token: visit.param('id') });
    visit.redirect('/account', accountTexts[visit.lang].tokenRemoved);
  });
  pages.get('/accounts', 'accounts.write', (visit) => showAll(visit, sources));
  pages.post('/accounts', 'accounts.write', (visit) => addAccount(visit, sources));
  pages.post('/accounts/:name', 'accounts.write', (visit) => changeAccount(visit, sources));
  pages.post('/accounts/:name/remove', 'accounts.write', async (visit) => {
    const name = visit.param('name');
    const result = await sources.access.remove(name);
    if (result.kind === 'done')
      await sources.audit.note(visit.actor.name, 'accountRemoved', { account: name });
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
  { tokens, timezone }: AccountSources,
  { faults = {}, made }: { faults?: OwnFaults; made?: string } = {},
): Promise<void> {
  const listed = await tokens.list(visit.actor.name);
  const { actor, lang } = visit;
  const view = accountView({ actor, tokens: listed, timezone: timezone(), lang });
  const faulty = Object.keys(faults).length > 0;
  visit.show(
    'account',
    accountTexts,
    {
      ...view,
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
  const { access, audit, now } = sources;
  const t = accountTexts[visit.lang];
  const { name } = visit.actor;
  if (!(await access.isPasswordOf(name, visit.field('old')))) {
    await showOwn(visit, sources, { faults: { password: t.passwordWrong } });
    return;
  }
  const result = await access.setPassword(name, visit.field('password'));
  if (result.kind === 'badPassword') {
    await showOwn(visit, sources, { faults: { password: t[result.fault] } });
    return;
  }
  await audit.note(name, 'passwordChanged', { account: name });
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
  await audit.note(visit.actor.name, 'tokenAdded', { token: token.id, label, scopes: scopes.join(' ') });
  await showOwn(visit, sources, { made: text });
}

async function showAll(
  visit: Visit,
  { accounts, snapshot, timezone, now }: AccountSources,
  { fault, draft, status = 200 }: { fault?: string; draft?: AccountsDraft; status?: number } = {},
): Promise<void> {
  const view = accountsView({
    accounts: await accounts.list(),
    users: [...(snapshot()?.users.values() ?? [])],
    draft: draft ?? { name: '', role: 'user', userId: '' },
    ...{ timezone: timezone(), lang: visit.lang, now: now() },
  });
  visit.show('accounts', accountsTexts, { ...view, fault: fault ?? null }, status);
}

/** The given role and user; a text: what is wrong with them. */
function roleAndUser(
  visit: Visit,
  snapshot: Snapshot | undefined,
): { role: Role; userId: string | null } | undefined {
  const role = ROLES.find((known) => known === visit.field('role'));
  const userId = visit.field('userId');
  if (role === undefined || (userId !== '' && snapshot?.users.has(userId) !== true)) return undefined;
  return { role, userId: userId === '' ? null : userId };
}

async function addAccount(visit: Visit, sources: AccountSources): Promise<void> {
  const t = accountsTexts[visit.lang];
  const draft = {
    name: visit.field('name').slice(0, 60),
    role: visit.field('role'),
    userId: visit.field('userId'),
  };
  const given = roleAndUser(visit, sources.snapshot());
  if (given === undefined) {
    await showAll(visit, sources, { fault: t.userUnknown, draft, status: 422 });
    return;
  }
  const result = await sources.access.add({ ...given, name: draft.name, password: visit.field('password') });
  if (result.kind !== 'done') {
    const fault = result.kind === 'badPassword' ? t[result.fault] : t[result.kind];
    await showAll(visit, sources, { fault, draft, status: 422 });
    return;
  }
  const { name, role } = result.account;
  await sources.audit.note(visit.actor.name, 'accountAdded', { account: name, role });
  visit.redirect('/accounts', fill(t.added, { name }));
}

async function changeAccount(visit: Visit, sources: AccountSources): Promise<void> {
  const { access, audit } = sources;
  const t = accountsTexts[visit.lang];
  const name = visit.param('name');
  const given = roleAndUser(visit, sources.snapshot());
  if (given === undefined) {
    await showAll(visit, sources, { fault: t.userUnknown, status: 422 });
    return;
  }
  let result = await access.setRole(name, given.role, given.userId);
  if (result.kind === 'done') {
    await audit.note(visit.actor.name, 'accountChanged', { account: name, role: given.role });
    const password = visit.field('password');
    if (password !== '') {
      result = await access.setPassword(name, password);
      if (result.kind === 'done') await audit.note(visit.actor.name, 'passwordChanged', { account: name });
    }
  }
  await toList(visit, sources, result, t.changed);
}

async function toList(
  visit: Visit,
  sources: AccountSources,
  result: AccountResult,
  notice: string,
): Promise<void> {
  const t = accountsTexts[visit.lang];
  if (result.kind === 'done') {
    visit.redirect('/accounts', fill(notice, { name: result.account.name }));
    return;
  }
  const fault = result.kind === 'badPassword' ? t[result.fault] : t[result.kind];
  await showAll(visit, sources, { fault, status: result.kind === 'unknown' ? 404 : 422 });
}
