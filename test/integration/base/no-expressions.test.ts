/**
 * The embedded database runs a regular expression for as long as it takes, and nothing else meanwhile. So the product asks
 * none: what people search for is compared as a whole or by its beginning, along an index.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { connectStore, type Store } from '../../../src/base/store/connection.js';
import { projectFolder } from '../../../src/base/project-folder.js';
import { startTestServer, type TestServer } from '../../fakes/database.js';

/** As an expression it takes years on a text that it does not fit. */
const ENDLESS = '(a+)+$';

let server: TestServer;
let store: Store;
const asked: unknown[] = [];

before(async () => {
  server = await startTestServer();
  store = await connectStore(`${server.uriFor('expressions')}?monitorCommands=true`);
  store.connection.getClient().on('commandStarted', ({ command }) => asked.push(command));
});
after(async () => {
  await store.close();
  await server.close();
});

function hasExpression(value: unknown): boolean {
  if (value instanceof RegExp) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, one]) => key === '$regex' || hasExpression(one));
}

test('what people search for is no regular expression in the question', async () => {
  const none = { from: undefined, to: undefined, group: undefined, outcome: undefined, missed: undefined };
  const member = { userId: ENDLESS };
  for (const kind of ['whole', 'beginning'] as const) {
    const caller = { kind, number: ENDLESS, e164: ENDLESS };
    await store.callSearch.older(
      { ...none, scope: 'all', caller, member, recorded: undefined },
      undefined,
      10,
    );
  }
  await store.callbacks.beginningWith(ENDLESS, 10);
  await store.audit.list({ who: ENDLESS, limit: 10 });
  const texts = asked.map((command) => JSON.stringify(command));
  assert.ok(texts.filter((text) => text.includes(ENDLESS)).length >= 4, texts.join('\n'));
  assert.deepEqual(asked.filter(hasExpression), []);
});

test('no source asks for one', () => {
  for (const folder of ['src', 'scripts']) {
    for (const file of readdirSync(path.join(projectFolder(), folder), { recursive: true }) as string[]) {
      if (!file.endsWith('.ts')) continue;
      const source = readFileSync(path.join(projectFolder(), folder, file), 'utf8');
      assert.doesNotMatch(source, /\$regex\b/, file);
    }
  }
});
