/** The menu: the pages that the visitor may open, in four groups, and what waits on them. */
import type { Actor, Permission } from '../access/permissions.js';
import type { WaitingFor, WaitingKey } from '../operations/waiting.js';
import type { Icon } from './icons.js';
import type { Language } from './language.js';
import { commonTexts, waitingTexts, type CommonKey } from '../words/words.js';

type Section = 'navToday' | 'navPeople' | 'navHistory' | 'navSystem';

interface Entry {
  readonly path: string;
  readonly text: CommonKey;
  readonly icon: Icon;
  readonly permission: Permission;
  readonly waits?: WaitingKey;
}

/** Lines stay in step with each other: one entry, one line. */
// prettier-ignore
const SECTIONS: readonly { readonly id: Section; readonly entries: readonly Entry[] }[] = [
  { id: 'navToday', entries: [
    { path: '/', text: 'navNow', icon: 'activity', permission: 'live.read', waits: 'warnings' },
    { path: '/callbacks', text: 'navCallbacks', icon: 'phone-outgoing', permission: 'callbacks.read', waits: 'callbacks' },
    { path: '/switches', text: 'navSwitches', icon: 'toggle-right', permission: 'config.read' },
    { path: '/what-would-happen', text: 'navWhatIf', icon: 'route', permission: 'config.read' },
    { path: '/own', text: 'navOwn', icon: 'user-cog', permission: 'own.write' },
  ] },
  { id: 'navPeople', entries: [
    { path: '/groups', text: 'navGroups', icon: 'users-group', permission: 'config.read' },
    { path: '/users', text: 'navUsers', icon: 'user', permission: 'config.read' },
    { path: '/contacts', text: 'navContacts', icon: 'address-book', permission: 'contacts.read' },
    { path: '/holidays', text: 'navHolidays', icon: 'calendar-event', permission: 'config.read' },
    { path: '/sounds', text: 'navSounds', icon: 'volume', permission: 'config.read' },
  ] },
  { id: 'navHistory', entries: [
    { path: '/calls', text: 'navCalls', icon: 'phone-incoming', permission: 'calls.read' },
    { path: '/reports', text: 'navReports', icon: 'chart-bar', permission: 'reports.read' },
    { path: '/recordings', text: 'navRecordings', icon: 'microphone', permission: 'recordings.read' },
    { path: '/revisions', text: 'navRevisions', icon: 'versions', permission: 'config.read' },
    { path: '/audit', text: 'navAudit', icon: 'list-check', permission: 'audit.read' },
  ] },
  { id: 'navSystem', entries: [
    { path: '/status', text: 'navStatus', icon: 'heartbeat', permission: 'status.read' },
    { path: '/outbox', text: 'navOutbox', icon: 'mail', permission: 'mails.read', waits: 'mails' },
    { path: '/webhooks', text: 'navWebhooks', icon: 'webhook', permission: 'config.read' },
    { path: '/settings', text: 'navSettings', icon: 'settings', permission: 'config.read' },
    { path: '/accounts', text: 'navAccounts', icon: 'key', permission: 'accounts.write' },
    { path: '/privacy', text: 'navPrivacy', icon: 'shield-lock', permission: 'privacy.write' },
    { path: '/api', text: 'navApi', icon: 'api', permission: 'status.read' },
  ] },
];

/** What a phone's screen shows at once, as far as the visitor may open it; the first four. */
const DAILY: readonly string[] = ['/', '/callbacks', '/calls', '/switches', '/own'];
const MOST_DAILY = 4;

export interface NavigationView {
  readonly path: string;
  readonly text: string;
  readonly icon: Icon;
  readonly current: boolean;
  /** What waits on the page; null: nothing can. */
  readonly waits: CountView | null;
}

export interface SectionView {
  readonly title: string;
  readonly entries: readonly NavigationView[];
}

export interface CountView {
  readonly key: WaitingKey;
  /** Empty: none. */
  readonly shown: string;
  /** For those who hear it: `3 open`. */
  readonly text: string;
}

/** Larger counts take too much room. */
const MOST_SHOWN = 99;

export function countView(key: WaitingKey, count: number | undefined, lang: Language): CountView {
  if (count === undefined || count === 0) return { key, shown: '', text: '' };
  const shown = count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
  return { key, shown, text: waitingTexts[lang][key](count) };
}

/** Leaves out `own` for an account without a user. */
function isFor(actor: Actor | undefined, { permission }: Entry): boolean {
  if (actor?.permissions.has(permission) !== true) return false;
  return permission !== 'own.write' || actor.userId !== undefined;
}

/** `menu`: all pages; `daily`: the few that a phone's screen shows at once. */
export function navigation(
  path: string,
  lang: Language,
  actor: Actor | undefined,
  waiting: WaitingFor | undefined,
): { readonly menu: readonly SectionView[]; readonly daily: readonly NavigationView[] } {
  const view = (entry: Entry): NavigationView => ({
    path: entry.path,
    text: commonTexts[lang][entry.text],
    icon: entry.icon,
    current: entry.path === path || (entry.path !== '/' && path.startsWith(`${entry.path}/`)),
    waits: entry.waits === undefined ? null : countView(entry.waits, waiting?.[entry.waits], lang),
  });
  const menu = SECTIONS.map(({ id, entries }) => ({
    title: commonTexts[lang][id],
    entries: entries.filter((entry) => isFor(actor, entry)).map(view),
  })).filter(({ entries }) => entries.length > 0);
  const all = menu.flatMap(({ entries }) => entries);
  const daily = DAILY.flatMap((wanted) => all.filter((one) => one.path === wanted)).slice(0, MOST_DAILY);
  return { menu, daily };
}

/** The pages that the visitor may open, by their names in the menu. */
export function pagesFor(actor: Actor, lang: Language): readonly Pick<NavigationView, 'path' | 'text'>[] {
  const entries = SECTIONS.flatMap((section) => section.entries).filter((entry) => isFor(actor, entry));
  return entries.map(({ path, text }) => ({ path, text: commonTexts[lang][text] }));
}

/** The start page of an account: the first page that it may open. */
export function firstPage(actor: Actor): string {
  const entries = SECTIONS.flatMap((section) => section.entries);
  return entries.find(({ permission }) => actor.permissions.has(permission))?.path ?? '/account';
}
