/** `npm run report -- …`: one group's daily report on the screen, as a file, or on its way to its recipients. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DateTime } from 'luxon';
import { loadConfig } from '../src/app/config.js';
import { storedConfiguration } from '../src/base/configuration/import.js';
import { buildSnapshot } from '../src/base/configuration/snapshot.js';
import { loadMailTemplates } from '../src/afterwards/mail/templates.js';
import type { NewMail } from '../src/base/model/mail.js';
import type { Snapshot } from '../src/base/model/snapshot.js';
import { projectFolder } from '../src/base/project-folder.js';
import type { Store } from '../src/base/store/connection.js';
import { reportMail } from '../src/people/operations/reports.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, endWith } from './command-error.js';
import { machineLanguage } from './machine-times.js';
import { askedReport, parseReportArguments, USAGE, type ReportArguments } from './report-command-line.js';
import { withStore } from './script-database.js';

async function newestSnapshot(store: Store, now: DateTime): Promise<Snapshot> {
  const latest = await store.configurations.latest();
  if (latest === undefined) throw new CommandError('The database holds no configuration yet.');
  const { revision } = latest;
  const content = storedConfiguration(revision, latest.content);
  const switchStates = new Map((await store.switchStates.all()).map((one) => [one.id, one]));
  return buildSnapshot({ revision, content, switchStates, now });
}

async function makeMail(store: Store, asked: ReportArguments, now: DateTime): Promise<NewMail> {
  const snapshot = await newestSnapshot(store, now);
  const { group, day } = askedReport(asked, snapshot, now, machineLanguage());
  const render = await loadMailTemplates(path.join(projectFolder(), 'templates'), ['daily-report']);
  return reportMail({ store, snapshot: () => snapshot, render }, group, day, now);
}

/** Phone numbers are in it, so nobody else may read the file. */
async function writeHtml(mail: NewMail, asked: ReportArguments): Promise<void> {
  const [, number, day] = mail.id.split(' ');
  const file = asked.html ?? path.join(loadConfig().dataFolder, 'reports', `report-${number}-${day}.html`);
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFile(file, mail.html, { mode: 0o600 });
  console.log(`The HTML part is in ${path.resolve(file)}`);
}

async function show(store: Store, asked: ReportArguments): Promise<void> {
  const mail = await makeMail(store, asked, DateTime.now());
  if (!asked.send) {
    console.log(`${mail.subject}\n\n${mail.text}`);
    await writeHtml(mail, asked);
    return;
  }
  if (asked.html !== undefined) await writeHtml(mail, asked);
  await store.mails.enqueue(mail);
  const [, number = '', day = ''] = mail.id.split(' ');
  await commandLineAudit(store).note(thisUser(), 'reportSent', { subject: `report ${number} ${day}` });
  const to = mail.to.map(({ address }) => address).join(', ');
  console.log(
    `Handed in: "${mail.subject}" to ${to}. The running service sends it; the page /outbox shows how.`,
  );
}

async function run(given: readonly string[]): Promise<void> {
  const asked = parseReportArguments(given);
  if (asked === undefined) {
    console.log(USAGE);
    return;
  }
  await withStore((store) => show(store, asked));
}

run(process.argv.slice(2)).catch(endWith);
