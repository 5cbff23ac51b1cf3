/** The menu: the pages that the visitor may open. */
import type { Actor, Permission } from '../access/permissions.js';
import type { Language } from './language.js';
import { commonTexts, type CommonKey } from '../words/words.js';

interface Entry {
  readonly path: string;
  readonly text: CommonKey;
  readonly permission: Permission;
}

const ENTRIES: readonly Entry[] = [
  { path: '/', text: 'navNow', permission: 'live.read' },
  { path: '/callbacks', text: 'navCallbacks', permission: 'callbacks.read' },
  { path: '/own', text: 'navOwn', permission: 'own.write' },
  { path: '/calls', text: 'navCalls', permission: 'calls.read' },
  { path: '/contacts', text: 'navContacts', permission: 'contacts.read' },
  { path: '/groups', text: 'navGroups', permission: 'config.read' },
  { path: '/users', text: 'navUsers', permission: 'config.read' },
  { path: '/switches', text: 'navSwitches', permission: 'config.read' },
  { path: '/holidays', text: 'navHolidays', permission: 'config.read' },
  { path: '/what-would-happen', text: 'navWhatIf', permission: 'config.read' },
  { path: '/reports', text: 'navReports', permission: 'reports.read' },
  { path: '/recordings', text: 'navRecordings', permission: 'recordings.read' },
  { path: '/sounds', text: 'navSounds', permission: 'config.read' },
  { path: '/outbox', text: 'navOutbox', permission: 'mails.read' },
  { path: '/revisions', text: 'navRevisions', permission: 'config.read' },
  { path: '/audit', text: 'navAudit', permission: 'audit.read' },
  { path: '/privacy', text: 'navPrivacy', permission: 'privacy.write' },
  { path: '/settings', text: 'navSettings', permission: 'config.read' },
  { path: '/accounts', text: 'navAccounts', permission: 'accounts.write' },
  { path: '/api', text: 'navApi', permission: 'status.read' },
  { path: '/status', text: 'navStatus', permission: 'status.read' },
];

export interface NavigationView {
  readonly path: string;
  readonly text: string;
  readonly current: boolean;
}

/** Leaves out `own` for an account without a user. */
export function navigation(
  path: string,
  lang: Language,
  actor: Actor | undefined,
): readonly NavigationView[] {
  return ENTRIES.filter(
    ({ permission }) =>
      actor?.permissions.has(permission) === true &&
      (permission !== 'own.write' || actor.userId !== undefined),
  ).map((entry) => ({
    path: entry.path,
    text: commonTexts[lang][entry.text],
    current: entry.path === path || (entry.path !== '/' && path.startsWith(`${entry.path}/`)),
  }));
}

/** The start page of an account: the first page that it may open. */
export function firstPage(actor: Actor): string {
  return ENTRIES.find(({ permission }) => actor.permissions.has(permission))?.path ?? '/account';
}
