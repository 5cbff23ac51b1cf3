/** `rufgruppe privacy …`: what is kept about a number, for its owner, and how it is forgotten. */
import os from 'node:os';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DateTime } from 'luxon';
import { countsOf, explained, exportPerson } from '../src/afterwards/privacy/export.js';
import {
  forgetPerson,
  noteForgotten,
  searchPerson,
  type Counts,
  type Forgotten,
  type Journals,
  type PrivacyUse,
} from '../src/afterwards/privacy/forget.js';
import type { Notations } from '../src/afterwards/privacy/notations.js';
import { typedPerson } from '../src/afterwards/privacy/person.js';
import { findRecording } from '../src/afterwards/recordings/files.js';
import { loadConfig } from '../src/app/config.js';
import type { OpenDatabase } from '../src/app/database.js';
import type { Snapshot } from '../src/base/model/snapshot.js';
import type { Store } from '../src/base/store/connection.js';
import { isMeant } from './ask.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, toldPlainly, UsageError } from './command-error.js';
import { machineLanguage } from './machine-times.js';
import { readableSnapshot } from './newest-snapshot.js';
import { printJson } from './print.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('privacy');

export interface ForgetValues {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** A controller that has reported within this time is running. */
const ALIVE_MS = 2 * 60_000;

interface Task {
  readonly store: Store;
  readonly use: PrivacyUse;
  readonly notations: Notations;
}

/** Errors: CommandError for whatever is no number of somebody outside. */
function withPerson(given: string, task: (task: Task) => Promise<void>): Promise<void> {
  return withStore(async (store, { kind }) => {
    const snapshot = await readableSnapshot(store, DateTime.now());
    const person = typedPerson(given, snapshot);
    if (person.kind !== 'person') throw new CommandError(say(person.kind, { number: given }));
    const journals = await journalsOf(store, kind);
    await toldPlainly(() =>
      task({ store, use: useOf(store, snapshot, journals), notations: person.notations }),
    );
  });
}

function useOf(store: Store, snapshot: Snapshot | undefined, journals: Journals): PrivacyUse {
  const { dataFolder, cdrFolders, recordingsFolder } = loadConfig();
  return {
    store,
    folders: { data: dataFolder, cdrs: cdrFolders },
    recordingsFolder: recordingsFolder ?? snapshot?.settings.recordingsFolder,
    journals,
  };
}

/** The journal is the service's while it runs. Beside a MongoDB server the controllers of this machine tell. */
async function journalsOf(store: Store, kind: OpenDatabase['kind']): Promise<Journals> {
  if (kind === 'embedded-started') return { kind: 'rewritten' };
  if (kind === 'embedded-running') return { kind: 'left' };
  const here = (await store.controllers.signs()).filter(({ name }) => name.startsWith(`${os.hostname()}:`));
  const isAlive = here.some(({ atMs }) => Date.now() - atMs < ALIVE_MS);
  return { kind: isAlive ? 'left' : 'rewritten' };
}

/** Writes data.json and the recordings into a new or empty folder that only this user can read. */
export function exportTo(given: string, folder: string): Promise<void> {
  return withPerson(given, async ({ store, use, notations }) => {
    await emptyFolder(folder);
    const found = await exportPerson(use, notations, new Date());
    const text = JSON.stringify(explained(found, machineLanguage()), null, 2);
    await writeFile(path.join(folder, 'data.json'), `${text}\n`, { mode: 0o600 });
    const missing = await copyRecordings(found.recordings, use.recordingsFolder, folder);
    await noteForgotten(commandLineAudit(store), thisUser(), 'personExported', notations, countsOf(found));
    for (const line of countLines(countsOf(found))) console.log(line);
    console.log(say('exported', { folder }));
    for (const file of missing) console.error(say('noRecording', { file }));
  });
}

async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new CommandError(say('notEmpty', { folder }));
}

/** Resolves with those that are not there. */
async function copyRecordings(
  names: readonly string[],
  from: string | undefined,
  folder: string,
): Promise<readonly string[]> {
  const missing: string[] = [];
  const target = path.join(folder, 'recordings');
  if (names.length > 0) await mkdir(target, { mode: 0o700 });
  for (const name of names) {
    const file = from === undefined ? undefined : await findRecording(from, name);
    if (file === undefined) missing.push(name);
    else await copyFile(file.path, path.join(target, name.replaceAll('/', '-')));
  }
  return missing;
}

/** Shows what there is, asks, and removes it. Errors: CommandError when the answer is no, or something is left. */
export async function forget(given: string, values: ForgetValues): Promise<void> {
  const { dryRun = false, yes = false, json = false } = values;
  if (!dryRun && !yes && (json || !process.stdin.isTTY)) throw new UsageError(say('needsYes'));
  await withPerson(given, async ({ store, use, notations }) => {
    const search = await searchPerson(use, notations);
    if (!json) for (const line of countLines(search.counts)) console.log(line);
    if (search.configured.length > 0)
      throw new CommandError(say('configured', { places: search.configured.join(', ') }));
    if (dryRun) {
      if (json) printJson({ dryRun: true, counts: search.counts });
      else console.log(say('dryRun'));
      return;
    }
    if (!yes && !(await isMeant(say('ask')))) throw new CommandError(say('kept'));
    const done = await forgetPerson(use, search);
    await noteForgotten(commandLineAudit(store), thisUser(), 'personForgotten', notations, done.counts);
    if (json) printJson(done);
    else tell(done);
    if (done.left.length > 0) throw new CommandError(leftText(done));
  });
}

/** One sentence that is true; where files are left, the error is it. */
function tell({ later, left }: Forgotten): void {
  const isLater = Object.keys(later).length > 0;
  if (isLater) for (const line of [say('later'), ...countLines(later)]) console.log(line);
  else if (left.length === 0) console.log(say('forgotten'));
}

function leftText({ left }: Forgotten): string {
  return say('left', { files: left.join(', ') });
}

const PLACES = [
  'calls',
  'recordings',
  'callbacks',
  'callnotes',
  'contacts',
  'mails',
  'audit',
  'configurations',
  'outbox',
  'aside',
  'journal',
  'waiting',
  'other',
] as const;

/** One line for each place; collections without a word by their own name. */
function countLines(counts: Counts): readonly string[] {
  if (Object.keys(counts).length === 0) return [say('nothing')];
  return Object.entries(counts).map(([place, count]) => {
    const known = PLACES.find((one) => one === place);
    const what = known === undefined ? say('collection', { name: place }) : say(known);
    return `  ${what}: ${count}`;
  });
}
