/** All pages of the site, one line each. Each page gets only the parts it needs. */
import { accountsRemovalNote } from './accounts/removal-note.js';
import { accountPages } from './accounts/routes.js';
import { awayPages } from './away/routes.js';
import { auditPages } from './audit/routes.js';
import { callbackPages } from './callbacks/routes.js';
import { callbackLinkPages } from './callback-link/routes.js';
import { callPages } from './calls/routes.js';
import { contactPages } from './contacts/routes.js';
import { groupPages } from './groups/routes.js';
import { startPages } from './groups/start/routes.js';
import { holidayPages } from './holidays/routes.js';
import { blockedPages } from './blocked/routes.js';
import { logoPages } from './logo/routes.js';
import { loginPages } from './login/routes.js';
import { nowPages } from './now/routes.js';
import { outboxPages } from './outbox/routes.js';
import { ownCodePages } from './own/codes.js';
import { ownPages } from './own/routes.js';
import { understoodNumberPages } from './choices/understood.js';
import { choicePages } from './choices/routes.js';
import type { Pages } from './pages.js';
import { accountDesk } from '../http/account-desk.js';
import type { SiteParts } from '../http/parts.js';
import { passwordPages } from './password/routes.js';
import { placeLink } from './part-forms.js';
import { privacyPages } from './privacy/routes.js';
import { recordingPages } from './recordings/routes.js';
import { reportPages } from './reports/routes.js';
import { revisionPages } from './revisions/routes.js';
import { searchPages } from './search/routes.js';
import { settingsPages } from './settings/routes.js';
import { soundPages } from './sounds/routes.js';
import { statusPages } from './status/routes.js';
import { switchPages } from './switches/routes.js';
import { userImportPages } from './user-import/routes.js';
import { userPages } from './users/routes.js';
import { webhookPages } from './webhooks/routes.js';
import { whatIfPages } from './what-if/routes.js';

export function sitePages(pages: Pages, parts: SiteParts): void {
  const { store, access, audit, snapshot } = parts;
  const timezone = () => snapshot()?.settings.timezone ?? 'utc';
  const now = () => parts.now().toJSDate();
  const accounts = accountDesk(parts);
  loginPages(pages, { access, audit, now, mayAsk: accounts.way.kind === 'ready' });
  passwordPages(pages, { desk: accounts, log: parts.log });
  accountPages(pages, {
    ...accounts,
    tokens: store.apiTokens,
    sessions: store.sessions,
    timezone,
    users: () => snapshot()?.users,
  });
  nowPages(pages, parts);
  statusPages(pages, parts);
  const { callbacks, callSearch } = store;
  searchPages(pages, { callbacks, callSearch, contacts: parts.contacts, snapshot, audit });
  const settings = async () => (await parts.editor.configuration()).configuration.settings;
  const desk = { callbacks: store.callbacks, snapshot, audit, placed: parts.placed, settings };
  const notes = store.callNotes;
  callbackPages(pages, desk, notes);
  const folder = parts.recordingsFolder;
  const viewDesk = { views: store.callViews, audit, snapshot };
  const callParts = { calls: store.calls, search: callSearch, notes, viewDesk };
  callPages(pages, { ...callParts, snapshot, timezone, desk, folder });
  const removalNote = accountsRemovalNote(store.accounts);
  const editing = { editor: parts.editor, timezone, removalNote, placeLink };
  const { switchStates, awayStates } = store;
  const awayDesk = { awayStates, snapshot, refresh: parts.refresh, audit };
  awayPages(pages, awayDesk);
  const { missingNeeds, missingOf, stock } = parts;
  const whole = { configurations: store.configurations, audit, refresh: parts.refresh };
  const groupParts = { ...editing, snapshot, missingOf, stock, awayDesk, now: parts.now };
  // Before the groups: its address is no group's.
  startPages(pages, { ...groupParts, directories: parts.directories });
  groupPages(pages, groupParts);
  understoodNumberPages(pages, snapshot);
  choicePages(pages, { editor: parts.editor, snapshot, stock });
  // Before the users: its address is no user's.
  userImportPages(pages, { ...whole, editor: parts.editor, directories: parts.directories });
  userPages(pages, { ...editing, missingNeeds, awayDesk });
  ownPages(pages, { ...editing, awayDesk });
  ownCodePages(pages, snapshot);
  switchPages(pages, { ...editing, stock, desk: { switchStates, snapshot, refresh: parts.refresh, audit } });
  holidayPages(pages, editing);
  webhookPages(pages, { ...editing, desk: parts.webhooks });
  settingsPages(pages, { ...editing, missingNeeds, stock });
  blockedPages(pages, { editor: parts.editor, calls: store.calls, snapshot });
  logoPages(pages, { desk: { logo: store.logo, audit }, timezone });
  whatIfPages(pages, { snapshot, missingOf });
  recordingPages(pages, {
    calls: store.calls,
    search: store.callSearch,
    folder: parts.recordingsFolder,
    audit,
    timezone,
  });
  soundPages(pages, { desk: parts.sounds, timezone, placeLink });
  reportPages(pages, {
    store,
    snapshot,
    audit,
    render: parts.renderMail,
    pagesUrl: parts.pagesUrl,
    missingNeeds,
    figures: parts.figures,
  });
  revisionPages(pages, { ...whole, timezone });
  auditPages(pages, { audit: store.audit, accounts: store.accounts, editor: parts.editor, timezone });
  contactPages(pages, { desk: parts.contacts, timezone });
  privacyPages(pages, parts.privacy);
  callbackLinkPages(pages, parts.links);
  outboxPages(pages, { mails: store.mails, transport: parts.transport, timezone, audit, now });
}
