/** `npm run config -- import …`: says what would change, asks where somebody's phone would go, and saves it. */
import { createInterface } from 'node:readline/promises';
import { namedFaultText } from '../src/base/configuration/faults.js';
import { proposeImport, type ImportProposal } from '../src/people/operations/import-file.js';
import { largeRemovals, takeUp } from '../src/people/operations/whole-configuration.js';
import type { RevisionInfo } from '../src/base/store/configurations.js';
import type { Store } from '../src/base/store/connection.js';
import { warnOfAccounts } from './accounts-warning.js';
import { commandLineAudit, thisUser } from './command-audit.js';
import { CommandError } from './command-error.js';
import type { GoodFile } from './config-check.js';
import { tellWhatIsMissing } from './missing-needs.js';
import { machineMoment } from './machine-times.js';

export interface ImportOptions {
  /** As it was given; `-` is the standard input. */
  readonly path: string;
  readonly how: 'asItIs' | 'replace' | 'merge';
  readonly dryRun: boolean;
  /** Removals are meant. */
  readonly yes: boolean;
  readonly reason: string | undefined;
}

/** Errors: CommandError when the file is refused or the answer is no. */
export async function importFile(store: Store, file: GoodFile, options: ImportOptions): Promise<void> {
  const proposal = await proposeImport(store.configurations, { file, how: options.how });
  if (proposal.kind !== 'take') throw new CommandError(refusal(proposal, file.revision));
  const { next, overExample } = proposal;
  for (const [what, names] of Object.entries(next.changes) as [string, readonly string[]][]) {
    if (names.length > 0) console.log(`${what}: ${names.join(', ')}`);
  }
  await warnOfAccounts(store, next.changes.removed);
  await tellWhatIsMissing(next.configuration, 'byTheWay');
  if (options.dryRun) {
    const wouldChange = Object.values(next.changes).some((names: readonly string[]) => names.length > 0);
    console.log(`${wouldChange ? '' : 'Nothing would change. '}Nothing was saved (--dry-run).`);
    return;
  }
  if (!overExample) await confirmRemovals(largeRemovals(next.changes), options.yes);
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
  console.log(
    kind === 'unchanged' ? `Nothing changed; revision ${revision} stays.` : `Revision ${revision} is saved.`,
  );
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
  const from = { ...ORIGIN_WORDS, takenBack: `taken back from revision ${takenFrom ?? '?'}` }[origin];
  return `revision ${revision}, ${machineMoment(createdAt)}, ${author}, ${from}${reason === '' ? '' : `: ${reason}`}`;
}

const ORIGIN_WORDS = {
  page: 'page',
  interface: 'interface',
  file: 'file',
  commandLine: 'command line',
  example: 'first start',
  unknown: 'origin unknown',
};

/** What the file does not know, by whom, and how to go on. */
function refusal(proposal: Exclude<ImportProposal, { kind: 'take' }>, from: number | undefined): string {
  switch (proposal.kind) {
    case 'collision':
      return `Not merged: ${proposal.parts.join(', ')} changed in the file and, in another way, since revision ${from ?? 0}. Nothing was saved.`;
    case 'faulty':
      return [
        ...proposal.faults.map((fault) => `fault: ${namedFaultText(fault)}`),
        'Not merged: the file and what others changed do not go together. Nothing was saved.',
      ].join('\n');
    case 'unreadable':
      return `The configuration that runs now, revision ${proposal.newest}, cannot be read by this program. Give --replace to put the file in its place. Nothing was saved.`;
    case 'ahead':
      return `The file is of revision ${from ?? 0}, and the newest one here is ${proposal.newest}: the file comes from another database, or this one from a backup. Nobody can tell what it would undo. Export first, or give --replace. Nothing was saved.`;
    case 'unknownBase': {
      const why =
        from === undefined
          ? 'The file does not say which revision it was exported from'
          : `Revision ${from} is not kept any more`;
      return `${why}, so nobody can tell what it would undo. Export first, or give --replace. Nothing was saved.`;
    }
    case 'behind': {
      const { added, changed, removed } = proposal.unknown;
      return [
        `The file is of revision ${from ?? 0}; since then somebody changed what it does not know:`,
        ...proposal.since.map((revision) => `  ${revisionLine(revision)}`),
        `  (${[...added, ...changed, ...removed].join(', ')})`,
        'Give --merge to keep both, or --replace to undo theirs. Nothing was saved.',
      ].join('\n');
    }
  }
}

/** Somebody's phone or a whole group goes by one line that is missing in a file: that is asked for. */
async function confirmRemovals(large: readonly string[], yes: boolean): Promise<void> {
  if (large.length === 0 || yes) return;
  const text = `This removes ${large.length}: ${large.slice(0, 10).join(', ')}${large.length > 10 ? ', …' : ''}`;
  if (!process.stdin.isTTY) throw new CommandError(`${text}. Give --yes if it is meant. Nothing was saved.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${text}. Is it meant? (yes/no) `);
  terminal.close();
  if (answer.trim().toLowerCase() !== 'yes') throw new CommandError('Nothing was saved.');
}
