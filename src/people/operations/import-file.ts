/** Checks whether a file may become the configuration, and what it would change. Saves nothing; takeUp does. */
import { changeSteps, type Changes } from '../../base/configuration/changes.js';
import type { Fault } from '../../base/configuration/faults.js';
import { planImport, type ImportPlanInput } from '../../base/configuration/import-plan.js';
import { readable } from '../../base/configuration/import.js';
import { inSlices } from '../../base/in-slices.js';
import type { ConfigurationStore, RevisionInfo } from '../../base/store/configurations.js';
import type { NextConfiguration } from './whole-configuration.js';

export type ImportProposal =
  /** `overExample`: it replaces the example of the first start, which nobody will miss. */
  | { readonly kind: 'take'; readonly next: NextConfiguration; readonly overExample: boolean }
  /** Others made changes that the file does not contain, in the revisions `since` (oldest first). */
  | { readonly kind: 'behind'; readonly unknown: Changes; readonly since: readonly RevisionInfo[] }
  /** The file names no revision, or one that is no longer stored: it cannot be determined what it would undo. */
  | { readonly kind: 'unknownBase' }
  /** The file's revision does not exist yet: the file comes from another database, or this database is a backup. */
  | { readonly kind: 'ahead'; readonly newest: number }
  /** This program cannot read the running configuration, so it can only be replaced. */
  | { readonly kind: 'unreadable'; readonly newest: number }
  | { readonly kind: 'collision'; readonly parts: readonly string[] }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

export async function proposeImport(
  configurations: ConfigurationStore,
  { file, how }: Pick<ImportPlanInput, 'file' | 'how'>,
): Promise<ImportProposal> {
  const latest = await configurations.latest();
  const newest = latest?.revision ?? 0;
  const overExample = latest?.origin === 'example';
  const before = await readable(latest);
  if (latest !== undefined && before === undefined && !overExample && how !== 'replace')
    return { kind: 'unreadable', newest };
  const isFirst = before === undefined || overExample;
  const plan = planImport({
    file,
    how,
    running: isFirst ? undefined : { revision: newest, configuration: before },
    base: file.revision === undefined ? undefined : await readable(await configurations.get(file.revision)),
  });
  if (plan.kind === 'take') {
    const { configuration } = plan;
    const changes = await inSlices(changeSteps(before, configuration));
    return { kind: 'take', next: { base: newest, before, configuration, changes }, overExample };
  }
  if (plan.kind !== 'behind') return plan;
  if (file.revision !== undefined && file.revision > newest) return { kind: 'ahead', newest };
  if (plan.unknown === undefined || file.revision === undefined) return { kind: 'unknownBase' };
  const from = file.revision;
  const since = (await configurations.list()).filter(({ revision }) => revision > from).toReversed();
  return { kind: 'behind', unknown: plan.unknown, since };
}
