/** Reports: calls by day and hour, a preview of the daily mail, and the mails already sent. */
import { timesOf } from '../../../base/model/times.js';
import type { AuditLog } from '../../../base/model/audit-event.js';
import type { Group } from '../../../base/model/snapshot.js';
import { FigureCounter, MOST_DAYS } from '../../operations/figures.js';
import { reportMail, sendReport, type ReportDesk } from '../../operations/reports.js';
import { isIsoDate, shiftDay } from '../../../afterwards/reports/day.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { fill, type Language } from '../language.js';
import { MAIL_POLICY } from '../outbox/routes.js';
import { mailPath } from '../outbox/view.js';
import type { Pages, Visit } from '../pages.js';
import { figuresView } from './view.js';
import { reportTexts } from '../../words/words.js';

export interface ReportSources extends ReportDesk {
  readonly audit: AuditLog;
}

const HISTORY = 300;

export function reportPages(pages: Pages, sources: ReportSources): void {
  const counter = new FigureCounter(sources.store.calls);
  pages.get('/reports', 'reports.read', (visit) => overview(visit, sources, counter));
  pages.get('/reports/:group/:day', 'reports.read', (visit) => {
    const found = asked(visit, sources);
    if (found === undefined) visit.refuse(404);
    else visit.show('report', reportTexts, previewView(visit, found));
  });
  pages.get('/reports/:group/:day/html', 'reports.read', async (visit) => {
    const found = asked(visit, sources);
    if (found?.group.report === undefined) {
      visit.refuse(404);
      return;
    }
    const mail = await reportMail(sources, found.group, found.day, visit.now);
    visit.response.set({ 'Content-Security-Policy': MAIL_POLICY, 'Cache-Control': 'no-store' });
    visit.response.type('html').send(mail.html);
  });
  pages.post('/reports/:group/:day/send', 'reports.send', async (visit) => {
    const found = asked(visit, sources);
    if (found?.group.report === undefined) {
      visit.refuse(404);
      return;
    }
    await sendReport(sources, visit.actor.name, found, visit.now);
    visit.redirect(`/reports/${found.group.number}/${found.day}`, reportTexts[visit.lang].sent);
  });
}

interface Asked {
  readonly group: Group;
  readonly day: string;
}

function asked({ param }: Visit, { snapshot }: ReportSources): Asked | undefined {
  const group = snapshot()?.groups.get(param('group'));
  const day = param('day');
  return group !== undefined && isIsoDate(day) ? { group, day } : undefined;
}

function previewView({ lang, actor }: Visit, { group, day }: Asked) {
  const t = reportTexts[lang];
  const to = group.report?.to.map(({ name, address }) =>
    name === undefined ? address : `${name} <${address}>`,
  );
  const path = `/reports/${encodeURIComponent(group.number)}/${day}`;
  return {
    title: fill(t.previewTitle, { group: group.name, day }),
    hasReport: group.report !== undefined,
    htmlPath: `${path}/html`,
    sendPath: `${path}/send`,
    maySend: group.report !== undefined && actor.permissions.has('reports.send'),
    sendHint: fill(t.sendHint, { to: (to ?? []).join(', ') }),
  };
}

async function overview(visit: Visit, sources: ReportSources, counter: FigureCounter): Promise<void> {
  const { query, lang, now, show } = visit;
  const t = reportTexts[lang];
  const groups = [...(sources.snapshot()?.groups.values() ?? [])];
  const group = groups.find(({ number }) => number === query('group')) ?? groups[0];
  if (group === undefined) {
    show('reports', reportTexts, { fault: t.noGroup, form: null, figures: null, history: [] });
    return;
  }
  const today = now.setZone(group.timezone).toISODate() ?? '';
  const to = query('to') ?? today;
  const days = Math.min(MOST_DAYS, Math.max(1, Math.trunc(Number(query('days') ?? '14')) || 14));
  const isDay = isIsoDate(to);
  const form = {
    to: to.slice(0, 20),
    days,
    most: MOST_DAYS,
    groups: groups.map(({ number, name }) => ({
      value: number,
      text: `${name} (${number})`,
      selected: number === group.number,
    })),
  };
  const figures = isDay ? await counter.count(group, shiftDay(to, 1 - days), days) : undefined;
  show(
    'reports',
    reportTexts,
    {
      form,
      fault: isDay ? null : fill(t.badDay, { given: to.slice(0, 40) }),
      figures: figures === undefined ? null : figuresView(figures, group, lang),
      history: await history(group, sources, lang),
      scripts: PICKER_SCRIPTS,
      styles: PICKER_STYLES,
    },
    isDay ? 200 : 422,
  );
}

/** Searches only the newest mails; older ones are in the outbox. */
async function history({ number, timezone }: Group, { store }: ReportSources, lang: Language) {
  const mails = await store.mails.list(HISTORY);
  return mails
    .filter(({ kind, group }) => kind === 'report' && group === number)
    .map(({ id, subject, createdAt }) => ({
      path: mailPath(id),
      subject,
      at: timesOf(lang, timezone).moment(createdAt),
    }));
}
