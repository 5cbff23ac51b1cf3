/** Importing users: a file or a FreeSWITCH, the preview with its ticks, and what has come of it. */
import { readable } from '../../../base/configuration/import.js';
import { inSlices } from '../../../base/in-slices.js';
import type { Directories } from '../../imports/ask-freeswitch.js';
import { amongFiles, readSource, tableReadingSteps, type Reading } from '../../imports/read.js';
import { UnreadableSource, type SourceFile } from '../../imports/source.js';
import type { ConfigurationEditor } from '../../operations/configuration-editor.js';
import { ROW_STATES, type PlannedRow } from '../../operations/user-import-plan.js';
import { choiceOf, importUsers, type Chosen } from '../../operations/user-import.js';
import type { WholeUse } from '../../operations/whole-configuration.js';
import { faultText } from '../forms/fault-text.js';
import { fill } from '../language.js';
import type { Pages, Visit } from '../pages.js';
import { placeLink } from '../part-forms.js';
import { userImportTexts } from '../../words/words.js';
import { doneView } from './done.js';
import { askedColumns, planOf, showPreview, tickedBefore, tickedIn } from './preview.js';
import { unreadableText } from './row-words.js';
import { PACKED_LIMIT, unpacked, type PreviewState } from './state.js';

/** No id of a user begins with `_`. */
const BASE = '/users/_import';

const MEGABYTE = 1024 * 1024;
const MOST_UPLOADED = 8 * MEGABYTE;

export interface UserImportUse extends WholeUse {
  readonly editor: ConfigurationEditor;
  readonly directories: Directories;
}

export function userImportPages(pages: Pages, use: UserImportUse): void {
  pages.get(BASE, 'config.write', (visit) => begin(visit, use));
  pages.upload(`${BASE}/file`, 'config.write', (visit) => fromFiles(visit, use), MOST_UPLOADED);
  pages.post(`${BASE}/freeswitch`, 'config.write', (visit) => fromFreeswitch(visit, use));
  pages.post(`${BASE}/preview`, 'config.write', (visit) => goOn(visit, use), { limit: PACKED_LIMIT });
  pages.get(`${BASE}/done`, 'config.read', (visit) => done(visit, use));
}

function begin({ lang, show }: Visit, { directories }: UserImportUse, alert?: string): void {
  const t = userImportTexts[lang];
  const view = {
    alert: alert ?? null,
    fileHint: fill(t.fileHint, { most: MOST_UPLOADED / MEGABYTE }),
    freeswitches: directories.names.map((name) => ({ name, text: fill(t.ask, { name }) })),
  };
  show('user-import', userImportTexts, view, alert === undefined ? 200 : 422);
}

async function fromFiles(visit: Visit, use: UserImportUse): Promise<void> {
  const { files } = visit;
  if (files.length === 0) {
    begin(visit, use, userImportTexts[visit.lang].noFile);
    return;
  }
  const from = files.length === 1 ? (files[0]?.name ?? '') : `${files[0]?.name ?? ''} … (${files.length})`;
  await preview(visit, use, () => readSource(files, { find: amongFiles(files) }), { from, isFile: true });
}

async function fromFreeswitch(visit: Visit, use: UserImportUse): Promise<void> {
  const name = visit.field('name');
  const read = async () => {
    const file: SourceFile = await use.directories.ask(name);
    return readSource([file]);
  };
  await preview(visit, use, read, { from: name, isFile: false });
}

type Origin = Pick<PreviewState, 'from' | 'isFile'>;

/** The first preview of a list, or why it cannot be read. */
async function preview(
  visit: Visit,
  use: UserImportUse,
  read: () => Promise<Reading>,
  origin: Origin,
): Promise<void> {
  let reading: Reading;
  try {
    reading = await read();
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
    begin(visit, use, unreadableText(error, visit.lang));
    return;
  }
  const { rows, table, missing } = reading;
  const looked = await use.editor.configuration();
  const base = looked.revision.revision;
  const state = { ...origin, base, rows, table, missing, ticked: undefined, show: undefined };
  await showPreview(visit, looked, state);
}

