/** `rufgruppe notices …`: what does not work, and whether administrators would be told. */
import os from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { openTransport } from '../src/afterwards/mail/open-transport.js';
import { loadMailTemplates } from '../src/afterwards/mail/templates.js';
import { begun } from '../src/afterwards/notices/keep-watch.js';
import { tryWays, waysOf, type TriedWay } from '../src/afterwards/notices/ways.js';
import { problemText } from '../src/afterwards/problems/notice-text.js';
import { noticeWords } from '../src/afterwards/words/words.js';
import { loadConfig, type Config } from '../src/app/config.js';
import { projectFolder } from '../src/base/project-folder.js';
import type { Settings } from '../src/base/model/settings.js';
import { wayText } from '../src/people/pages/status/notices-view.js';
import { troubleText } from '../src/people/pages/trouble-text.js';
import { tryNotices } from '../src/people/operations/notices.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { machineLanguage, machineMoment, machineZone } from './machine-times.js';
import { newestSnapshot } from './newest-snapshot.js';
import { printJson, type Json } from './print.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('notices');

/** What has begun and is not over, the oldest first. */
export function list({ json }: Json): Promise<void> {
  return withStore(async (store) => {
    const problems = begun(await store.problems.list());
    const lang = machineLanguage();
    const zone = machineZone();
    if (json) {
      printJson(
        problems.map(({ sighting, firstSeenAt }) => {
          const { kind: problem, about, ...values } = sighting;
          return { problem, about, values, since: firstSeenAt, text: problemText(sighting, lang, 'utc') };
        }),
      );
      return;
    }
    if (problems.length === 0) console.log(say('none'));
    for (const { sighting, firstSeenAt } of problems) {
      const since = say('since', { at: machineMoment(firstSeenAt, lang, zone) });
      console.log(`${problemText(sighting, lang, zone)} (${since})`);
      console.log(`  → ${noticeWords(lang).remedy[sighting.kind]}`);
    }
  });
}

/** Sends a test to everybody who is told; ends with 1 when somebody does not get it, or there is nobody. */
export function test({ json }: Json): Promise<void> {
  return withStore(async (store) => {
    const { settings } = await newestSnapshot(store, DateTime.now());
    const desk = { test: () => sendTest(loadConfig(), settings) };
    const tried = await tryNotices(desk, commandLineAudit(store), thisUser());
    print(tried, json === true);
    if (tried.length === 0 || tried.some(({ trouble }) => trouble !== undefined)) process.exitCode = 1;
  });
}

async function sendTest(config: Config, settings: Settings): Promise<readonly TriedWay[]> {
  const transport = openTransport(config.mail, config.dataFolder);
  try {
    const ways = waysOf({
      ...settings,
      transport,
      render: await loadMailTemplates(
        path.join(projectFolder(), 'templates'),
        ['notice'],
        () => settings.houseName,
      ),
      statusUrl: `${config.publicUrl ?? ''}status`,
      webhook: config.webhook,
      now: () => new Date(),
    });
    return await tryWays(ways, { controller: os.hostname(), at: new Date() });
  } finally {
    transport.close();
  }
}

function print(tried: readonly TriedWay[], json: boolean): void {
  if (json) {
    printJson(
      tried.map(({ to, trouble = null }) => ({ to: to.kind === 'mail' ? to.address : 'webhook', trouble })),
    );
    return;
  }
  if (tried.length === 0) console.log(say('noWay'));
  const lang = machineLanguage();
  for (const { to, trouble } of tried)
    console.log(`${wayText(to, lang)}: ${trouble === undefined ? say('taken') : troubleText(trouble, lang)}`);
}
