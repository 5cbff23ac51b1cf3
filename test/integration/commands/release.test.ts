/** A release: version, changelog and tag say the same, here and in a repository in which one is made. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { cut, disagreements, sectionOf, versionsIn } from '../../../scripts/release/changelog.js';
import { projectFolder } from '../../../src/base/project-folder.js';

const PROGRAM = path.join(import.meta.dirname, '../../../scripts/release/release.js');
const root = mkdtempSync(path.join(os.tmpdir(), 'rufgruppe-release-'));
after(() => rmSync(root, { recursive: true }));

const CHANGELOG = '# Changelog\n\n## Unreleased\n\n- New.\n  On two lines.\n';
const write = (name: string, text: string) => writeFileSync(path.join(root, name), text);
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

function run(program: string, ...words: readonly string[]) {
  const env = {
    ...process.env,
    RELEASE_ROOT: root,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_COMMITTER_NAME: 'Test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
  };
  return spawnSync(program, words, { env, cwd: root, encoding: 'utf8' });
}
const git = (...words: readonly string[]) => run('git', ...words).stdout.trim();
const release = (...words: readonly string[]) => run(process.execPath, PROGRAM, ...words);

test('the project agrees with itself', () => {
  const own = (name: string) => readFileSync(path.join(projectFolder(), name), 'utf8');
  const version = (name: string) => (JSON.parse(own(name)) as { version: string }).version;
  const facts = { version: version('package.json'), lockVersion: version('package-lock.json') };
  assert.deepEqual(disagreements({ ...facts, changelog: own('CHANGELOG.md'), tags: [], tagsHere: [] }), []);
});

test('a release is one commit with version, section and tag', () => {
  git('init', '--quiet');
  write('package.json', '{\n  "name": "x",\n  "version": "0.1.0"\n}\n');
  write(
    'package-lock.json',
    '{\n  "version": "0.1.0",\n  "packages": {"": {"version": "0.1.0"}, "y": {"version": "0.1.0"}}\n}\n',
  );
  write('CHANGELOG.md', CHANGELOG);
  git('add', '.');
  git('commit', '--quiet', '--message', 'First');
  assert.match(
    release('check').stderr,
    /package\.json says 0\.1\.0, the newest section of CHANGELOG\.md none/,
  );
  write('package.json', `${read('package.json')}\n`);
  assert.match(release('make', '1.0.0').stderr, /not committed/);
  git('checkout', '--quiet', '.');
  const made = release('make', '1.0.0');
  assert.deepEqual([made.status, made.stderr], [0, '']);
  assert.match(
    read('CHANGELOG.md'),
    /^# Changelog\n\n## Unreleased\n\n## 1\.0\.0 – \d{4}-\d\d-\d\d\n\n- New\.\n {2}On two lines\.\n$/,
  );
  assert.match(read('package.json'), /"version": "1\.0\.0"/);
  assert.match(read('package-lock.json'), /"1\.0\.0",\n.*"1\.0\.0"\}, "y": \{"version": "0\.1\.0"/);
  assert.equal(git('tag', '--points-at', 'HEAD'), 'v1.0.0');
  assert.match(git('cat-file', '-p', 'v1.0.0'), /Rufgruppe 1\.0\.0\n\n- New\.\n {2}On two lines\./);
  assert.equal(git('status', '--porcelain'), '');
  assert.equal(release('check').status, 0);
  assert.match(release('make', '1.0.0').stderr, /There is a tag v1\.0\.0 already/);
});

test('a wrong call says how it is called', () => {
  for (const words of [[], ['make'], ['make', 'v1'], ['check', 'x'], ['nonsense']]) {
    const { status, stderr } = release(...words);
    assert.deepEqual([status, stderr.split('\n')[0]?.slice(0, 6)], [2, 'Usage:'], words.join(' '));
  }
});

test('a section that is there already takes later lines in, above its own', () => {
  const once = cut(CHANGELOG, '1.0.0', '2026-11-30');
  const twice = cut(once.replace('## Unreleased\n', '## Unreleased\n\n- Later.\n'), '1.0.0', '2026-12-01');
  assert.equal(sectionOf(twice, '1.0.0'), '- Later.\n- New.\n  On two lines.');
  const next = cut(twice.replace('## Unreleased\n', '## Unreleased\n\n- Next.\n'), '1.1.0', '2026-12-24');
  assert.deepEqual(versionsIn(next), ['1.1.0', '1.0.0']);
  assert.equal(sectionOf(next, '1.0.0'), '- Later.\n- New.\n  On two lines.');
  assert.equal(cut(next, '1.1.0', '2026-12-24'), next);
});

test('what does not agree is named', () => {
  const changelog = cut(CHANGELOG, '1.0.0', '2026-11-30').replace(
    '## Unreleased\n',
    '## Unreleased\n\n- Later.\n',
  );
  const facts = { changelog, version: '1.0.0', lockVersion: '1.0.0', tags: ['v1.0.0'], tagsHere: [] };
  assert.deepEqual(disagreements(facts), []);
  assert.deepEqual(disagreements({ ...facts, lockVersion: '0.9.0', tags: ['v1.0.0', 'v0.9.0', 'other'] }), [
    'package.json says 1.0.0, package-lock.json 0.9.0',
    'the tag v0.9.0 has no section in CHANGELOG.md',
  ]);
  assert.deepEqual(disagreements({ ...facts, tagsHere: ['v1.0.0'] }), [
    'this commit is tagged v1.0.0, and CHANGELOG.md has lines that are unreleased',
  ]);
  assert.deepEqual(disagreements({ ...facts, tags: [], tagsHere: ['v1.2.0'] }), [
    'this commit is tagged v1.2.0, package.json says 1.0.0',
  ]);
});
