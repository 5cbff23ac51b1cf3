/** `npm run config -- …`: check, import, export and look back at the configuration; turn switches. */
import { writeFile } from 'node:fs/promises';
import type { parseArgs } from 'node:util';
import { DateTime } from 'luxon';
import { exportYaml } from '../src/base/configuration/export.js';
import { storedConfiguration } from '../src/base/configuration/import.js';
import type { Store } from '../src/base/store/connection.js';
import { CommandError, readCall, runCommand, UsageError } from './command-error.js';
import { check, readChecked } from './config-check.js';
import { importFile, revisionLine } from './config-import.js';
import { turnSwitch } from './config-switch.js';
import { machineLanguage } from './machine-times.js';
import { withStore } from './script-database.js';
import { common, sayer } from './say.js';

const say = sayer('config');

const OPTIONS = {
  reason: { type: 'string' },
  revision: { type: 'string' },
  until: { type: 'string' },
  replace: { type: 'boolean' },
  merge: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>['values'];

interface Command {
  readonly options: readonly (keyof typeof OPTIONS)[];
  /** How many positional arguments may follow it. */
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
  if (values.replace === true && values.merge === true) throw new UsageError(say('oneOf'));
  // Checked before the database is opened, which a faulty file does not need.
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
    throw new UsageError(say('badRevision', { given: wanted }));
  await withStore(async ({ configurations }) => {
    const found = await (wanted === undefined ? configurations.latest() : configurations.get(Number(wanted)));
    if (found === undefined)
      throw new CommandError(
        wanted === undefined ? common('noConfiguration') : say('noRevision', { revision: wanted }),
      );
    const { revision, content } = found;
    const yaml = exportYaml(storedConfiguration(revision, content), revision);
    const text = `${say('exported', { revision })}\n${yaml}`;
    if (path === undefined || path === '-') process.stdout.write(text);
    // The file contains phone numbers.
    else await writeFile(path, text, { mode: 0o600 });
  });
}

async function history({ configurations }: Store): Promise<void> {
  for (const revision of await configurations.list()) console.log(revisionLine(revision));
}

async function turn(id: string, state: string | undefined, until = ''): Promise<void> {
  if (state !== 'on' && state !== 'off' && state !== 'auto') throw new UsageError(say('usage'));
  await withStore(async (store) => {
    const latest = await store.configurations.latest();
    if (latest === undefined) throw new CommandError(common('noConfiguration'));
    const { revision } = latest;
    const configuration = storedConfiguration(revision, latest.content);
    const work = { store, revision, configuration, now: DateTime.now(), lang: machineLanguage() };
    for (const line of await turnSwitch({ id, state, until }, work)) console.log(line);
  });
}

/** The message for an option that the command does not have. */
function optionFault(command: string, option: string): string {
  return command === 'export' && option === 'dry-run'
    ? say('exportDryRun')
    : say('noOption', { command, option });
}

await runCommand(say('usage'), async (given) => {
  const { values, positionals } = readCall(given, OPTIONS, say('usage'));
  const [name = '', ...words] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new UsageError(say('usage'));
  const wrong = Object.keys(values).find((option) => !command.options.some((known) => known === option));
  if (wrong !== undefined) throw new UsageError(`${optionFault(name, wrong)}\n${say('usage')}`);
  const [least, most] = command.words;
  if (words.length < least || words.length > most) throw new UsageError(say('usage'));
  await command.run(words, values);
});
