/** What cannot be run in a test is at least read: files that containers are made from name what is there. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
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
  readonly ports?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: string }>>;
  readonly networks?: { readonly default: { readonly ipv4_address: string } };
  readonly healthcheck?: object;
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

const NO_COMPOSE = spawnSync('docker-compose', ['version']).status !== 0 && 'no docker-compose';
if (NO_COMPOSE !== false) console.error(`\n*** The compose files were only read: ${NO_COMPOSE}. ***\n`);

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

  const cluster = parse(read('compose.cluster.yaml'), { merge: true }) as Compose;
  const { first, second, freeswitch } = cluster.services;
  const addressOf = (service: Service | undefined) => service?.networks?.default.ipv4_address ?? '';

  test('of the cluster publish different ports, on this machine only', () => {
    const ports = Object.values(cluster.services).flatMap((service) => service.ports ?? []);
    assert.deepEqual(ports, ['127.0.0.1:8080:8080', '127.0.0.1:8081:8080']);
  });

  test('of the cluster wait for services that there are, and say whether they are ready', () => {
    for (const { depends_on: needed = {} } of Object.values(cluster.services)) {
      for (const [name, { condition = '' }] of Object.entries(needed).map(
        ([key, value]) =>
          (typeof value === 'string' ? [value, {}] : [key, value]) as [string, { condition?: string }],
      )) {
        const one = cluster.services[name];
        assert.ok(one !== undefined, name);
        if (condition === 'service_healthy') assert.ok(one.healthcheck !== undefined, name);
      }
    }
  });

  test('of the cluster find each other: FreeSWITCH the controllers, and they its event socket and CDRs', () => {
    const addresses = [first, second, freeswitch].map(addressOf);
    assert.equal(new Set(addresses).size, 3);
    for (const address of addresses) assert.match(address, /^172\.31\.84\.\d+$/);
    const given = freeswitch?.environment ?? {};
    const names = Object.keys(given).filter((name) => name.startsWith('RUFGRUPPE_FS_'));
    const known = readFileSync(path.join(projectFolder(), 'freeswitch/vars.xml'), 'utf8');
    for (const name of names) assert.ok(known.includes(`=$${name}"`), `vars.xml reads ${name}`);
    const standby = `${addressOf(second)}:8084|${addressOf(first)}:8084`;
    assert.deepEqual(
      [given['RUFGRUPPE_FS_IP'], given['RUFGRUPPE_FS_CONTROLLER'], given['RUFGRUPPE_FS_CONTROLLER_STANDBY']],
      [addressOf(freeswitch), `${addressOf(first)}:8084`, standby],
    );
    for (const { environment: settings = {} } of [first, second].map((one) => one ?? {})) {
      assert.equal(settings['FREESWITCH_EVENTS'], `${addressOf(freeswitch)}:8021`);
      assert.equal(settings['ESL_ALLOW'], given['RUFGRUPPE_FS_CONTROLLERS']);
      assert.equal(settings['FREESWITCH_CDRS'], given['RUFGRUPPE_FS_CDR_FOLDER']);
      assert.match(settings['MONGODB_URI'] ?? '', /^mongodb:\/\/mongodb:27017\/.*replicaSet=rufgruppe$/);
    }
  });

  test('are understood by docker-compose', { skip: NO_COMPOSE }, () => {
    const env = { ...process.env, FREESWITCH_IMAGE: 'freeswitch', FREESWITCH_EVENTS_PASSWORD: 'secret' };
    for (const file of ['compose.yaml', 'compose.cluster.yaml']) {
      const words = ['-f', path.join(FOLDER, file), 'config', '--quiet'];
      const { status, stderr } = spawnSync('docker-compose', words, { encoding: 'utf8', env });
      assert.deepEqual([status, stderr], [0, ''], file);
    }
  });

  test('the image runs as a user of its own and says whether it is ready', () => {
    const dockerfile = read('Dockerfile');
    assert.match(dockerfile, /^USER rufgruppe$/m);
    assert.match(dockerfile, /^HEALTHCHECK [\s\S]*\/readyz/m);
    assert.match(readFileSync(path.join(projectFolder(), '.dockerignore'), 'utf8'), /^\.env$/m);
  });
});
