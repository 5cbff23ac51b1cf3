/** `npm run schema`: writes the JSON Schema of the configuration file, for editors. */
import { writeFile } from 'node:fs/promises';
import { configurationJsonSchema } from '../src/base/configuration/schema.js';
import { runCommand, UsageError } from './command-error.js';
import { sayer, texts } from './words/words.js';

const FILE = 'docs/config.schema.json';

const usage = sayer(
  texts({
    en: { usage: `Usage: npm run schema\n  writes ${FILE}, the JSON Schema of the configuration file` },
    de: { usage: `Aufruf: npm run schema\n  schreibt ${FILE}, das JSON-Schema der Konfigurationsdatei` },
  }),
)('usage');

await runCommand(usage, async ([word]) => {
  if (word !== undefined) throw new UsageError(usage);
  await writeFile(FILE, `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
});
