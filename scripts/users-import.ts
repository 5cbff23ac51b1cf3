/** `rufgruppe users import …`: shows what a list of extensions would change, asks, and saves. */
import { loadConfig } from '../src/app/config.js';
import { inSlices } from '../src/base/in-slices.js';
import { directoriesOf } from '../src/people/imports/ask-freeswitch.js';
import { ROLES, type SaidColumns } from '../src/people/imports/columns.js';
import { readSource, type Reading } from '../src/people/imports/read.js';
import { UnreadableSource } from '../src/people/imports/source.js';
import { ConfigurationEditor, type Looked } from '../src/people/operations/configuration-editor.js';
import { plannedSteps, ROW_STATES, type PlannedRow } from '../src/people/operations/user-import-plan.js';
import { choiceOf, importUsers } from '../src/people/operations/user-import.js';
import { unreadableText, whyText } from '../src/people/pages/user-import/row-words.js';
import { userImportTexts } from '../src/people/words/words.js';
import { fill } from '../src/people/pages/language.js';
import type { Store } from '../src/base/store/connection.js';
import { printable } from '../src/base/printable.js';
import { isMeant } from './ask.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, UsageError } from './command-error.js';
import { faultLine } from './config-check.js';
import { machineLanguage } from './machine-times.js';
import { plainReason } from './plain-reason.js';
import { printJson } from './print.js';
import { sayer } from './say.js';
import { withStore } from './script-database.js';
import { sourceFiles } from './source-files.js';

const say = sayer('users');

/** The options of an import. */
export interface UsersImportValues {
  readonly freeswitch?: true;
  readonly columns?: string;
  readonly rename?: true;
  readonly otherDomains?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** Rows that are listed one by one; the rest is counted. */
const SHOWN = 200;

/** Errors: UsageError, CommandError when the list cannot be read or the answer is no. */
export async function importList(file: string | undefined, values: UsersImportValues): Promise<void> {
  if ((file === undefined) === (values.freeswitch === undefined)) throw new UsageError(say('oneSource'));
  const columns = saidColumns(values.columns);
  const { from, reading } = file === undefined ? await ask() : await readFiles(file, columns);
  await withStore((store) => importRows(store, reading, { ...values, from, isFile: file !== undefined }));
}

interface ImportOptions extends UsersImportValues {
  readonly from: string;
  readonly isFile: boolean;
}

async function importRows(store: Store, { rows, missing }: Reading, options: ImportOptions): Promise<void> {
  const lang = machineLanguage();
  const { configurations } = store;
  const use = { configurations, audit: commandLineAudit(store), refresh: () => Promise.resolve() };
  const looked = await new ConfigurationEditor(use).configuration();
  const planned = await inSlices(plannedSteps(looked.configuration, rows));
  for (const include of missing)
    console.error(printable(fill(userImportTexts[lang].missingInclude, { ...include })));
  const chosen = new Set(
    planned.flatMap((row, index) => (isChosen(row, options) ? (choiceOf(row, index) ?? []) : [])),
  );
  if (options.json === true) printJson({ from: options.from, ...shown(planned, looked) });
  else tell(planned, options);
  if (chosen.size === 0 || options.dryRun === true) {
    if (options.json !== true) console.log(say(chosen.size === 0 ? 'nothing' : 'dryRun'));
    return;
  }
  if (options.yes !== true) await confirm(planned.filter((row) => isChosen(row, options)));
  const result = await importUsers(use, looked, rows, chosen, {
    who: thisUser(),
    origin: options.isFile ? 'file' : 'commandLine',
    from: options.from,
    at: new Date(),
    base: looked.revision.revision,
  });
  if (result.kind === 'faulty')
    throw new CommandError(
      [...result.faults.slice(0, 20).map((one) => faultLine('fault', one)), say('faulty')].join('\n'),
    );
  if (result.kind !== 'saved') throw new CommandError(say('notSaved'));
  const { revision, added, renamed } = result;
  const done = say('saved', { revision, added: added.length, renamed: renamed.length });
  if (options.json === true) console.error(done);
  else console.log(done);
}

function isChosen({ state }: PlannedRow, { rename, otherDomains }: UsersImportValues): boolean {
  if (state === 'otherDomain') return otherDomains === true;
  return state === 'new' || (state === 'renamed' && rename === true);
}

async function ask(): Promise<{ readonly from: string; readonly reading: Reading }> {
  const directories = directoriesOf(loadConfig().freeswitchEvents);
  const [from] = directories.names;
  if (from === undefined) throw new CommandError(say('noFreeswitch'));
  return { from, reading: await readable(async () => readSource([await directories.ask(from)])) };
}

async function readFiles(
  file: string,
  columns: SaidColumns,
): Promise<{ readonly from: string; readonly reading: Reading }> {
  const reading = await readable(async () => {
    const { files, find } = await sourceFiles(file);
    return readSource(files, { find, columns });
  }, file);
  return { from: file, reading };
}

/** Errors: CommandError in the machine's language. */
async function readable(read: () => Promise<Reading>, path = ''): Promise<Reading> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableSource) throw new CommandError(unreadableText(error, machineLanguage()));
    if (!(error instanceof Error) || !('code' in error) || path === '') throw error;
    throw new CommandError(say('cannotRead', { path, reason: plainReason(error) }), { cause: error });
  }
}

