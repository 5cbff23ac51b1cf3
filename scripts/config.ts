/** `npm run config -- …`: check, import, export and look back at the configuration; turn switches. */
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { DateTime } from 'luxon';
import type { AuditEvent } from '../src/access/audit.js';
import { exportYaml } from '../src/configuration/export.js';
import { faultText } from '../src/configuration/faults.js';
import { importConfiguration, storedConfiguration } from '../src/configuration/import.js';
import { buildSnapshot } from '../src/configuration/snapshot.js';
import { planImport, type ImportPlan } from '../src/configuration/import-plan.js';
import type { Configuration } from '../src/configuration/schema.js';
import { EXAMPLE_AUTHOR } from '../src/configuration/seed.js';
import { changesBetween } from '../src/configuration/changes.js';
import { AppError } from '../src/errors.js';
import { auditLog } from '../src/operations/audit.js';
import { endOf } from '../src/operations/switch-end.js';
import { actOnSwitch } from '../src/operations/switches.js';
import { readSwitch } from '../src/routing/switch-state.js';
import { switchWhyText } from '../src/routing/words.js';
import type { Store } from '../src/store/connection.js';
import { warnOfAccounts } from './accounts-warning.js';
import { check, CommandError, readChecked, type GoodFile } from './config-check.js';
import { withStore } from './script-database.js';

const USAGE = `Usage: npm run config -- COMMAND
  check FILE.yaml                          faults and warnings of a file, and what FreeSWITCH
                                           (FREESWITCH_EVENTS) does not have; needs no database
  import FILE.yaml [--reason TEXT]         make the file the configuration, all or nothing; says what changes;
                                           refused when somebody changed what the file does not know:
                                           --merge keeps both, --replace undoes theirs; --dry-run only says;
                                           --yes: users, groups or switches may be removed
  export [FILE.yaml] [--revision N]        write the configuration to the file, or to the screen
  history                                  the revisions that are kept
  switch ID on|off|auto [--until TIME]     turn a switch, one with a schedule until that
                                           changes; auto: as configured; TIME: "24.12. 8:00"`;

/** Options without a value. */
const FLAGS = ['--replace', '--merge', '--dry-run', '--yes'];

interface Arguments {
  readonly words: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly options: ReadonlyMap<string, string>;
}

function argumentsOf(given: readonly string[]): Arguments {
  const words: string[] = [];
  const options = new Map<string, string>();
  const flags = new Set<string>();
  for (let index = 0; index < given.length; index++) {
    const word = given[index] ?? '';
    if (!word.startsWith('--')) {
      words.push(word);
      continue;
    }
    if (FLAGS.includes(word)) {
      flags.add(word);
      continue;
    }
    const value = given[++index];
    if (!['--reason', '--revision', '--until'].includes(word) || value === undefined) {
      throw new CommandError(USAGE);
    }
    options.set(word.slice(2), value);
  }
  return { words, options, flags };
}

async function importFile(
  store: Store,
  { words, options, flags }: Arguments,
  checked: GoodFile | undefined,
): Promise<void> {
  if (checked === undefined) throw new CommandError(USAGE);
  if (flags.has('--replace') && flags.has('--merge'))
    throw new CommandError('Give --replace or --merge, not both.');
  const latest = await store.configurations.latest();
  const isExample = latest?.revision === 1 && latest.author === EXAMPLE_AUTHOR;
  const running = latest === undefined || isExample ? undefined : await newest(store);
  const based = checked.revision === undefined ? undefined : await store.configurations.get(checked.revision);
  const plan = planImport({
    running,
    file: checked,
    base: based && storedConfiguration(based.revision, based.content),
    how: flags.has('--replace') ? 'replace' : flags.has('--merge') ? 'merge' : 'asItIs',
  });
  if (plan.kind !== 'take') throw new CommandError(await refusal(store, plan, checked.revision));
  const before = latest && storedConfiguration(latest.revision, latest.content);
  const { added, changed, removed } = changesBetween(before, plan.configuration);
  for (const [what, names] of Object.entries({ added, changed, removed })) {
    if (names.length > 0) console.log(`${what}: ${names.join(', ')}`);
  }
  await warnOfAccounts(store, removed);
  if (flags.has('--dry-run')) {
    console.log('Nothing was saved (--dry-run).');
    return;
  }
  if (!isExample) await confirmRemovals(removed, flags);
  const result = await importConfiguration({
    configurations: store.configurations,
    configuration: plan.configuration,
    author: userInfo().username,
    reason: options.get('reason') ?? `import of ${words[1] ?? ''}`,
    at: new Date(),
    base: latest?.revision ?? 0,
  });
  if (result.kind === 'unchanged') {
    console.log(`Nothing changed; revision ${result.revision} stays.`);
    return;
  }
  await audited(store, 'imported', {
    subject: 'configuration',
    revision: String(result.revision),
    added: added.join(', '),
    changed: changed.join(', '),
    removed: removed.join(', '),
  });
  console.log(`Revision ${result.revision} is saved.`);
}