/** A button of the preview: another page, other rows, other columns, other ticks, or the import itself. */
async function goOn(visit: Visit, use: UserImportUse): Promise<void> {
  const given = await unpacked(visit.field('state'));
  if (given === undefined) {
    begin(visit, use, userImportTexts[visit.lang].tooOld);
    return;
  }
  const looked = await use.editor.configuration();
  const planned = await planOf(looked, given);
  const ticked = tickedIn(visit, tickedBefore(planned, given));
  const state = { ...given, ticked: [...ticked] };
  const [act = '', value = ''] = visit.field('do').split(':');
  switch (act) {
    case 'apply':
      await apply(visit, use, state);
      return;
    case 'columns':
      await readAgain(visit, use, given);
      return;
    case 'tick':
      await showPreview(visit, looked, { ...state, ticked: [...withAll(planned, value, ticked)] });
      return;
    case 'show': {
      const show = ROW_STATES.find((one) => one === value);
      await showPreview(visit, looked, { ...state, show });
      return;
    }
    default:
      await showPreview(visit, looked, state, { page: Number(value) || 1 });
  }
}

/** Ticks everything of this state too; no state: nothing. */
function withAll(planned: readonly PlannedRow[], wanted: string, ticked: Chosen): Chosen {
  if (wanted === '') return new Set();
  const all = planned.flatMap((row, index) => (row.state === wanted ? (choiceOf(row, index) ?? []) : []));
  return new Set([...ticked, ...all]);
}

/** The table with the columns that were chosen. */
async function readAgain(visit: Visit, use: UserImportUse, state: PreviewState): Promise<void> {
  const { table } = state;
  if (table === undefined) begin(visit, use, userImportTexts[visit.lang].tooOld);
  else await preview(visit, use, () => inSlices(tableReadingSteps(table.table, askedColumns(visit))), state);
}

async function apply(visit: Visit, use: UserImportUse, state: PreviewState): Promise<void> {
  const t = userImportTexts[visit.lang];
  const looked = await use.editor.configuration();
  const { from, isFile, base, rows, ticked = [] } = state;
  const result = await importUsers(use, looked, rows, new Set(ticked), {
    who: visit.actor.name,
    origin: isFile ? 'file' : 'page',
    from,
    at: visit.now.toJSDate(),
    base,
  });
  switch (result.kind) {
    case 'saved':
      visit.redirect(`${BASE}/done?revision=${result.revision}`, fill(t.done, { revision: result.revision }));
      return;
    case 'nothing':
      await showPreview(visit, looked, state, { status: 422, alert: t.nothingTaken });
      return;
    case 'conflict': {
      const now = await use.editor.configuration();
      const alert = fill(t.conflict, { who: now.revision.author });
      await showPreview(visit, now, { ...state, base: now.revision.revision }, { status: 409, alert });
      return;
    }
    case 'faulty': {
      const faults = result.faults.slice(0, 20).map((one) => ({
        place: placeLink(one, looked.configuration, visit.lang)?.place ?? one.path,
        text: faultText(one, visit.lang),
      }));
      await showPreview(visit, looked, state, { status: 422, alert: t.faulty, faults });
    }
  }
}

/** Who came with a revision: read from the revisions, so that the page can be opened again. */
async function done(visit: Visit, { configurations }: UserImportUse): Promise<void> {
  const given = visit.query('revision') ?? '';
  const revision = /^[1-9]\d{0,8}$/.test(given) ? Number(given) : 0;
  const after = await readable(await configurations.get(revision));
  const before = await readable(await configurations.get(revision - 1));
  if (after === undefined || before === undefined) {
    visit.refuse(404, userImportTexts[visit.lang].notKept);
    return;
  }
  const view = doneView(before, after, revision, visit.lang);
  const mayWrite = visit.actor.permissions.has('config.write');
  visit.show('user-import-done', userImportTexts, { ...view, group: mayWrite ? view.group : null });
}
