/**
 * Compares a list of extensions with the users of a configuration, and takes over what somebody chose of it. Pages, interface
 * and command line all do it by this.
 */
import { checkSteps } from '../../base/configuration/check.js';
import { changeSteps } from '../../base/configuration/changes.js';
import type { Fault } from '../../base/configuration/faults.js';
import type { Configuration, UserContent } from '../../base/configuration/schema.js';
import { AppError } from '../../base/errors.js';
import { inSlices } from '../../base/in-slices.js';
import { sipUserOf } from '../../base/model/phone-address.js';
import type { Origin } from '../../base/model/origin.js';
import type { ConfigurationStore, RevisionInfo } from '../../base/store/configurations.js';
import type { SourceRow } from '../imports/source.js';
import type { Looked } from './configuration-editor.js';
import { plannedSteps, type PlannedRow, type RowState } from './user-import-plan.js';
import { takeUp, type WholeUse } from './whole-configuration.js';

/**
 * What is taken, as `choiceOf` names it: with what would become of the row. If that has changed since it was shown, because
 * somebody saved, nobody has chosen it: a new user must not become another name.
 */
export type Chosen = ReadonlySet<string>;

/** Of these something can become. */
const CHOOSABLE: readonly RowState[] = ['new', 'renamed', 'otherDomain'];

/** `new-12`: the row with this index, as a new user; undefined: nothing would become of it. */
export function choiceOf(row: PlannedRow | undefined, index: number): string | undefined {
  if (row === undefined || !CHOOSABLE.includes(row.state)) return undefined;
  return `${row.state}-${index}`;
}

export interface ImportBy {
  readonly who: string;
  readonly origin: Origin;
  /** Where the list is from: the name of a file, a FreeSWITCH. */
  readonly from: string;
  readonly at: Date;
  /** The revision that the preview was of; undefined: any. */
  readonly base: number | undefined;
}

export type UserImportResult =
  | {
      readonly kind: 'saved';
      readonly revision: number;
      /** Ids, in the order of the list. */
      readonly added: readonly string[];
      readonly renamed: readonly string[];
    }
  /** Nothing was chosen that would change something. */
  | { readonly kind: 'nothing' }
  /** Somebody has saved since the preview; nothing was done. */
  | { readonly kind: 'conflict'; readonly newest: RevisionInfo | undefined }
  /** The configuration would have these faults: too many users, say. */
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** One revision and one audit entry. @param looked what runs now. Errors: the database's. */
export async function importUsers(
  use: WholeUse,
  looked: Looked,
  rows: readonly SourceRow[],
  chosen: Chosen,
  by: ImportBy,
): Promise<UserImportResult> {
  const { configuration, revision: running } = looked;
  if (by.base !== undefined && by.base !== running.revision) return conflict(use.configurations);
  const planned = await inSlices(plannedSteps(configuration, rows));
  const taken = planned.filter((row, index) => chosen.has(choiceOf(row, index) ?? ''));
  if (taken.length === 0) return { kind: 'nothing' };
  const next = await inSlices(withRowsSteps(configuration, taken));
  const checked = await inSlices(checkSteps(next));
  if (checked.kind === 'faulty') return { kind: 'faulty', faults: checked.faults };
  const changes = await inSlices(changeSteps(configuration, checked.configuration));
  const { who, origin, from: reason, at } = by;
  const content = {
    base: running.revision,
    before: configuration,
    configuration: checked.configuration,
    changes,
  };
  try {
    const { revision } = await takeUp(use, content, {
      event: 'usersImported',
      subject: '',
      who,
      origin,
      reason,
      at,
    });
    const isRename = ({ state }: PlannedRow) => state === 'renamed';
    const ids = (rows: readonly PlannedRow[]) => rows.map(({ id }) => id);
    const added = ids(taken.filter((row) => !isRename(row)));
    return { kind: 'saved', revision, added, renamed: ids(taken.filter(isRename)) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'CONFIGURATION_CHANGED') throw error;
    return conflict(use.configurations);
  }
}

async function conflict(configurations: ConfigurationStore): Promise<UserImportResult> {
  return { kind: 'conflict', newest: await configurations.head() };
}

/** The configuration with these rows, unchecked. Users who are there keep everything but the name. */
export function* withRowsSteps(
  configuration: Configuration,
  taken: readonly PlannedRow[],
): Generator<undefined, Configuration> {
  const names = new Map(
    taken.flatMap(({ state, id, name }) => (state === 'renamed' ? [[id, name] as const] : [])),
  );
  const users: UserContent[] = [];
  for (const user of configuration.users) {
    const name = names.get(user.id);
    users.push(name === undefined ? user : { ...user, name });
    yield;
  }
  for (const row of taken) {
    if (row.state !== 'renamed') users.push(newUser(row));
    yield;
  }
  return { ...configuration, users };
}

/** What is left out gets the defaults of the configuration when it is checked. */
export function newUser({ id, name, phone, email, mobile }: PlannedRow): UserContent {
  const { user: extension, domain } = sipUserOf(phone, { home: '' });
  return {
    id,
    name,
    extension,
    ...(domain !== '' && { domain }),
    ...(email !== '' && { email }),
    ...(mobile !== '' && { mobile: { number: mobile } }),
  } as UserContent;
}
