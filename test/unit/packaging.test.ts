/** What cannot be run in a test is at least read: files that containers are made from name what is there. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { readConfig } from '../../src/app/config.js';
import { projectFolder } from '../../src/base/project-folder.js';

const FOLDER = path.join(projectFolder(), 'packaging/docker');
const read = (file: string) => readFileSync(path.join(FOLDER, file), 'utf8');

interface Service {
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** Variables of the Dockerfile, which hold before those of the compose files. */
const IMAGE = Object.fromEntries(
  [...read('Dockerfile').matchAll(/\b([A-Z][A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [
    name,
    value,
  ]),
);

describe('Containers', () => {
  for (const file of ['compose.yaml', 'compose.cluster.yaml']) {
    test(`${file} names volumes, folders and settings that there are`, () => {
      const compose = parse(read(file), { merge: true }) as Compose;
      for (const [name, { build, environment, volumes = [] }] of Object.entries(compose.services)) {
        for (const [source = ''] of volumes.map((volume) => volume.split(':'))) {
          const isThere = source.startsWith('.')
            ? existsSync(path.join(FOLDER, source))
            : source in compose.volumes;
          assert.ok(isThere, `${name}: ${source}`);
        }
        if (build === undefined) continue;
        assert.ok(existsSync(path.join(FOLDER, build.context, build.dockerfile)), name);
        const given = Object.entries({ ...IMAGE, ...environment }).map(([key, value]) => [
          key,
          value.replace(/^\$\{.*\}$/, 'secret'),
        ]);
        readConfig(Object.fromEntries(given) as Record<string, string>);
      }
    });
  }

  test('the image runs as a user of its own and says whether it is ready', () => {
    const dockerfile = read('Dockerfile');
    assert.match(dockerfile, /^USER rufgruppe$/m);
    assert.match(dockerfile, /^HEALTHCHECK [\s\S]*\/readyz/m);
    assert.match(readFileSync(path.join(projectFolder(), '.dockerignore'), 'utf8'), /^\.env$/m);
  });
});
