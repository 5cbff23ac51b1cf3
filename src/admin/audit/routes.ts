/** The audit log: who changed what, before and after. */
import { timesOf } from '../../model/times.js';
import { AUDIT_EVENTS } from '../../access/audit.js';
import type { AuditEntry, AuditStore } from '../../store/audit.js';
import { differences } from '../forms/diff.js';
import type { Language } from '../language.js';
import type { Pages } from '../pages.js';
import { auditTexts, eventTexts } from './texts.js';

const ON_A_PAGE = 50;

export function auditPages(pages: Pages, audit: AuditStore, timezone: () => string): void {
  pages.get('/audit', 'audit.read', async ({ query, lang, show }) => {
    const who = query('who')?.slice(0, 60);
    const event = AUDIT_EVENTS.find((known) => known === query('event'));
    const found = await audit.list({ who, event, olderThan: query('before'), limit: ON_A_PAGE + 1 });
    const entries = found.slice(0, ON_A_PAGE);
    const last = found.length > ON_A_PAGE ? entries.at(-1) : undefined;
    const next = new URLSearchParams({
      ...(who && { who }),
      ...(event && { event }),
      before: last?.id ?? '',
    });
    show('audit', auditTexts, {
      who: who ?? '',
      events: AUDIT_EVENTS.map((one) => ({
        value: one,
        text: eventTexts[lang][one],
        selected: one === event,
      })),
      entries: entries.map((entry) => entryView(entry, lang, timezone())),
      paging: { before: null, text: null, after: last === undefined ? null : `/audit?${next.toString()}` },
    });
  });
}

function entryView(entry: AuditEntry, lang: Language, timezone: string) {
  const { subject, ...facts } = entry.facts;
  const parsed = (text: string | null): unknown => (text === null ? undefined : JSON.parse(text));
  return {
    at: timesOf(lang, timezone).exact(entry.at),
    ...{ who: entry.who, event: eventTexts[lang][entry.event], subject: subject ?? '' },
    facts: Object.entries(facts).map(([name, value]) => `${name}: ${value}`),
    differences: differences(parsed(entry.before), parsed(entry.after)),
  };
}
