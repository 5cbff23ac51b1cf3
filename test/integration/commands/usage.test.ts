/** How every command says how it is called: in the language of the machine, and with the exit codes of other programs. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runScript } from './command-line.js';

const NOWHERE = 'mongodb://nowhere.invalid';
const GERMAN = { LC_ALL: 'de_DE.UTF-8' };

const COMMANDS: readonly (readonly [script: string, english: RegExp, german: RegExp])[] = [
  ['accounts', /^Usage: npm run accounts -- COMMAND/, /^Aufruf: npm run accounts -- BEFEHL/],
  ['backup', /^Usage: npm run backup -- FILE/, /^Aufruf: npm run backup -- DATEI/],
  ['call', /^Places one call on the running service/, /^Ruft beim laufenden Dienst an/],
  ['callbacks', /^Usage: npm run callbacks -- COMMAND/, /^Aufruf: npm run callbacks -- BEFEHL/],
  ['config', /^Usage: npm run config -- COMMAND/, /^Aufruf: npm run config -- BEFEHL/],
  ['database', /^Usage: npm run database -- status/, /^Aufruf: npm run database -- status/],
  ['doctor', /^Usage: npm run doctor/, /^Aufruf: npm run doctor/],
  ['report', /^Shows one group's daily report/, /^Zeigt den Tagesbericht einer Gruppe/],
  ['restore', /^Usage: npm run restore -- FILE/, /^Aufruf: npm run restore -- DATEI/],
  ['schema', /^Usage: npm run schema/, /^Aufruf: npm run schema/],
];

describe('Each command', { concurrency: 2 }, () => {
  for (const [script, english, german] of COMMANDS) {
    test(`${script} tells its usage with --help and ends well, wherever the database is`, async () => {
      const [help, short, deutsch] = await Promise.all([
        runScript(script, ['--help'], NOWHERE),
        runScript(script, ['whatever', '-h'], NOWHERE),
        runScript(script, ['--help'], NOWHERE, GERMAN),
      ]);
      assert.equal(help.code, 0, help.output);
      assert.match(help.output, english);
      assert.deepEqual([short.code, short.output], [0, help.output]);
      assert.equal(deutsch.code, 0, deutsch.output);
      assert.match(deutsch.output, german);
    });

    test(`${script} ends with 2 when it is called in a wrong way, and says what is wrong`, async () => {
      const wrong = ['--colour', 'blue'];
      const [told, deutsch] = await Promise.all([
        runScript(script, wrong, NOWHERE),
        runScript(script, wrong, NOWHERE, GERMAN),
      ]);
      assert.equal(told.code, 2, told.output);
      assert.equal(deutsch.code, 2, deutsch.output);
      if (script === 'schema') return;
      assert.match(told.output, /^There is no option --colour\./);
      assert.match(deutsch.output, /^Eine Option --colour gibt es nicht\./);
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
      const [help, wrong] = await Promise.all([
        runScript(script, ['--help'], NOWHERE),
        runScript(script, ['--colour'], NOWHERE),
      ]);
      assert.deepEqual([help.code, wrong.code], [0, 2], help.output);
      assert.match(help.output, /^Usage: npm run bench/);
    });
  }
});