/** What the file does not know, by whom, and how to go on. */
async function refusal(
  store: Store,
  plan: Exclude<ImportPlan, { kind: 'take' }>,
  from: number | undefined,
): Promise<string> {
  if (plan.kind === 'collision') {
    return `Not merged: ${plan.parts.join(', ')} changed in the file and, in another way, since revision ${from ?? 0}. Nothing was saved.`;
  }
  if (plan.kind === 'faulty') {
    const faults = plan.faults.map((fault) => `fault: ${faultText(fault)}`);
    return [
      ...faults,
      'Not merged: the file and what others changed do not go together. Nothing was saved.',
    ].join('\n');
  }
  if (plan.unknown === undefined) {
    const why =
      from === undefined
        ? 'The file does not say which revision it was exported from'
        : `Revision ${from} is not kept any more`;
    return `${why}, so nobody can tell what it would undo. Export first, or give --replace. Nothing was saved.`;
  }
  const { added, changed, removed } = plan.unknown;
  const later = (await store.configurations.list()).filter(({ revision }) => revision > (from ?? 0));
  return [
    `The file is of revision ${from ?? 0}; since then somebody changed what it does not know:`,
    ...later
      .toReversed()
      .map(
        ({ revision, createdAt, author, reason }) =>
          `  revision ${revision}, ${localTime(createdAt)}, ${author}: ${reason}`,
      ),
    `  (${[...added, ...changed, ...removed].join(', ')})`,
    'Give --merge to keep both, or --replace to undo theirs. Nothing was saved.',
  ].join('\n');
}

/** Somebody's phone or a whole group goes by one line that is missing in a file: that is asked for. */
async function confirmRemovals(removed: readonly string[], flags: ReadonlySet<string>): Promise<void> {
  const large = removed.filter((name) => /^(user|group|switch) /.test(name));
  if (large.length === 0 || flags.has('--yes')) return;
  const text = `This removes ${large.length}: ${large.slice(0, 10).join(', ')}${large.length > 10 ? ', …' : ''}`;
  if (!process.stdin.isTTY) throw new CommandError(`${text}. Give --yes if it is meant. Nothing was saved.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${text}. Is it meant? (yes/no) `);
  terminal.close();
  if (answer.trim().toLowerCase() !== 'yes') throw new CommandError('Nothing was saved.');
}

/** In the machine's zone, which is said. */
function localTime(at: Date): string {
  return DateTime.fromJSDate(at).toFormat('yyyy-MM-dd HH:mm ZZZZ');
}

/** Names what was done, as the pages do. */
function audited(
  { audit }: Store,
  event: AuditEvent,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  const log = { warn: (_facts: object, message: string) => console.error(`warning: ${message}`) };
  return auditLog({ audit, now: () => new Date(), log }).note(userInfo().username, event, facts);
}

async function newest(store: Store): Promise<{ revision: number; configuration: Configuration }> {
  const latest = await store.configurations.latest();
  if (latest === undefined) throw new CommandError('The database holds no configuration yet.');
  return {
    revision: latest.revision,
    configuration: storedConfiguration(latest.revision, latest.content),
  };
}

