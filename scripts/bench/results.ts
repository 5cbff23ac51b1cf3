/** What was measured, as data: docs/benchmarks.json. The table and the picture of docs/benchmarks.md are made of it. */
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../src/base/project-folder.js';

export const DATA = path.join(projectFolder(), 'docs/benchmarks.json');

/** Where and when something was measured. */
export interface Circumstances {
  readonly day: string;
  readonly node: string;
  readonly processor: string;
  readonly processors: number;
  readonly memoryGb: number;
  /** Processes that wanted to run in the minute before the end of the measurement; those of the benchmark included. */
  readonly load: number;
  readonly commit: string;
}

export type Noted<Figures> = Circumstances & { readonly figures: Figures };

export type Results = Readonly<Record<string, Noted<unknown>>>;

export async function results(): Promise<Results> {
  const text = await readFile(DATA, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Results;
}

/** Replaces what is known of a benchmark. */
export async function note(name: string, figures: object): Promise<void> {
  const known = await results();
  const next = { ...known, [name]: { ...circumstances(), figures: rounded(figures) } };
  const sorted = Object.fromEntries(
    Object.entries(next).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  await writeFile(DATA, `${JSON.stringify(sorted, undefined, 2)}\n`);
  console.log(`noted in docs/benchmarks.json as ${name}`);
}

function circumstances(): Circumstances {
  const [first] = os.cpus();
  const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: projectFolder(),
    encoding: 'utf8',
  });
  return {
    day: new Date().toISOString().slice(0, 10),
    node: process.version,
    processor: first?.model ?? '',
    processors: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    load: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
    commit: commit.stdout.trim(),
  };
}

/** Three digits are more than repeats. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(3));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rounded(entry)]));
}
