/** `npm run config -- …`: check, import, export and look back at the configuration; turn switches. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { DateTime } from 'luxon';
import { exportYaml } from '../src/base/configuration/export.js';
import { storedConfiguration } from '../src/base/configuration/import.js';
import type { Store } from '../src/base/store/connection.js';
import { CommandError, endWith, UsageError } from './command-error.js';
import { check, readChecked } from './config-check.js';
import { importFile, revisionLine } from './config-import.js';
import { turnSwitch } from './config-switch.js';
import { machineLanguage } from './machine-times.js';
import { withStore } from './script-database.js';

const USAGE = `Usage: npm run config -- COMMAND
  check FILE.yaml                          faults and warnings of a file, and what FreeSWITCH
                                           (FREESWITCH_EVENTS) does not have; needs no database
  import FILE.yaml [--reason TEXT]         make the file the configuration, all or nothing; says what changes;
                                           refused when somebody changed what the file does not know:
                                           --merge keeps both, --replace undoes theirs; --dry-run only says;
                                           --yes: users, groups or switches may be removed
  export [FILE.yaml] [--revision N]        write the configuration to the file, or to the screen
  history                                  the revisions that are kept; the page Revisions shows what each changed
  switch ID on|off|auto [--until END]      turn a switch, one with a schedule until that changes;
                                           auto: as configured; END: schedule, changed, hour, evening
                                           (18:00), morning (tomorrow 08:00), or a time: 1h,
                                           "tomorrow 8 am", "24.12. 8 Uhr"
FILE.yaml can be - for the standard input or output.`;

const OPTIONS = {
  reason: { type: 'string' },
  revision: { type: 'string' },
  until: { type: 'string' },
  replace: { type: 'boolean' },
  merge: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

interface Command {
  readonly options: readonly (keyof typeof OPTIONS)[];
  /** How many words may follow it. */
  readonly words: readonly [least: number, most: number];
  run(words: readonly string[], values: Values): Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  check: { options: [], words: [1, 1], run: ([path = '']) => check(path) },
  import: {
    options: ['reason', 'replace', 'merge', 'dry-run', 'yes'],
    words: [1, 1],
    run: ([path = ''], values) => importOne(path, values),
  },
  export: { options: ['revision'], words: [0, 1], run: ([path], { revision }) => exportFile(path, revision) },
  history: { options: [], words: [0, 0], run: () => withStore(history) },
  switch: { options: ['until'], words: [2, 2], run: ([id = '', state], { until }) => turn(id, state, until) },
};

async function importOne(path: string, values: Values): Promise<void> {
  if (values.replace === true && values.merge === true)
    throw new UsageError('Give --replace or --merge, not both.');
  // Before a database is opened: a file with faults needs none.
  const file = await readChecked(path);
  await withStore((store) =>
    importFile(store, file, {
      path,
      how: values.replace === true ? 'replace' : values.merge === true ? 'merge' : 'asItIs',
      dryRun: values['dry-run'] === true,
      yes: values.yes === true,
      reason: values.reason,
    }),
  );
}

async function exportFile(path: string | undefined, wanted: string | undefined): Promise<void> {
  if (wanted !== undefined && !/^[1-9]\d{0,8}$/.test(wanted))
    throw new UsageError(
      `--revision ${wanted}: must be the number of a revision; see: npm run config -- history`,
    );
  await withStore(async ({ configurations }) => {
    const found = await (wanted === undefined ? configurations.latest() : configurations.get(Number(wanted)));
    if (found === undefined)
      throw new CommandError(
        wanted === undefined
          ? 'The database holds no configuration yet.'
          : `There is no revision ${wanted}; see: npm run config -- history`,
      );
    const { revision, content } = found;
    const yaml = exportYaml(storedConfiguration(revision, content), revision);
    const text = `# Revision ${revision} of the configuration\n${yaml}`;
    if (path === undefined || path === '-') process.stdout.write(text);
    // Phone numbers are in it.
    else await writeFile(path, text, { mode: 0o600 });
  });
}

async function history({ configurations }: Store): Promise<void> {
  for (const revision of await configurations.list()) console.log(revisionLine(revision));
}

async function turn(id: string, state: string | undefined, until = ''): Promise<void> {
  if (state !== 'on' && state !== 'off' && state !== 'auto') throw new UsageError(USAGE);
  await withStore(async (store) => {
    const latest = await store.configurations.latest();
    if (latest === undefined) throw new CommandError('The database holds no configuration yet.');
    const { revision } = latest;
    const configuration = storedConfiguration(revision, latest.content);
    const work = { store, revision, configuration, now: DateTime.now(), lang: machineLanguage() };
    for (const line of await turnSwitch({ id, state, until }, work)) console.log(line);
  });
}

function read(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

async function run(given: readonly string[]): Promise<void> {
  const { values, positionals } = read(given);
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const [name = '', ...words] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new UsageError(USAGE);
  const [least, most] = command.words;
  if (words.length < least || words.length > most) throw new UsageError(USAGE);
  const wrong = Object.keys(values).find((option) => !command.options.some((known) => known === option));
  if (wrong !== undefined) throw new UsageError(`${name} has no option --${wrong}.\n${USAGE}`);
  await command.run(words, values);
}

run(process.argv.slice(2)).catch(endWith);
