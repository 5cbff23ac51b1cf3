/** `npm run schema`: writes the JSON Schema of the configuration file, for editors. */
import { writeFile } from 'node:fs/promises';
import { configurationJsonSchema } from '../src/base/configuration/schema.js';
import { runCommand, UsageError } from './command-error.js';
import { sayer } from './say.js';

const FILE = 'docs/config.schema.json';

const usage = sayer('schema')('usage', { file: FILE });

await runCommand(usage, async ([word]) => {
  if (word !== undefined) throw new UsageError(usage);
  await writeFile(FILE, `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
});
