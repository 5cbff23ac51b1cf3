/** Reports: calls over days, weeks and months, a preview of the daily mail, and the mails already sent. */
import { timesOf } from '../../../base/model/times.js';
import type { AuditLog } from '../../../base/model/audit-event.js';
import type { Group } from '../../../base/model/snapshot.js';
import type { FigureDesk } from '../../operations/figures.js';
import { inSlices } from '../../../base/in-slices.js';
import { reportMail, sendReport, type ReportDesk } from '../../operations/reports.js';
import { groupIn } from '../../operations/seen.js';
import { isIsoDate } from '../../../base/model/dates.js';
import { PICKER_SCRIPTS, PICKER_STYLES } from '../forms/pickers.js';
import { firstGroup } from '../first-group.js';
import { fill, type Language } from '../language.js';
import { MAIL_POLICY } from '../outbox/routes.js';
import { mailPath } from '../outbox/view.js';
import type { Pages, Visit } from '../pages.js';
import { askedOf } from './asked.js';
import { figuresCsv } from './csv.js';
import { figuresOf, type Found } from './found.js';
import { formView } from './form-view.js';
import { MOST_DAYS } from './period.js';
import { figuresView } from './view.js';
import { reportTexts } from '../../words/words.js';

export interface ReportSources extends ReportDesk {
  readonly audit: AuditLog;
  readonly figures: FigureDesk;
}

const HISTORY = 300;

export function reportPages(pages: Pages, sources: ReportSources): void {
  pages.get('/reports', 'reports.read', (visit) => overview(visit, sources));
  pages.get('/reports.csv', 'reports.read', (visit) => csvFile(visit, sources));
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

function asked({ param, scope }: Visit, { snapshot }: ReportSources): Asked | undefined {
  const group = groupIn(scope, snapshot(), param('group'));
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

async function overview(visit: Visit, sources: ReportSources): Promise<void> {
  const { lang, show } = visit;
  const t = reportTexts[lang];
  const asked = askedOf(visit, sources.snapshot());
  if (asked === undefined) {
    const first = firstGroup(visit.actor, lang);
    show('reports', reportTexts, { first, fault: null, form: null, figures: null, history: [], notes: [] });
    return;
  }
  const { period, group } = asked;
  const found = period && (await figuresOf(asked, period, sources.figures, visit));
  show(
    'reports',
    reportTexts,
    {
      form: formView(asked, lang),
      first: null,
      fault:
        period === undefined
          ? fill(t.badTime, { most: MOST_DAYS, given: `${asked.from} ${asked.to}`.slice(0, 40) })
          : null,
      figures: period && found ? figuresView({ asked, period, ...found, lang }) : null,
      notes: found === undefined ? [] : notesOf(found, lang),
      history: group === undefined ? null : await history(group, sources, lang),
      scripts: PICKER_SCRIPTS,
      styles: PICKER_STYLES,
    },
    period === undefined ? 422 : 200,
  );
}

/** What keeps the figures from being whole. */
function notesOf({ cutAt, uncounted }: Found, lang: Language): readonly string[] {
  const t = reportTexts[lang];
  return [
    ...(cutAt === undefined ? [] : [fill(t.cut, { day: timesOf(lang, 'utc').date(new Date(cutAt)) })]),
    ...(uncounted === 0 ? [] : [fill(t.waitingDays, { days: uncounted })]),
  ];
}

async function csvFile(visit: Visit, { snapshot, figures }: ReportSources): Promise<void> {
  const { response, lang, refuse } = visit;
  const asked = askedOf(visit, snapshot());
  if (asked?.period === undefined) {
    refuse(asked === undefined ? 404 : 422);
    return;
  }
  const { days } = await figuresOf({ ...asked, against: { kind: 'none' } }, asked.period, figures, visit);
  response.attachment(reportTexts[lang].csvFile).type('text/csv; charset=utf-8');
  response.send(await inSlices(figuresCsv(asked.groups, days, lang)));
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
