import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { projectFolder } from '../../../src/base/project-folder.js';

test('the types of packages that the service uses come with it, because `npm ci --omit=dev && npm start` compiles', async () => {
  const { dependencies, devDependencies } = JSON.parse(
    await readFile(path.join(projectFolder(), 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const late = Object.keys(devDependencies).filter((name) => name.replace('@types/', '') in dependencies);
  assert.deepEqual(late, []);
});
