/** `rufgruppe config import …`: shows what would change, asks before removing anybody's phone, and saves. */
import { hasChanges } from '../src/base/configuration/changes.js';
import { proposeImport, type ImportProposal } from '../src/people/operations/import-file.js';
import { largeRemovals, takeUp } from '../src/people/operations/whole-configuration.js';
import type { Configuration } from '../src/base/configuration/schema.js';
import { finderOf } from '../src/people/pages/configuration/difference.js';
import { titleOf } from '../src/people/pages/revisions/view.js';
import type { Store } from '../src/base/store/connection.js';
import { warnOfAccounts } from './accounts-warning.js';
import { isMeant } from './ask.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError, UsageError } from './command-error.js';
import { changedParts, changeLines } from './config-changes.js';
import { faultLine, readChecked, type GoodFile } from './config-check.js';
import { machineLanguage } from './machine-times.js';
import { tellWhatIsMissing } from './missing-needs.js';
import { revisionLine } from './config-history.js';
import { printJson } from './print.js';
import { common, sayer } from './say.js';
import { withStore } from './script-database.js';

const say = sayer('config');

export interface ImportOptions {
  /** As given; `-` is the standard input. */
  readonly path: string;
  readonly how: 'asItIs' | 'replace' | 'merge';
  readonly dryRun: boolean;
  /** Removals are intended. */
  readonly yes: boolean;
  readonly reason: string | undefined;
}

/** The options of an import. */
export interface ImportValues {
  readonly reason?: string;
  readonly merge?: true;
  readonly replace?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** Errors: UsageError, CommandError for a faulty file and a refused import. */
export async function importOne(path: string, values: ImportValues): Promise<void> {
  if (values.replace === true && values.merge === true)
    throw new UsageError(common('oneOf', { options: '--merge, --replace' }));
  // Checked before the database is opened, which a faulty file does not need.
  const file = await readChecked(path);
  await withStore((store) =>
    importFile(store, file, {
      path,
      how: values.replace === true ? 'replace' : values.merge === true ? 'merge' : 'asItIs',
      dryRun: values.dryRun === true,
      yes: values.yes === true,
      reason: values.reason,
    }),
  );
}

/** What an import of the file would change. Errors: CommandError for a faulty file. */
export async function showDifference(path: string, json?: true): Promise<void> {
  const file = await readChecked(path);
  await withStore((store) => tellDifference(store, file, json === true));
}

/** Errors: CommandError when the file is refused or the answer is no. */
export async function importFile(store: Store, file: GoodFile, options: ImportOptions): Promise<void> {
  const proposal = await proposeImport(store.configurations, { file, how: options.how });
  if (proposal.kind !== 'take') throw new CommandError(refusal(proposal, file));
  const { next, overExample } = proposal;
  for (const line of changeLines(next)) console.log(line);
  await warnOfAccounts(store, next.changes.removed);
  await tellWhatIsMissing(next.configuration, 'byTheWay');
  if (options.dryRun) {
    console.log(say(hasChanges(next.changes) ? 'dryRun' : 'wouldNot'));
    return;
  }
  if (!overExample) {
    await confirmRemovals(namesOf(largeRemovals(next.changes), next.before), options.yes);
  }
  const use = {
    configurations: store.configurations,
    audit: commandLineAudit(store),
    refresh: () => Promise.resolve(),
  };
  const fromText = options.path === '-';
  const { kind, revision } = await takeUp(use, next, {
    event: 'imported',
    subject: 'configuration',
    who: thisUser(),
    at: new Date(),
    origin: fromText ? 'commandLine' : 'file',
    reason: options.reason ?? (fromText ? '' : options.path),
  });
  console.log(say(kind, { revision }));
}

/** What an import of the file would put in the place of the newest configuration, whatever it may say of its revision. */
export async function tellDifference(store: Store, file: GoodFile, json: boolean): Promise<void> {
  const proposal = await proposeImport(store.configurations, { file, how: 'replace' });
  if (proposal.kind !== 'take') throw new CommandError(refusal(proposal, file));
  if (json) {
    printJson(changedParts(proposal.next));
    return;
  }
  const lines = changeLines(proposal.next);
  for (const line of lines) console.log(line);
  if (lines.length === 0) console.log(say('same'));
}

/** Explains a refused import: what the file lacks, who changed it, and what to do next. */
function refusal(proposal: Exclude<ImportProposal, { kind: 'take' }>, file: GoodFile): string {
  const { revision: given, configuration } = file;
  const from = given ?? 0;
  switch (proposal.kind) {
    case 'collision':
      return say('collision', { parts: namesOf(proposal.parts, configuration).join(', '), from });
    case 'faulty':
      return [...proposal.faults.map((fault) => faultLine('fault', fault)), say('notTogether')].join('\n');
    case 'unreadable':
      return say('unreadable', { newest: proposal.newest });
    case 'ahead':
      return say('ahead', { from, newest: proposal.newest });
    case 'unknownBase':
      return given === undefined ? say('noBase') : say('oldBase', { from });
    case 'behind': {
      const { added, changed, removed } = proposal.unknown;
      return [
        say('behind', { from }),
        ...proposal.since.map((revision) => `  ${revisionLine(revision)}`),
        `  (${namesOf([...added, ...changed, ...removed], configuration).join(', ')})`,
        say('behindHow'),
      ].join('\n');
    }
  }
}

/** Readable names for parts such as `user bert`, each once; all settings count as one part. */
function namesOf(names: readonly string[], configuration: Configuration | undefined): readonly string[] {
  const find = finderOf(configuration);
  return [...new Set(names.map((name) => titleOf(name, find, machineLanguage())))];
}

/** Asks first, because one line missing from the file could remove somebody's phone or a whole group. */
async function confirmRemovals(large: readonly string[], yes: boolean): Promise<void> {
  if (large.length === 0 || yes) return;
  const names = `${large.slice(0, 10).join(', ')}${large.length > 10 ? ', …' : ''}`;
  const removes = say('removes', { count: large.length, names });
  if (!process.stdin.isTTY) throw new UsageError(say('needsYes', { removes }));
  if (!(await isMeant(say('ask', { removes })))) throw new CommandError(say('notSaved'));
}
