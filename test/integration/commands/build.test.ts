/** Builds of a small project, with a compiler that only copies: what is compiled when, and what is left of a build that fails. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { projectFolder } from '../../../src/base/project-folder.js';

/** Writes what tsc would write, a line in `compiled` for each run, and fails where a source says FAULT. */
const COMPILER = `
import fs from 'node:fs';
import path from 'node:path';
const after = (option) => process.argv[process.argv.indexOf(option) + 1];
const [config, out] = [after('-p'), after('--outDir')];
fs.appendFileSync('compiled', config + '\\n');
const folders = config === 'tsconfig.test.json' ? ['src', 'scripts', 'test', 'packages'] : ['src', 'scripts', 'packages'];
for (const folder of folders)
  for (const name of fs.readdirSync(folder, { recursive: true })) {
    const file = path.join(folder, name);
    if (!name.endsWith('.ts')) continue;
    const text = fs.readFileSync(file, 'utf8');
    if (text.includes('FAULT')) process.exit(1);
    const written = path.join(out, file.replace(/ts$/, 'js'));
    fs.mkdirSync(path.dirname(written), { recursive: true });
    fs.writeFileSync(written, text);
  }
fs.writeFileSync(after('--tsBuildInfoFile'), '');
`;

interface Project {
  readonly folder: string;
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  build(...words: readonly string[]): Promise<{ code: unknown; told: string }>;
  /** How often the compiler ran. */
  compiled(): Promise<number>;
}

async function project(context: TestContext): Promise<Project> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'rufgruppe-build-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };
  await cp(path.join(projectFolder(), 'scripts/build'), path.join(folder, 'scripts/build'), {
    recursive: true,
  });
  await write('package.json', '{ "type": "module" }');
  await write('node_modules/typescript/bin/tsc', COMPILER);
  await write('node_modules/typescript/package.json', '{ "type": "module" }');
  await write('src/main.ts', 'console.log(1)');
  await write('src/second.ts', '');
  await write('packages/base/src/index.ts', '');
  await write('test/first.test.ts', '');
  return {
    folder,
    write,
    read: (file) => readFile(path.join(folder, file), 'utf8'),
    build: async (...words) => {
      const child = spawn(process.execPath, [path.join(folder, 'scripts/build/run.js'), ...words], {
        signal: context.signal,
      });
      let told = '';
      child.stderr.on('data', (piece: Buffer) => (told += piece.toString()));
      const [code] = (await once(child, 'close')) as [unknown];
      return { code, told };
    },
    compiled: async () => (await readFile(path.join(folder, 'compiled'), 'utf8')).trim().split('\n').length,
  };
}

const buildsIn = async ({ folder }: Project) =>
  (await readdir(folder)).filter((name) => name.startsWith('.dist-'));

test('nothing is compiled where nothing has changed, whatever the times of the files are', async (t) => {
  const house = await project(t);
  assert.deepEqual(await house.build(), { code: 0, told: 'Building …\n' });
  await house.write('src/main.ts', 'console.log(1)');
  assert.deepEqual(await house.build(), { code: 0, told: '' });
  assert.equal(await house.compiled(), 1);
  await house.write('src/main.ts', 'console.log(2)');
  assert.deepEqual(await house.build(), { code: 0, told: 'Building …\n' });
  assert.equal(await house.read('dist/src/main.js'), 'console.log(2)');
});

test('a build with tests is one for the service too', async (t) => {
  const house = await project(t);
  assert.equal((await house.build('--tests')).code, 0);
  assert.equal(await house.read('dist/test/first.test.js'), '');
  assert.equal((await house.build()).told, '');
  assert.equal(await house.compiled(), 1);
  await house.write('test/second.test.ts', '');
  assert.equal((await house.build()).told, '', 'tests are nothing that the service needs');
  await house.build('--tests');
  assert.equal(await house.read('dist/test/second.test.js'), '');
});

test('a build that fails leaves the old one, and nothing of its own', async (t) => {
  const house = await project(t);
  await house.build();
  const link = await readlink(path.join(house.folder, 'dist'));
  await house.write('src/main.ts', 'FAULT');
  const failed = await house.build();
  assert.deepEqual(failed, {
    code: 1,
    told: 'Building …\nThe build failed; what was built before stays as it is.\n',
  });
  assert.equal(await readlink(path.join(house.folder, 'dist')), link);
  assert.equal(await house.read('dist/src/main.js'), 'console.log(1)');
  assert.deepEqual(await buildsIn(house), [link]);
});

test('two builds at once: one compiles, the other waits for it', async (t) => {
  const house = await project(t);
  const both = await Promise.all([house.build(), house.build()]);
  assert.deepEqual(
    both.map(({ code }) => code),
    [0, 0],
  );
  assert.equal(await house.compiled(), 1);
  assert.equal((await buildsIn(house)).length, 1);
});

test('the lock of a build that died does not stop the next one', async (t) => {
  const house = await project(t);
  const dead = spawn(process.execPath, ['-e', '']);
  await once(dead, 'close');
  await house.write('.dist-lock', String(dead.pid));
  assert.equal((await house.build()).code, 0);
  await assert.rejects(lstat(path.join(house.folder, '.dist-lock')), { code: 'ENOENT' });
});

test(
  'a lock that was left long ago does not count, although another process has its number now',
  { timeout: 60_000 },
  async (t) => {
    const house = await project(t);
    await house.write('.dist-lock', String(process.pid));
    await utimes(path.join(house.folder, '.dist-lock'), 0, 0);
    const { code, told } = await house.build();
    assert.deepEqual([code, told.split('\n').at(-2)], [0, 'Building …']);
  },
);

test('the output of a source that is gone is gone', async (t) => {
  const house = await project(t);
  await house.build();
  await rm(path.join(house.folder, 'src/second.ts'));
  await house.build();
  assert.deepEqual(await readdir(path.join(house.folder, 'dist/src')), ['main.js']);
});

test('what somebody compiled into the build by hand does not count', async (t) => {
  const house = await project(t);
  await house.build();
  await house.write('dist/src/main.js', 'by hand');
  await house.build();
  assert.equal(await house.read('dist/src/main.js'), 'console.log(1)');
});

test('a folder dist that an older version has built is replaced', async (t) => {
  const house = await project(t);
  await house.write('dist/src/main.js', 'old');
  await house.write('packages/base/dist/src/index.js', 'old');
  await house.build();
  assert.equal(await house.read('dist/src/main.js'), 'console.log(1)');
  assert.equal(await house.read('packages/base/dist/src/index.js'), '');
  assert.equal((await buildsIn(house)).length, 1);
});

test('the last build stays for a service that runs from it, and is taken again when its sources come back', async (t) => {
  const house = await project(t);
  await house.build();
  const first = await readlink(path.join(house.folder, 'dist'));
  await house.write('src/main.ts', 'console.log(2)');
  await house.build();
  assert.ok((await buildsIn(house)).includes(first));
  await house.write('src/main.ts', 'console.log(1)');
  assert.deepEqual(await house.build(), { code: 0, told: '' });
  assert.equal(await readlink(path.join(house.folder, 'dist')), first);
});

test('a build that a living process uses is never removed', async (t) => {
  const house = await project(t);
  await house.build();
  const first = await readlink(path.join(house.folder, 'dist'));
  await house.write(`${first}/used-by/${process.pid}`, '');
  for (const text of ['2', '3', '4']) {
    await house.write('src/main.ts', text);
    await house.build();
  }
  assert.equal((await buildsIn(house)).includes(first), true);
  assert.equal((await buildsIn(house)).length, 3, 'this one, the one before, and the used one');
});
