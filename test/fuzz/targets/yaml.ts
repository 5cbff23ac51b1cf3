/**
 * A file that somebody imports, whatever is in it, is a configuration or a list of faults that say where and why; never an
 * exception. What is accepted can be rung with, is exported, and the export is read as the same configuration.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { checkText } from '../../../src/base/configuration/check.js';
import { exportYaml } from '../../../src/base/configuration/export.js';
import { storedConfiguration } from '../../../src/base/configuration/import.js';
import { mergeConfigurations, planImport } from '../../../src/base/configuration/import-plan.js';
import type { Configuration } from '../../../src/base/configuration/schema.js';
import { buildSnapshot } from '../../../src/base/configuration/snapshot.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { anyConfiguration } from '../../configurations.js';
import { fuzzTarget } from '../harness.js';
import { mutated, words } from '../mutations.js';

const EXAMPLE = readFileSync(path.join(projectFolder(), 'docs', 'example.yaml'));
const SMALL = `version: 1
revision: 3
settings: { country: DE, timezone: Europe/Berlin, domain: 127.0.0.1 }
users:
  - &anna { id: anna, name: Anna, extension: '1001', mobile: { number: 0171 3920011 } }
groups:
  - number: 700
    name: Sales
    stages: [{ ringSec: 20, members: [anna] }]
    final: { external: 030 23125001 }
switches:
  - { id: night, name: Night, manual: { on: false } }
holidays:
  - { id: own, ownDays: [{ date: 2026-12-24, name: Eve }] }
`;
const WORDS = [
  ...words(`
    *anna &a␣ <<:␣ !!binary␣ !!js/function␣ ?␣ -␣ :␣ ↵ ↵␣␣ ---↵ ... | > [ ] { } ~ null true on " ' # %YAML␣1.1↵
    __proto__ constructor toString $where a.b anna night 700 1001 to:␣ group:␣ final:␣ 0x1f 0o17 .inf .nan 1e400
    12:30 2026-02-30 24:00 mon-sun Europe/Nowhere +49 DE
  `),
  '\t',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\ud800',
];
const NOW = DateTime.utc(2026, 11, 25, 8);
const MOST_FAULT_LETTERS = 2000;

/** Nested more deeply than any parser likes, and aliases of aliases. */
const towers = fc
  .record({ depth: fc.nat(20_000), open: fc.constantFrom('[', '{a: ', '- ', '? ', 'a: &a [*a, ', '!!seq [') })
  .map(({ depth, open }) => Buffer.from(`users: ${open.repeat(depth)}`));

const { configuration: running } =
  accepted(checkText(SMALL)) ?? assert.fail(JSON.stringify(checkText(SMALL)));

export const yaml = fuzzTarget<Buffer>({
  name: 'yaml',
  few: 150,
  inputs: fc.oneof(
    { weight: 60, arbitrary: mutated([Buffer.from(SMALL)], WORDS) },
    { weight: 10, arbitrary: mutated([EXAMPLE], WORDS) },
    { weight: 10, arbitrary: anyConfiguration.map((content) => Buffer.from(JSON.stringify(content))) },
    { weight: 5, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: towers },
  ),
  open: () => Promise.resolve({ check, close: () => Promise.resolve() }),
});

function check(file: Buffer): void {
  const result = checkText(file);
  if (result.kind === 'faulty') {
    assert.ok(result.faults.length > 0, 'refused without a fault');
    for (const { path: where, message } of result.faults) {
      assert.ok(message !== '' && message.length + where.length < MOST_FAULT_LETTERS, `${where}: ${message}`);
    }
    return;
  }
  const { configuration, revision } = result;
  buildSnapshot({ revision: 1, content: configuration, switchStates: new Map(), now: NOW });
  assert.deepEqual(storedConfiguration(1, structuredClone(configuration)), configuration);
  const again = checkText(exportYaml(configuration, 7));
  assert.deepEqual(accepted(again), { configuration, revision: 7 });
  const plan = planImport({
    running: { revision: 4, configuration: running },
    file: { revision, configuration },
    base: running,
    how: 'merge',
  });
  assert.ok(plan.kind !== 'behind');
  assert.deepEqual(mergeConfigurations(running, running, configuration).parts, []);
}

function accepted(
  result: ReturnType<typeof checkText>,
): { configuration: Configuration; revision: number | undefined } | undefined {
  if (result.kind === 'faulty') return undefined;
  return { configuration: result.configuration, revision: result.revision };
}
