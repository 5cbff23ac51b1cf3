/** How every command says how it is called: in the language of the machine, and with the exit codes of other programs. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { program } from '../../../scripts/commands/program.js';
import type { OwnCommand } from '../../../scripts/commands/command.js';
import { HELP } from '../../../scripts/words/help.js';
import { runFile, runScript } from './command-line.js';

const NOWHERE = 'mongodb://nowhere.invalid';
const GERMAN = { LC_ALL: 'de_DE.UTF-8' };
const NPM = { npm_lifecycle_event: 'test' };

/** All commands with their subcommands, from the top. */
function withSubcommands(command: OwnCommand): readonly OwnCommand[] {
  return [command, ...command.commands.flatMap((one) => withSubcommands(one as OwnCommand))];
}
const ALL = withSubcommands(program('1.2.3')).slice(1);

test('there are these commands', () => {
  assert.deepEqual(
    program('1.2.3').commands.map((command) => command.name()),
    [
      'start',
      'call',
      'doctor',
      'config',
      'switch',
      'away',
      'users',
      'sounds',
      'contacts',
      'callbacks',
      'report',
      'notices',
      'webhooks',
      'accounts',
      'privacy',
      'backup',
      'restore',
      'database',
      'schema',
      'completion',
    ],
  );
});

test('every command, option and argument is described in both languages, and nothing else is', () => {
  const used = new Set(['rufgruppe', '--help', '--version']);
  for (const command of ALL) {
    const path = command.path();
    used.add(path);
    assert.ok(path in HELP.en && path in HELP.de, path);
    const parts = [...command.options.map(({ long }) => long ?? ''), ...namesOf(command)];
    for (const part of parts) {
      const [first = ''] = path.split(' ');
      const keys = [`${path} ${part}`, `${first} ${part}`, part];
      const key = keys.find((candidate) => candidate in HELP.en);
      assert.ok(key !== undefined && key in HELP.de, keys[0]);
      used.add(key);
    }
  }
  assert.deepEqual(
    Object.keys(HELP.en).filter((key) => !used.has(key)),
    [],
  );
  assert.deepEqual(Object.keys(HELP.en), Object.keys(HELP.de));
  const german: Readonly<Record<string, string>> = HELP.de;
  for (const [key, text] of Object.entries(HELP.en)) assert.notEqual(german[key], text, key);
});

function namesOf(command: OwnCommand): readonly string[] {
  return command.registeredArguments.map((argument) => argument.name());
}

describe('Each command', { concurrency: 2 }, () => {
  for (const command of program('1.2.3').commands.map((one) => one.name())) {
    test(`${command} tells its usage with --help and ends well, wherever the database is`, async () => {
      const [help, short, deutsch] = await Promise.all([
        runScript(command, ['--help'], NOWHERE),
        runScript(command, ['whatever', '-h'], NOWHERE),
        runScript(command, ['--help'], NOWHERE, { ...GERMAN, ...NPM }),
      ]);
      assert.equal(help.code, 0, help.output);
      assert.match(help.output, new RegExp(`^Usage: rufgruppe ${command}`));
      assert.deepEqual([short.code, short.output], [0, help.output]);
      assert.equal(deutsch.code, 0, deutsch.output);
      assert.match(deutsch.output, new RegExp(`^Aufruf: npm run ${command} -- `));
    });

    test(`${command} ends with 2 when it is called in a wrong way, and says in one line what is allowed`, async () => {
      const wrong = ['--colour', 'blue'];
      const [told, deutsch] = await Promise.all([
        runScript(command, wrong, NOWHERE),
        runScript(command, wrong, NOWHERE, GERMAN),
      ]);
      assert.equal(told.code, 2, told.output);
      assert.equal(deutsch.code, 2, deutsch.output);
      assert.match(told.output, /^There is no option --colour\. Allowed: --[^\n]*\n$/);
      assert.match(deutsch.output, /^Eine Option --colour gibt es nicht\. Erlaubt: --[^\n]*\n$/);
    });
  }

  const WRONG: readonly (readonly [words: readonly string[], said: RegExp])[] = [
    [['nonsense'], /^There is no command nonsense; there are: start, call, doctor, config, /],
    [['config'], /^A command is missing; there are: check, import, diff, export, history, switch\.\n$/],
    [['config', 'nonsense'], /^There is no command nonsense; there are: check, import, /],
    [['config', 'import'], /^FILE is missing\./],
    [['config', 'check', 'a.yaml', 'b.yaml'], /^Nothing is known to do with “b\.yaml”\./],
    [['config', 'import', 'a.yaml', '--reason'], /^The option --reason TEXT wants a value\./],
    [['config', 'import', 'a.yaml', '--merge', '--replace'], /^Give one of these only: --merge, --replace\./],
    [['config', 'export', '--revision', '0'], /^--revision 0: must be the number of a revision/],
    [['switch', 'turn', 'night', 'blue'], /^STATE blue is not known; allowed are on, off and auto\./],
    [
      ['accounts', 'add', 'anna', '--role', 'king'],
      /^There is no role king; there are: admin, viewer, observer, user/,
    ],
    [['report'], /^--group is missing/],
    [['report', '--group', '700', '--send', '--json'], /^Give one of these only: --send, --json\./],
    [['callbacks', 'take', '1', '--min', '0'], /^--min 0: must be a whole number of minutes/],
    [['users', 'import'], /^Give a file, or --freeswitch\./],
    [['users', 'import', 'a.csv', '--freeswitch'], /^Give a file, or --freeswitch\./],
    [
      ['users', 'import', 'a.csv', '--columns', 'x=1'],
      /^--columns x=1 is unreadable\. Allowed is ROLE=COLUMN/,
    ],
    [['completion', 'fish'], /^There is no completion for fish; there are: bash, zsh\./],
  ];
  for (const [[command = '', ...words], said] of WRONG) {
    test(`is told what is wrong with: ${[command, ...words].join(' ')}`, async () => {
      const { code, output } = await runScript(command, words, NOWHERE);
      assert.equal(code, 2, output);
      assert.match(output, said);
    });
  }

  for (const script of [
    'bench/all',
    'bench/calls',
    'bench/configuration',
    'bench/held',
    'bench/loop',
    'bench/report',
    'bench/soak',
  ]) {
    test(`${script} measures only when it is called bare`, async () => {
      const [help, wrong] = await Promise.all([runFile(script, ['--help']), runFile(script, ['--colour'])]);
      assert.deepEqual([help.code, wrong.code], [0, 2], help.output);
      assert.match(help.output, /^Usage: npm run bench/);
    });
  }
});