/** `extension=2,name=Who`. Errors: UsageError. */
function saidColumns(given: string | undefined): SaidColumns {
  if (given === undefined) return {};
  const said = given.split(',').map((part) => {
    const [role = '', ...column] = part.split('=');
    const known = ROLES.find((one) => one === role.trim());
    if (known === undefined || column.length === 0)
      throw new UsageError(say('badColumns', { given, roles: ROLES.join(', ') }));
    return [known, column.join('=').trim()] as const;
  });
  return { of: Object.fromEntries(said) };
}

/** A line for each row that is not as it is in the configuration, and the sums. */
function tell(planned: readonly PlannedRow[], { from, rename, otherDomains }: ImportOptions): void {
  const lang = machineLanguage();
  const t = userImportTexts[lang];
  const told = planned.filter(({ state }) => state !== 'same');
  for (const row of told.slice(0, SHOWN)) {
    const { source, phone, name, state } = row;
    const place = source.line === 0 ? '' : String(source.line).padStart(5);
    const words = `${place}  ${phone.padEnd(8)}  ${name.padEnd(28)}  ${t.states[state]}: ${whyText(row, lang)}`;
    console.log(printable(words));
  }
  if (told.length > SHOWN) console.log(say('more', { count: told.length - SHOWN }));
  console.log(printable(say('sum', { from, sums: sumsOf(planned) })));
  if (rename !== true && planned.some(({ state }) => state === 'renamed')) console.log(say('withRename'));
  if (otherDomains !== true && planned.some(({ state }) => state === 'otherDomain'))
    console.log(say('withOtherDomains'));
}

function sumsOf(planned: readonly PlannedRow[]): string {
  const t = userImportTexts[machineLanguage()];
  const counts = ROW_STATES.map(
    (state) => [state, planned.filter((row) => row.state === state).length] as const,
  );
  return counts
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${t.states[state]} ${count}`)
    .join(', ');
}

function shown(planned: readonly PlannedRow[], { revision }: Looked) {
  return {
    revision: revision.revision,
    rows: planned.map((row) => ({
      file: row.source.file,
      line: row.source.line,
      extension: row.phone,
      name: row.name,
      state: row.state,
      why: whyText(row, machineLanguage()),
      user: row.id === '' ? null : row.id,
      email: row.email,
      mobile: row.mobile,
    })),
  };
}

/** Errors: CommandError when the answer is no, UsageError when nobody can be asked. */
async function confirm(meant: readonly PlannedRow[]): Promise<void> {
  if (!process.stdin.isTTY) throw new UsageError(say('needsYes'));
  if (!(await isMeant(say('ask', { what: sumsOf(meant) })))) throw new CommandError(say('notSaved'));
}
