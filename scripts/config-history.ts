/** `rufgruppe config history`. */
import type { RevisionInfo } from '../src/base/store/configurations.js';
import { originTexts } from '../src/people/words/words.js';
import { machineLanguage, machineMoment } from './machine-times.js';
import { printJson } from './print.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('config');

/** The revisions that are kept, the newest first. */
export async function history(json?: true): Promise<void> {
  await withStore(async ({ configurations }) => {
    const revisions = await configurations.list();
    if (json) printJson(revisions);
    else for (const revision of revisions) console.log(revisionLine(revision));
  });
}

/** `revision 7, 27 Nov 2026, 13:55 (Europe/Berlin), anna, page: group 700` */
export function revisionLine({
  revision,
  createdAt,
  author,
  origin,
  takenFrom,
  reason,
}: RevisionInfo): string {
  const from =
    origin === 'takenBack'
      ? say('takenBackFrom', { revision: takenFrom ?? '?' })
      : originTexts[machineLanguage()][origin];
  const line = say('revision', { revision, from, at: machineMoment(createdAt), who: author });
  return reason === '' ? line : `${line}: ${reason}`;
}
