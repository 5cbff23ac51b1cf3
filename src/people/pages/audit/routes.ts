/** The audit log: who changed what, before and after. */
import { AUDIT_EVENTS, SIGN_IN_EVENTS } from '../../../base/model/audit-event.js';
import type { ConfigurationEditor } from '../../operations/configuration-editor.js';
import { inSlices } from '../../../base/in-slices.js';
import type { AccountStore } from '../../../base/store/accounts.js';
import type { AuditStore } from '../../../base/store/audit.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import type { Pages } from '../pages.js';
import { pageSteps } from './view.js';
import { auditTexts, eventTexts } from '../../words/words.js';

export interface AuditSources {
  readonly audit: Pick<AuditStore, 'list'>;
  readonly accounts: Pick<AccountStore, 'list'>;
  readonly editor: Pick<ConfigurationEditor, 'configuration'>;
  readonly timezone: () => string;
}

const ON_A_PAGE = 50;

/** How many accounts are offered; more would make the page heavy. */
const MOST_OFFERED = 300;

export function auditPages(pages: Pages, { audit, accounts, editor, timezone }: AuditSources): void {
  pages.get('/audit', 'audit.read', async ({ query, lang, show }) => {
    const who = query('who')?.slice(0, 60);
    const event = AUDIT_EVENTS.find((known) => known === query('event'));
    const hidesSignIns = query('signIns') === 'hidden';
    const without = hidesSignIns ? SIGN_IN_EVENTS : [];
    const asked = { who, event, without, olderThan: query('before'), limit: ON_A_PAGE + 1 };
    const found = await audit.list(asked);
    const entries = found.slice(0, ON_A_PAGE);
    const last = found.length > ON_A_PAGE ? entries.at(-1) : undefined;
    const next = new URLSearchParams({
      ...(who && { who }),
      ...(event && { event }),
      ...(hidesSignIns && { signIns: 'hidden' }),
      before: last?.id ?? '',
    });
    const configuration = await editor.configuration().then(
      (newest) => newest.configuration,
      () => undefined,
    );
    const reader = { lang, timezone: timezone(), configuration };
    const views = await inSlices(pageSteps(entries, reader));
    show('audit', auditTexts, {
      who: who ?? '',
      // Other names are typed, such as deleted accounts and people at the command line.
      accounts: (await accounts.list()).slice(0, MOST_OFFERED).map(({ name }) => name),
      scripts: PICKER_SCRIPTS,
      styles: PICKER_STYLES,
      hidesSignIns,
      events: AUDIT_EVENTS.map((one) => ({
        value: one,
        text: eventTexts[lang][one],
        selected: one === event,
      })),
      entries: views,
      timezone: timezone(),
      paging: { before: null, text: null, after: last === undefined ? null : `/audit?${next.toString()}` },
    });
  });
}
