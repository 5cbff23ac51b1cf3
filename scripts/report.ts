/** `rufgruppe report`: prints one group's daily report, writes it to a file, or mails it to its recipients. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DateTime } from 'luxon';
import { loadMailTemplates } from '../src/afterwards/mail/templates.js';
import { loadConfig } from '../src/app/config.js';
import type { NewMail } from '../src/base/model/mail.js';
import { projectFolder } from '../src/base/project-folder.js';
import type { Store } from '../src/base/store/connection.js';
import { reportNow, sendReport } from '../src/people/operations/reports.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { machineLanguage } from './machine-times.js';
import { BY_THE_WAY_MS, whatIsMissing } from './missing-needs.js';
import { newestSnapshot } from './newest-snapshot.js';
import { printJson } from './print.js';
import {
  askedReport,
  readReportArguments,
  type ReportArguments,
  type ReportValues,
} from './report-command-line.js';
import { withStore } from './script-database.js';
import { sayer } from './say.js';

const say = sayer('report');

/** The file contains phone numbers, so only its owner may read it. */
async function writeHtml(mail: NewMail, asked: ReportArguments): Promise<void> {
  const [, number, day] = mail.id.split(' ');
  const file = asked.html ?? path.join(loadConfig().dataFolder, 'reports', `report-${number}-${day}.html`);
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFile(file, mail.html, { mode: 0o600 });
  const tell = asked.json ? console.error : console.log;
  tell(say('html', { file: path.resolve(file) }));
}

async function show(store: Store, given: ReportArguments): Promise<void> {
  const now = DateTime.now();
  const snapshot = await newestSnapshot(store, now);
  const asked = askedReport(given, snapshot, now, machineLanguage());
  const render = await loadMailTemplates(
    path.join(projectFolder(), 'templates'),
    ['daily-report'],
    () => snapshot.settings.houseName,
  );
  const { missing } = await whatIsMissing(snapshot, BY_THE_WAY_MS);
  const desk = {
    store,
    render,
    snapshot: () => snapshot,
    missingNeeds: () => missing,
    audit: commandLineAudit(store),
  };
  if (!given.send) {
    const { mail, counts } = await reportNow(desk, asked.group, asked.day, now);
    const { subject, text } = mail;
    if (given.json) printJson({ group: asked.group.number, day: asked.day, counts, subject, text });
    else console.log(`${subject}\n\n${text}`);
    if (!given.json || given.html !== undefined) await writeHtml(mail, given);
    return;
  }
  const mail = await sendReport(desk, thisUser(), asked, now);
  if (given.html !== undefined) await writeHtml(mail, given);
  const to = mail.to.map(({ address }) => address).join(', ');
  console.log(say('sent', { subject: mail.subject, to }));
}

/** Errors: UsageError; CommandError for a group or day without a report. */
export function report(values: ReportValues): Promise<void> {
  const given = readReportArguments(values);
  return withStore((store) => show(store, given));
}