async function exportFile(store: Store, { words, options }: Arguments): Promise<void> {
  const wanted = options.get('revision');
  const found = wanted === undefined ? undefined : await store.configurations.get(Number(wanted));
  if (wanted !== undefined && found === undefined) {
    throw new CommandError(`There is no revision ${wanted}; see: npm run config -- history`);
  }
  const { revision, configuration } =
    found === undefined
      ? await newest(store)
      : { revision: found.revision, configuration: storedConfiguration(found.revision, found.content) };
  const text = `# Revision ${revision} of the configuration\n${exportYaml(configuration, revision)}`;
  if (words[1] === undefined || words[1] === '-') process.stdout.write(text);
  // Phone numbers are in it.
  else await writeFile(words[1], text, { mode: 0o600 });
}

async function history(store: Store): Promise<void> {
  for (const { revision, createdAt, author, reason } of await store.configurations.list()) {
    console.log(`${String(revision).padStart(5)}  ${createdAt.toISOString()}  ${author}  ${reason}`);
  }
}

/** Pages and interface turn switches by the same function. */
async function turn(store: Store, { words, options }: Arguments): Promise<void> {
  const [, id, state] = words;
  if (id === undefined || (state !== 'on' && state !== 'off' && state !== 'auto')) {
    throw new CommandError(USAGE);
  }
  const { revision, configuration } = await newest(store);
  const read = async () => {
    const states = new Map((await store.switchStates.all()).map((one) => [one.id, one]));
    return buildSnapshot({ revision, content: configuration, switchStates: states, now: DateTime.now() });
  };
  const now = DateTime.now();
  const reading = endOf(
    { typed: options.get('until') ?? '' },
    { now, zone: configuration.settings.timezone, lang: 'en' },
  );
  if (reading.kind === 'refused') throw new CommandError(`--until: ${reading.message}`);
  const { end } = reading;
  const snapshot = await read();
  const who = `${userInfo().username} (command line)`;
  const log = { warn: (_facts: object, message: string) => console.error(`warning: ${message}`) };
  const audit = auditLog({ audit: store.audit, now: () => new Date(), log });
  const desk = {
    switchStates: store.switchStates,
    snapshot: () => snapshot,
    refresh: () => Promise.resolve(),
    audit,
  };
  const action =
    state === 'auto' ? ({ kind: 'reset' } as const) : ({ kind: 'turn', on: state === 'on', end } as const);
  if (!(await actOnSwitch(desk, id, action, { who, at: now.toJSDate() }))) {
    const ids = [...snapshot.switches.keys()].join(', ');
    throw new CommandError(`There is no switch ${id}; there are: ${ids}`);
  }
  const turned = (await read()).switches.get(id);
  if (turned === undefined) return;
  const { on, why } = readSwitch(turned, now);
  console.log(
    `Switch ${id}: ${on ? 'on' : 'off'} (${switchWhyText(why)}; times in ${configuration.settings.timezone})`,
  );
}

type Action = (store: Store, given: Arguments, checked: GoodFile | undefined) => Promise<void>;

const WITH_STORE = new Map<string, Action>([
  ['import', importFile],
  ['export', exportFile],
  ['history', history],
  ['switch', turn],
]);

async function run(given: readonly string[]): Promise<void> {
  const parsed = argumentsOf(given);
  const [command = ''] = parsed.words;
  const file = parsed.words[1];
  if (command === 'check') {
    if (file === undefined) throw new CommandError(USAGE);
    await check(file);
    return;
  }
  const action = WITH_STORE.get(command);
  if (action === undefined) throw new CommandError(USAGE);
  // Before a database is opened: a file with faults needs none.
  if (command === 'import' && file === undefined) throw new CommandError(USAGE);
  const checked = command === 'import' && file !== undefined ? await readChecked(file) : undefined;
  await withStore((store) => action(store, parsed, checked));
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const known = error instanceof CommandError || error instanceof AppError;
  console.error(known ? error.message : error);
  process.exitCode = 1;
});
