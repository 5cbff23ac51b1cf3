/** `npm run release -- check | prepare VERSION | make VERSION`: docs/upgrading.md says what a release is. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../src/base/project-folder.js';
import { cut, disagreements, sectionOf, type ReleaseFacts } from './changelog.js';

const USAGE = `Usage: npm run release -- check            package.json, CHANGELOG.md and tags agree
       npm run release -- prepare VERSION  writes the section and the version, commits nothing
       npm run release -- make VERSION     the same in one commit, with the tag vVERSION`;

/** The checkout that is worked on; for tests another one. */
const root = process.env['RELEASE_ROOT'] ?? projectFolder();
const file = (name: string) => path.join(root, name);
const json = (name: string) => JSON.parse(readFileSync(file(name), 'utf8')) as { version: string };

/** Prints the reason and ends with 1; with the usage 2. */
function end(message: string, code: 1 | 2): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function git(...words: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', ['-C', root, ...words], { encoding: 'utf8' });
  if (status !== 0) end(error?.message ?? stderr.trim(), 1);
  return stdout.trim();
}

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

function facts(): ReleaseFacts {
  return {
    changelog: readFileSync(file('CHANGELOG.md'), 'utf8'),
    version: json('package.json').version,
    lockVersion: json('package-lock.json').version,
    tags: lines(git('tag')),
    tagsHere: lines(git('tag', '--points-at', 'HEAD')),
  };
}

function check(): void {
  const faults = disagreements(facts());
  if (faults.length > 0) end(faults.join('\n'), 1);
  process.stdout.write(`Version ${facts().version}: package.json, CHANGELOG.md and tags agree.\n`);
}

function prepare(version: string): void {
  const { changelog, version: from, tags } = facts();
  if (tags.includes(`v${version}`)) end(`There is a tag v${version} already.`, 1);
  writeFileSync(file('CHANGELOG.md'), cut(changelog, version, new Date().toISOString().slice(0, 10)));
  // As text, so that nothing else in these files changes: npm's own versions are the first that are named.
  for (const name of ['package.json', 'package-lock.json']) {
    const most = name === 'package.json' ? 1 : 2;
    let replaced = 0;
    const text = readFileSync(file(name), 'utf8').replaceAll(`"version": "${from}"`, (found) => {
      replaced += 1;
      return replaced <= most ? `"version": "${version}"` : found;
    });
    writeFileSync(file(name), text);
  }
}

function make(version: string): void {
  if (git('status', '--porcelain') !== '') end('There are changes that are not committed.', 1);
  prepare(version);
  git('commit', '--all', '--quiet', '--allow-empty', '--message', `Release ${version}`);
  const message = `Rufgruppe ${version}\n\n${sectionOf(facts().changelog, version) ?? ''}`;
  git('tag', '--annotate', '--cleanup=verbatim', `--message=${message}`, `v${version}`);
  check();
}

const [command, version = '', ...more] = process.argv.slice(2);
if (command === '--help' || command === '-h') process.stdout.write(`${USAGE}\n`);
else if (command === 'check' && version === '') check();
else if (command !== 'prepare' && command !== 'make') end(USAGE, 2);
else if (!/^\d+\.\d+\.\d+$/.test(version) || more.length > 0) end(USAGE, 2);
else if (command === 'make') make(version);
else prepare(version);
