/** The OpenAPI document as programs of others read it: a linter, a generator of clients, and a client that it made. */
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { DateTime } from 'luxon';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import type { Permission } from '../../../src/people/access/permissions.js';
import { checkValue } from '../../../src/base/configuration/check.js';
import { importConfiguration } from '../../../src/base/configuration/import.js';
import { buildSnapshot } from '../../../src/base/configuration/snapshot.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import type { Store } from '../../../src/base/store/connection.js';
import { aRecord, aRecordedLeg } from '../../factories.js';
import { startDatabase, type TestDatabase } from '../afterwards/mail/harness.js';
import { withToken } from './browser.js';
import { startSite, type Site } from './site.js';
import { SMALL_HOUSE } from './small-house.js';

const NOW = DateTime.utc(2026, 11, 25, 8);

const SCOPES: readonly Permission[] = [
  'config.read',
  'config.write',
  'switches.write',
  'calls.read',
  'callbacks.read',
  'callbacks.write',
];

let database: TestDatabase;
let store: Store;
let site: Site;
let token: string;
let document: string;

before(async () => {
  database = await startDatabase();
  store = await database.store();
  const { configurations } = store;
  const checked = checkValue(SMALL_HOUSE);
  assert.ok(checked.kind === 'good');
  const { configuration } = checked;
  const imported = { configurations, configuration, author: 'test', reason: '', at: NOW.toJSDate() };
  await importConfiguration(imported);
  const snapshotOf = async () => {
    const switchStates = new Map((await store.switchStates.all()).map((state) => [state.id, state]));
    return buildSnapshot({ revision: 1, content: configuration, switchStates, now: NOW });
  };
  let snapshot = await snapshotOf();
  const refresh = async () => {
    snapshot = await snapshotOf();
  };
  site = await startSite(store, { now: () => NOW, snapshot: () => snapshot, refresh });
  await site.signedIn('admin');
  ({ text: token } = await site.access.addToken('admin', 'test', [...SCOPES], null));
  document = JSON.stringify((await withToken(site.url, token)('GET', '/openapi.json')).body);
});
after(async () => {
  await site.close();
  await database.close();
});

/** Strict, and with the types of the libraries checked too: what is generated is one of them. */
const STRICT: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
};

type Work = (baseUrl: string, token: string) => Promise<unknown>;

/**
 * Generates the types (without the option every field with a default would have to be sent), compiles the client against
 * them, and loads it; asserts that nothing is wrong on the way.
 */
async function generatedClient(folder: string): Promise<Work> {
  const schema = astToString(await openapiTS(document, { defaultNonNullable: false }));
  await writeFile(path.join(folder, 'schema.d.ts'), schema);
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
  const client = path.join(folder, 'client.ts');
  await copyFile(path.join(projectFolder(), 'test/fixtures/api-client/client.ts'), client);
  const program = ts.createProgram([client], STRICT);
  program.emit();
  const faults = ts.getPreEmitDiagnostics(program);
  assert.equal(ts.formatDiagnostics(faults, HOST), '');
  const made = (await import(pathToFileURL(path.join(folder, 'client.js')).href)) as { work: Work };
  return made.work;
}

const HOST: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => projectFolder(),
  getNewLine: () => '\n',
};

describe('The OpenAPI document', () => {
  test('passes all recommended rules of a linter', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source: document, config, absoluteRef: '/openapi.json' });
    const told = problems.map(
      ({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ''})`,
    );
    assert.deepEqual(told, []);
  });

  test('has each schema once, and no more than 250 kB', () => {
    const { components } = JSON.parse(document) as { components: { schemas: Record<string, unknown> } };
    for (const name of ['Group', 'User', 'Switch', 'HolidayCalendar', 'Settings', 'Destination', 'Member'])
      assert.ok(name in components.schemas, name);
    assert.equal(document.includes('$defs'), false);
    assert.ok(document.length < 250_000, `${document.length} bytes`);
  });

  test('makes a client that compiles and works through groups, switches, calls and call-backs', async (t) => {
    // Inside the project, where the client finds its library.
    const folder = await mkdtemp(path.join(projectFolder(), 'dist', 'api-client-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const record = aRecord({
      missed: { group: '700', why: { kind: 'gaveUp', afterSec: 14, stage: 1 }, text: 'gave up after 14 s' },
      legs: [aRecordedLeg({ who: 'Anna' })],
    });
    await store.calls.save(record);
    await store.callbacks.addMissed({
      group: '700',
      caller: { key: '+493023125001', number: '+493023125001', name: null },
      call: {
        record: record._id,
        channel: 'c1',
        at: NOW.toJSDate(),
        why: { kind: 'gaveUp', afterSec: 14, stage: 1 },
      },
      mergeHours: 24,
      noticeAt: undefined,
    });
    const work = await generatedClient(folder);
    assert.deepEqual(await work(`${site.url}api/v1`, token), {
      groups: {
        added: 201,
        numbers: ['700', '710'],
        name: 'Service',
        changedTo: 'Customer service',
        faults: ['body.stages[0].ringSec'],
        deleted: 204,
      },
      switches: { turned: true, state: true, by: 'admin' },
      calls: { found: 1, missed: '700', legs: ['Anna'] },
      callbacks: {
        waiting: ['+493023125001'],
        takenBy: 'admin',
        state: 'done',
        note: 'ordered',
        again: 409,
      },
    });
  });
});
