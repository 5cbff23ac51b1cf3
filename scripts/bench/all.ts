/**
 * `npm run bench`: every benchmark, one after the other. With `--write` their figures go to docs/benchmarks.json, and the
 * tables of docs/benchmarks.md and docs/benchmarks.svg are made anew of it. `--quick` takes fewer calls; `--only load,held`
 * runs these only; `--draw` runs none.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectFolder } from '../../src/base/project-folder.js';
import type { AllFigures } from './figures.js';
import { startChild } from './load/child.js';
import { picture } from './picture.js';
import { results } from './results.js';
import { tables } from './tables.js';
import { optionsOf } from './options.js';

const values = optionsOf('Usage: npm run bench [-- --write --quick --only NAME,NAME --draw]', {
  write: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  draw: { type: 'boolean', default: false },
  only: { type: 'string' },
});

/** By name: the script, and its arguments when it is to be quick. Those in NOTED know `--write`. */
const BENCHMARKS: Readonly<Record<string, readonly [script: string, ...quick: string[]]>> = {
  load: ['dist/scripts/bench/load.js'],
  loop: ['dist/scripts/bench/loop.js', '--calls', '100000', '--seconds', '20'],
  held: ['dist/scripts/bench/held.js', '--calls', '4000'],
  sipp: ['dist/test/live/bench-sipp.js'],
  pages: ['dist/test/browser/bench-pages.js', '--calls', '10000'],
  soak: ['dist/scripts/bench/soak.js', '--calls', '30000', '--looks', '3'],
  calls: ['dist/scripts/bench/calls.js'],
  configuration: ['dist/scripts/bench/configuration.js'],
  report: ['dist/scripts/bench/report.js'],
  database: ['dist/packages/embedded-mongodb/bench/bench.js'],
  call: ['dist/test/live/bench-call.js'],
  flood: ['dist/test/live/bench-flood.js'],
  'one-caller': ['dist/test/live/bench-one-caller.js'],
};
const NOTED = ['load', 'loop', 'held', 'sipp', 'soak', 'pages'];

const MARK = '<!-- figures: made by npm run bench -- --write -->';
const END = '<!-- end of figures -->';

async function run(name: string): Promise<void> {
  const [script = '', ...quick] = BENCHMARKS[name] ?? [];
  const words = [
    ...(values.quick ? quick : []),
    ...(values.write && NOTED.includes(name) ? ['--write'] : []),
  ];
  console.log(`\n== ${name} ${words.join(' ')}`);
  const child = startChild(script, words, { cwd: projectFolder() });
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status === 0) return;
  console.error(`FAILED: ${name}`);
  process.exitCode = 1;
}

async function draw(): Promise<void> {
  const figures = (await results()) as AllFigures;
  const docs = path.join(projectFolder(), 'docs');
  const page = path.join(docs, 'benchmarks.md');
  const text = await readFile(page, 'utf8');
  const [before, rest] = text.split(MARK);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${page} has no place for the figures`);
  await writeFile(page, `${before}${MARK}\n\n${tables(figures)}\n\n${END}${after}`);
  await writeFile(path.join(docs, 'benchmarks.svg'), picture(figures));
  // Prettier aligns tables; the check of the sources expects them so.
  spawnSync('npx', ['prettier', '--write', '--log-level', 'warn', page, path.join(docs, 'benchmarks.json')], {
    cwd: projectFolder(),
    stdio: 'inherit',
  });
}

const wanted = values.draw ? [] : (values.only?.split(',') ?? Object.keys(BENCHMARKS));
for (const name of wanted) {
  if (name in BENCHMARKS) await run(name);
  else throw new Error(`there is no benchmark ${name}: ${Object.keys(BENCHMARKS).join(', ')}`);
}
if (values.write || values.draw) await draw();
