import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ConfigurationEditor,
  type EditorDependencies,
} from '../../../../src/people/operations/configuration-editor.js';
import { configuration, file } from '../../base/configuration/minimal.js';

const CONTENT = configuration(file({}));

test('the newest configuration is read once for each revision, and anew from a restored database', async () => {
  const info = { revision: 1, author: 'anna', origin: 'page', reason: '', changes: undefined } as const;
  const stored = { ...info, createdAt: new Date(1000) };
  const database = { stored, reads: 0 };
  const editor = new ConfigurationEditor({
    configurations: {
      head: () => Promise.resolve(database.stored),
      latest: () => {
        database.reads += 1;
        return Promise.resolve({ ...database.stored, content: CONTENT });
      },
    },
  } as unknown as EditorDependencies);
  const looked = await editor.configuration();
  assert.equal(await editor.configuration(), looked);
  assert.equal(database.reads, 1);
  database.stored = { ...stored, revision: 2 } as never;
  assert.equal((await editor.configuration()).revision.revision, 2);
  database.stored = { ...stored, revision: 2, createdAt: new Date(2000) } as never;
  await editor.configuration();
  assert.equal(database.reads, 3);
});
